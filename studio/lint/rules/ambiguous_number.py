"""A written form that can be read in two ways, where nothing around it says which.

## What it does

Reports forms such as `3/4/2025` (April or March), `5m` (minutes or meters), `35-20` (to or minus) and `3,14`, where
neither the form nor its sentence decides. Where they do (`a 5m timeout`, `3/4 of the fleet`) nothing is said.

## Why it is bad for the ear

The voice has to pick one reading, and the listener cannot see that it was the wrong one. The unsafe fix pins the
reading that the voice has picked; another kind in its place chooses another.

## Bad

```markdown
The outage of 3/4/2025 came first.
```

## Good

```markdown
The outage of [3/4/2025]{as=day-month} came first.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.fields import declared
from studio.speech import Doubt, speak

if TYPE_CHECKING:
    from studio.lint.context import Prose

CODE = "N201"
NAME = "ambiguous-number"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    idioms: tuple[str, ...] = declared("Forms that everybody says one way (`24/7`).", ())


_DIGIT = re.compile(r"\d")


def check(context: Context, options: Options) -> Iterator[Finding]:
    for prose in context.prose:
        if not _DIGIT.search(prose.plain):
            continue
        for doubt in speak(prose.plain, context.style).doubts:
            written = prose.plain[doubt.start : doubt.end]
            if doubt.is_sure or written in options.idioms:
                continue
            said, other = (reading.spoken for reading in doubt.readings[:2])
            pinned = f"[{written}]{{as={doubt.readings[0].kind}}}"
            kinds = " or ".join(reading.kind for reading in doubt.readings[1:])
            yield Finding(
                prose.span(doubt.start, doubt.end),
                f"“{written}” is read “{said}”, but may be “{other}”",
                f"write it as you would say it, or pin it: {pinned} (or {kinds})",
                _pin(prose, doubt, pinned),
            )


def _pin(prose: Prose, doubt: Doubt, pinned: str) -> Fix | None:
    if not prose.is_literal(doubt.start, doubt.end):
        return None
    return Fix(f"Pin it as {doubt.readings[0].kind}", (Edit(prose.span(doubt.start, doubt.end), pinned),), safe=False)
