"""A picture of the front matter that is not there.

## What it does

Reports an `artwork`, or a person's `picture`, that is named as a file and is no file of the show. Paths count from the
show's folder.

## Why it is bad for the ear

Nothing is heard of it, but the render stops there, and with it the episode.

## Bad

```markdown
---
title: The outage
artwork: assets/outage.png
---

It began at three in the morning.
```

## Good

```markdown
---
title: The outage
---

It began at three in the morning.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.kit import inputs
from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "C704"
NAME = "missing-picture"
SEVERITY = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    episode, root = context.script.episode, context.show.root
    named = [(person.picture, ("people", person.name, "picture")) for person in episode.people]
    for name, key in [(episode.artwork, ("artwork",)), *named]:
        if name and not name.startswith(("https://", "http://")) and not inputs.is_file(root / name):
            hint = "name a JPEG or PNG by its path from the show's folder"
            yield Finding(context.front_matter_place(*key), f"There is no picture {name}", hint)
