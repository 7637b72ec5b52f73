"""A sentence in the passive voice. Off by default.

## What it does

Marks forms of *to be* followed by a past participle. It cannot know when the passive is right, so it only runs when
it is selected.

## Why it is bad for the ear

The passive hides who acts, and a listener wants to see somebody do something.

## Bad

```markdown
The entry is written to the log by the leader.
```

## Good

```markdown
The leader writes the entry to the log.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "W307"
NAME = "passive-voice"
SEVERITY = Severity.INFO
ENABLED = False

_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?"
    r"(?:[a-z]{3,}ed|written|sent|kept|held|made|known|given|taken|built|lost|found|done|seen|read|put|set|split|"
    r"chosen|broken|driven|hidden|stolen|thrown|drawn|grown|shown|told|sold|bought|brought|caught|taught|paid|left)\b",
    re.IGNORECASE,
)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        for match in _PASSIVE.finditer(prose.plain):
            yield Finding(prose.span(*match.span()), f"“{match[0]}” hides who acts", "name who does it")
