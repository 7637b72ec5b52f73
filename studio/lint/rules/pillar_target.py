"""A target of the episode that its marks do not reach.

## What it does

Compares `targets` in the front matter with the marks of the script (`[150 virtual nodes]{.detail}`), and reports the
kinds that fall short, and targets for kinds that the show does not have.

## Why it is bad for the ear

The targets are how the author decided that the episode is deep enough. Falling short means that something is missing,
or that it is there and not marked.

## Bad

```markdown
---
title: Rings
targets: {detail: 2}
---

Each server has [150 virtual nodes]{.detail}.
```

## Good

```markdown
---
title: Rings
targets: {detail: 2}
---

Each server has [150 virtual nodes]{.detail}, kept in [a sorted array]{.detail}.
```
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "P602"
NAME = "pillar-target"
SEVERITY = Severity.WARNING
WORST = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    counts = Counter(mark.kind for block in context.blocks for mark in block.marks)
    sections = Counter(section.pillar for section in context.sections if section.pillar)
    known = {mark.id for mark in context.show.marks} | {pillar.id for pillar in context.show.pillars}
    for kind, target in context.script.episode.targets.items():
        place = context.front_matter_place("targets", kind)
        if kind not in known:
            names = ", ".join(sorted(known))
            yield Finding(place, f"“{kind}” is no mark of this show", f"known are: {names}", severity=Severity.ERROR)
        elif counts[kind] + sections[kind] * (not counts[kind]) < target:
            found = counts[kind] or sections[kind]
            yield Finding(
                place, f"The script has {found} of the {target} “{kind}” that it aims at", f"mark more with {{.{kind}}}"
            )
