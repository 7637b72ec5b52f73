"""A heading that skips a level.

## What it does

Reports a heading that is more than one level below the one before it. The unsafe fix moves it up.

## Why it is bad for the ear

Pauses and chapters follow the levels. A skipped level makes the outline, and the pauses, say something that the
author did not mean.

## Bad

```markdown
## Storage

Two parts.

#### The log

It comes first.
```

## Good

```markdown
## Storage

Two parts.

### The log

It comes first.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.source import Span

CODE = "P607"
NAME = "heading-level"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    previous = 0
    for section in context.sections:
        if previous and section.level > previous + 1:
            yield Finding(
                section.title_span,
                f"This heading has level {section.level}, right below level {previous}",
                f"use {'#' * (previous + 1)}",
                _fix(context, section.span.start, section.level, previous + 1),
            )
        previous = section.level or previous


def _fix(context: Context, start: int, level: int, right: int) -> Fix | None:
    hashes = Span(start, start + level)
    if context.source(hashes) != "#" * level:
        return None
    return Fix(f"Make it level {right}", (Edit(hashes, "#" * right),), safe=False)
