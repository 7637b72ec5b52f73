"""More digits than anybody can hear.

## What it does

Reports numbers with more than `max_digits` significant digits. Powers of two, availability in nines and years are
what they are, and pass.

## Why it is bad for the ear

"Twelve thousand eight hundred and forty-seven" takes three seconds, and all that stays is "about thirteen thousand".

## Bad

```markdown
The edge served 128,847 requests in that second.
```

## Good

```markdown
The edge served about 130,000 requests in that second.
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

CODE = "N204"
NAME = "false-precision"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    max_digits: int = declared("Digits of a number that a listener keeps.", 4, low=1, high=100)


_NUMBER = re.compile(
    r"(?<![\w.:/,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w.:/,-]*\d)|(?<![\w.:/,-])\d+\.\d+(?![\w.:/,-]*\d)"
)
_NINES = re.compile(r"0?\.?9+(?:\.9+[05]?)?|100\.0+")


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        if not any(prose.numbers_per_sentence):
            continue
        for match in _NUMBER.finditer(prose.plain):
            digits = match[0].replace(",", "").replace(".", "").strip("0")
            if len(digits) > options.max_digits and not _is_exact(match[0].replace(",", "")):
                yield Finding(
                    prose.span(*match.span()),
                    f"{match[0]} has {len(digits)} significant digits, too many to hear",
                    "round it, and say “about”",
                )


def _is_exact(number: str) -> bool:
    if _NINES.fullmatch(number):
        return True
    return number.isdigit() and int(number) & (int(number) - 1) == 0
