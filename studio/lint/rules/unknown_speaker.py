"""A speaker for whom there is no voice.

## What it does

Reports the first turn of each speaker who is neither in the front matter (`speakers:`) nor in `studio.yaml`, and
voices there that do not exist.

## Why it is bad for the ear

The narrator's voice speaks the turn, so that two people sound like one.

## Bad

```markdown
**Nadia Karim, Operator:** "We saw it on the dashboard first."
```

## Good

```markdown
---
title: The outage
speakers: {Nadia Karim: narrator}
---

**Nadia Karim, Operator:** "We saw it on the dashboard first."
```
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "C701"
NAME = "unknown-speaker"
SEVERITY = Severity.WARNING
WORST = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    own, show = context.script.episode.speakers, context.show
    known = {name.casefold() for name in (*own, *show.speakers, "narrator")}
    seen: set[str] = set()
    for block in context.blocks:
        name = block.speaker
        if name is None or name.casefold() in seen:
            continue
        seen.add(name.casefold())
        if name.casefold() not in known:
            names = [*own, *show.speakers]
            near = difflib.get_close_matches(name.upper(), [one.upper() for one in names], n=1)
            hint = f"did you mean {near[0]}?" if near else f"give {name} a voice under `speakers:` in the front matter"
            yield Finding(context.label_span(block), f"There is no voice for {name}; the narrator will speak", hint)
    for name, voice in own.items():
        if voice not in show.voices:
            yield Finding(
                context.front_matter_place("speakers", name, "voices"),
                f"{name} is to speak with “{voice}”, and there is no such voice",
                f"known are: {', '.join(sorted(show.voices))}",
                severity=Severity.ERROR,
            )
