"""A word with two pronunciations, where a voice is likely to take the wrong one.

## What it does

Looks for words whose sound depends on their meaning, in contexts where text-to-speech engines are known to err: "was
read", "live traffic", "tear down", "wind down", "our lives". It cannot know which way your voice says them; listen
once, and mark the ones that are wrong.

## Why it is bad for the ear

One wrong vowel, and the listener spends the rest of the sentence repairing it.

## Bad

```markdown
Once the entry was read, the service went live.
```

## Good

```markdown
Once the entry was [read]{say="red"}, the service went into production.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "W303"
NAME = "heteronym"
SEVERITY = Severity.INFO

# The word, a pattern with it as the group “word”, and how to respell it.
_RISKS = (
    (
        "read",
        r"\b(?:was|were|been|being|have|has|had|is|are|be)(?:\s+(?:never|already|only|just|then))?\s+"
        r"(?P<word>read)\b(?![-/])(?!\s+(?:only|the|a|it|replicas?)\b)",
        "red",
    ),
    ("live", r"\b(?:go|goes|going|gone|went)\s+(?P<word>live)\b", "lyve"),
    (
        "live",
        r"(?P<word>\blive)\s+(?:traffic|streams?|streaming|data|events?|video|chat|migrations?|production|systems?|"
        r"site|demo|broadcasts?)\b",
        "lyve",
    ),
    ("tear", r"\b(?P<word>tear)(?:s|ing)?\s+(?:it\s+|them\s+)?(?:down|apart|up)\b", "tare"),
    ("wind", r"\b(?P<word>wind)(?:s|ing)?\s+(?:down|up)\b", "wined"),
    ("wound", r"\b(?:was|is|gets?|got|been|be)\s+(?P<word>wound)\b", "wownd"),
    ("lives", r"\b(?:our|their|your|people['’]s|whose|own|save|saves|saved)\s+(?P<word>lives)\b", "lyves"),
    ("minute", r"\ba\s+(?P<word>minute)\s+(?:amount|difference|detail|change|fraction)s?\b", "my-newt"),
    ("lead", r"\b(?P<word>lead)\s+(?:pipes?|batter(?:y|ies)|acid)\b", "led"),
    ("row", r"\ba\s+(?P<word>row)\s+(?:over|about|with|between)\s+(?:who|whether)\b", "rau"),
)
_PATTERNS = tuple((word, re.compile(pattern, re.IGNORECASE), sound) for word, pattern, sound in _RISKS)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        for risky, pattern, sound in _PATTERNS:
            for match in pattern.finditer(prose.plain) if prose.mentions(risky) else ():
                word = match["word"]
                yield Finding(
                    prose.span(*match.span("word")),
                    f"A voice may say “{word}” the wrong way here",
                    f'listen to it; where it is wrong, write [{word}]{{say="{sound}"}}',
                )
