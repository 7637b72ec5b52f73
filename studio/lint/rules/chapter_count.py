"""More chapters than listeners look through.

## What it does

Counts the sections that become chapters (headings of level 1 and 2, and of level 3 with a pillar) against the length
of the episode, estimated from its text, and reports more than `per_hour`. Off unless it is selected.

## Why it is bad for the ear

Apple advises about six chapters for an hour. A list that fills three screens of a phone tells nobody where to go, and
each chapter's start is one more pause.

## Bad

```markdown
## What a ring is

Picture a clock face with a server at every hour. Each key goes to the next server around the face.

## Who owns a key

The owner is the first server that you meet. The two behind it keep copies.
```

## Good

```markdown
## What a ring is

Picture a clock face with a server at every hour. Each key goes to the next server around the face.

### Who owns a key

The owner is the first server that you meet. The two behind it keep copies.
```
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.fields import declared

CODE = "P609"
NAME = "chapter-count"
SEVERITY = Severity.INFO
ENABLED = False


@dataclass(frozen=True)
class Options:
    per_hour: float = declared("Chapters that an hour of the episode may have.", 6.0, low=1, high=1_000)


def check(context: Context, options: Options) -> Iterator[Finding]:
    spoken = zip(context.sections, context.prose_of_section, strict=True)
    count = sum(bool(proses) and section.level > 0 and section.opens_chapter for section, proses in spoken)
    hours = sum(context.length_s(prose) for prose in context.prose) / 3600
    most = max(1, round(options.per_hour * hours))
    if count > most:
        minutes = max(1, round(hours * 60))
        yield Finding(
            context.title_place,
            f"{count} chapters are many for about {minutes} {'minute' if minutes == 1 else 'minutes'}, {most} are not",
            "join some, or write {chapter=no} behind the headings that need none",
        )
