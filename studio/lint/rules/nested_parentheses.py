"""A parenthesis inside a parenthesis.

## What it does

Reports brackets within brackets in spoken text.

## Why it is bad for the ear

A parenthesis has no sound. By the second one, nobody knows which sentence is being finished.

## Bad

```markdown
The log (a file (or several) on disk) is replayed.
```

## Good

```markdown
The log is replayed. It is a file on disk, or several.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "B404"
NAME = "nested-parentheses"
SEVERITY = Severity.WARNING

_NESTED = re.compile(r"(?<=\s)\([^()]{0,400}\s\([^()]{1,400}\)[^()]{0,400}\)")


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        if prose.text.count("(") < 2:
            continue
        for match in _NESTED.finditer(prose.plain):
            yield Finding(
                prose.span(*match.span()),
                "Parentheses inside parentheses cannot be heard",
                "give the inner remark a sentence of its own",
            )
