"""A word that is there twice.

## What it does

Reports the same word twice in a row. The safe fix removes one "the" of two; for words that somebody may double on
purpose, removing one is an unsafe fix.

## Why it is bad for the ear

A reader's eye skips the slip; the voice says it twice.

## Bad

```markdown
The leader sends the the entry to every follower.
```

## Good

```markdown
The leader sends the entry to every follower.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity

CODE = "W304"
NAME = "repeated-word"
SEVERITY = Severity.WARNING

_DOUBLE = re.compile(r"\b([^\W\d_]+)(\s+)(\1)\b(?!['’-])", re.IGNORECASE)
_ON_PURPOSE = frozenset(
    (
        "had",
        "that",
        "very",
        "so",
        "no",
        "bye",
        "ha",
        "many",
        "much",
        "far",
        "knock",
        "tick",
        "blah",
        "big",
        "really",
        "log",
        "long",
        "more",
        "again",
        "never",
        "yes",
        "well",
        "wait",
        "do",
        "is",
        "her",
        "on",
        "in",
        "up",
        "down",
    )
)
_NEVER_DOUBLED = frozenset(
    (
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "it",
        "of",
        "or",
        "than",
        "the",
        "their",
        "then",
        "they",
        "this",
        "to",
        "was",
        "we",
        "were",
        "with",
        "you",
        "your",
    )
)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        for match in _DOUBLE.finditer(prose.plain):
            word = match[1].lower()
            is_spelled = len(word) == 1 and word not in ("a", "i")  # “H T T P”
            if is_spelled or word in _ON_PURPOSE or (match[1] != match[3] and match[1].islower()):
                continue
            fix = None
            if prose.is_literal(*match.span()):
                edit = Edit(prose.span(match.start(2), match.end(3)), "")
                fix = Fix(f"Remove one “{match[3]}”", (edit,), safe=word in _NEVER_DOUBLED)
            yield Finding(prose.span(*match.span()), f"“{match[1]}” stands here twice", "remove one of them", fix)
