"""A long remark in parentheses.

## What it does

Reports parentheses of more than `max_words` words. The unsafe fix puts commas or dashes in their
place.

## Why it is bad for the ear

Nobody hears where a parenthesis opens or closes. A short one passes as an aside; a long one tears the sentence apart.

## Bad

```markdown
The follower (which has been waiting for a heartbeat all this time) starts an election.
```

## Good

```markdown
The follower has been waiting for a heartbeat all this time. Now it starts an election.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import WORD, Context, Prose
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.fields import declared

CODE = "B405"
NAME = "parenthesis"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    max_words: int = declared("Words that a remark in parentheses may have.", 8, low=0, high=1_000)


#: A remark that commas make part of its sentence, unless it has commas of its own; others would run on.
_CLAUSE = re.compile(r"(?:which|who|whose|where|when|while|as|if|because|though|although)\b[^,;:]*\Z", re.IGNORECASE)
_PARENTHESIS = re.compile(r"(?<=\w)(\s)\(([^()]{10,600})\)(?=([.,;:!?]|\s|$))")


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        if "(" not in prose.text:
            continue
        for match in _PARENTHESIS.finditer(prose.plain):
            count = len(WORD.findall(match[2]))
            if count > options.max_words:
                yield Finding(
                    prose.span(match.start(2) - 1, match.end(2) + 1),
                    f"A remark of {count} words in parentheses cannot be heard as one",
                    "make it a clause between commas, or a sentence",
                    _fix(prose, match),
                )


def _fix(prose: Prose, match: re.Match[str]) -> Fix | None:
    opening, closing = (match.start(), match.start(2)), (match.end(2), match.end(2) + 1)
    if not (prose.is_literal(*opening) and prose.is_literal(*closing)):
        return None
    is_clause = _CLAUSE.match(match[2]) is not None
    before, after = (", ", ",") if is_clause else (" – ", " –")
    edits = (Edit(prose.span(*opening), before), Edit(prose.span(*closing), after if match[3].isspace() else ""))
    return Fix(f"Put it between {'commas' if is_clause else 'dashes'}", edits, safe=False)
