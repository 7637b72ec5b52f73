"""An episode that leaves out one of the show's pillars.

## What it does

Reports each pillar that no section carries, by an attribute, its heading or a bold lead label, and that no mark in
the script belongs to.

## Why it is bad for the ear

The pillars are the promise of the show. A listener who comes for the mathematics notices when there is none.

## Bad

```markdown
## Under the Hood: the ring

Only one of the four pillars.
```

## Good

```markdown
## Under the Hood: the ring

How it works.

## Why Not a list?

What else was there.

## Zoom Out: the fleet

Where it stands.

## A Formal Definition

What holds it together.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "P601"
NAME = "missing-pillar"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    pillar_of = {mark.id: mark.pillar or mark.id for mark in context.show.marks}
    present = {section.pillar for section in context.sections}
    present |= {pillar_of.get(mark.kind, mark.kind) for block in context.blocks for mark in block.marks}
    for pillar in context.show.pillars:
        if pillar.id not in present and context.prose:
            yield Finding(
                context.title_place,
                f"No section is about “{pillar.name}”",
                f"mark one with {{.{pillar.id}}} behind its heading, or write one",
            )
