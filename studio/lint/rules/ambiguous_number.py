"""A number that can be read in two ways.

## What it does

Reports dates in digits (`3/4/2025`), fractions that may be dates or ratios (`3/4`), and ratios that look like times
(`10:1`).

## Why it is bad for the ear

The voice has to pick one reading, and the listener cannot see that it was the wrong one.

## Bad

```markdown
The outage of 3/4/2025 cut the ratio of reads to writes to 10:1.
```

## Good

```markdown
The outage of April third cut the ratio of reads to writes to ten to one.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "N201"
NAME = "ambiguous-number"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    idioms: tuple[str, ...] = declared("Pairs of numbers that everybody says one way (`24/7`).", ())


_DATE = re.compile(r"(?<![\w/.])\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})(?![\w/])")
_FRACTION = re.compile(r"(?<![\w/.:$])\d{1,3}/\d{1,3}(?![\w/%]|\.\d)")
_RATIO = re.compile(r"(?<![\w:.])\d{1,6}:\d(?![\w:]|\.\d)")
_IDIOMS = frozenset(("24/7", "50/50", "9/11", "80/20", "20/20", "1/2", "1/3", "1/4", "2/3", "3/4"))


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        if "/" not in prose.text and ":" not in prose.text:
            continue
        for match in _DATE.finditer(prose.plain):
            yield Finding(
                prose.span(*match.span()),
                f"“{match[0]}” is a different day in different countries",
                "write the month as a word",
            )
        for match in _FRACTION.finditer(prose.plain):
            if match[0] not in _IDIOMS and match[0] not in options.idioms:
                yield Finding(
                    prose.span(*match.span()),
                    f"“{match[0]}” may be a fraction, a ratio or a date",
                    "write it as you would say it",
                )
        for match in _RATIO.finditer(prose.plain):
            yield Finding(
                prose.span(*match.span()),
                f"“{match[0]}” is read like a time of day",
                f"write “{match[0].replace(':', ' to ')}”",
            )
