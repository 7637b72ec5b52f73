"""A target of the episode that it does not reach.

## What it does

Compares `targets` in the front matter with what the script has, counted as `studio audit` counts it: marks
(`[150 virtual nodes]{.detail}`), for `metric` also what is spoken as a measured value ("3 ms"), and for a pillar its
sections. Reports what falls short, and targets for what the show does not count.

## Why it is bad for the ear

The targets are how the author decided that the episode is deep enough. Falling short means that something is missing,
or that it is there and not marked. A pillar that is no kind of mark counts its marks, and its sections that have none.

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

import itertools
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.source import Span
from studio.script.targets import countable, counted, unknown_target

CODE = "P602"
NAME = "pillar-target"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    known = countable(context.show)
    for name, target in context.script.episode.targets.items():
        if name not in known:
            message, hint = unknown_target(name, context.show)
            yield Finding(_place(context, name), message, hint)
            continue
        # Counting metrics takes time, so it stops where the target is reached.
        found = sum(1 for _ in itertools.islice(counted(name, context.script, context.show), max(target, 0)))
        if found < target:
            message = f"The script has {found} of the {target} “{name}” that it aims at"
            yield Finding(_place(context, name), message, f"mark more with {{.{name}}}")


def _place(context: Context, name: str) -> Span:
    return context.front_matter_place("targets", name)
