"""An episode that is longer or shorter than it is to be, or whose pillars share its time otherwise.

## What it does

Estimates from the text how long the episode will be, and holds it against `target_minutes` of the front matter or, for
full episodes, of `studio.yaml`; and the share of each pillar's sections against the pillar's `share`. Reports a length
that is off by more than `tolerance` percent of the target, and shares that are off by more than `points`.

## Why it is bad for the ear

Listeners plan with the usual length of a show: a commute, a walk. A pillar that is promised in every episode and then
gets two minutes is missed.

## Bad

```markdown
---
title: Rings
target_minutes: 30
---

Each server has 150 virtual nodes, kept in a sorted array. A lookup takes eight steps.
So a key finds its server in less time than the packet needs to leave the machine.
```

## Good

```markdown
---
title: Rings
target_minutes: 0.2
---

Each server has 150 virtual nodes, kept in a sorted array. A lookup takes eight steps.
So a key finds its server in less time than the packet needs to leave the machine.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared
from studio.script.targets import target_s

CODE = "P610"
NAME = "length-target"
SEVERITY = Severity.WARNING


@dataclass(frozen=True)
class Options:
    tolerance: float = declared("By how much the length may be off, percent of the target.", 10.0, low=0, high=100)
    points: float = declared("By how much a pillar's share may be off, percentage points.", 10.0, low=0, high=100)


def check(context: Context, options: Options) -> Iterator[Finding]:
    target = target_s(context.script, context.show)
    aims = {pillar.id: pillar.share for pillar in context.show.pillars if pillar.share is not None}
    if target is None and not aims:
        return
    lengths_s = [sum(map(context.length_s, proses)) for proses in context.prose_of_section]
    total_s = sum(lengths_s)
    if not total_s:
        return
    place = context.front_matter_place("target_minutes")
    place = place if place.end > place.start else context.title_place
    if target is not None and abs(total_s - target) > target * options.tolerance / 100:
        off = f"{abs(total_s - target) / 60:.1f} minutes {'longer' if total_s > target else 'shorter'}"
        message = f"The episode will be about {total_s / 60:.1f} minutes long, {off} than it is to be"
        yield Finding(place, message, "cut or write more, or change `target_minutes`")
    for pillar in context.show.pillars:
        own_s = sum(one for index, one in enumerate(lengths_s) if context.script.pillar_of(index) == pillar.id)
        share, aim = own_s / total_s * 100, aims.get(pillar.id)
        if aim is not None and abs(share - aim) > options.points:
            message = f"“{pillar.short or pillar.name}” has {share:.0f} % of the time, and aims at {aim:g} %"
            yield Finding(context.title_place, message, "write more or less of it, or change the pillar's `share`")
