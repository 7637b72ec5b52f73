"""An image, which a listener does not see.

## What it does

Reports every image, alone or within a sentence. In a `::: notes` block, where pictures may be, it warns of those that
are no address of the web: a file beside the script does not travel along.

## Why it is bad for the ear

The picture is silent, and so is its description: whatever the sentence around it points at is missing.

## Bad

```markdown
![The ring of servers](ring.png)
```

## Good

```markdown
Picture a clock face with a server at every hour.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind, InlineKind

CODE = "U106"
NAME = "image"
SEVERITY = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks:
        for run in block.inlines:
            if run.kind is not InlineKind.IMAGE:
                continue
            if block.kind is BlockKind.IMAGE or block.kind.is_spoken:
                yield Finding(run.span, "An image cannot be heard", "describe what it shows in words")
            elif block.kind is BlockKind.NOTES and not (run.href or "").startswith(("https://", "http://")):
                message = "Nobody will see this image: the notes travel without the files beside the script"
                hint = "put it on the web and write its address, or describe it"
                yield Finding(run.span, message, hint, severity=Severity.WARNING)
