"""An image, which a listener does not see.

## What it does

Reports every image, alone or within a sentence. In a `::: notes` block, where pictures may be, it warns of those that
are no address of the web and no file beside the script, or of the show: only what is there travels along.

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
from urllib.parse import unquote

from studio.kit import inputs
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
            elif block.kind is BlockKind.NOTES and not _travels(run.href or "", context):
                message = "Nobody will see this image: there is no such file beside the script, or in the show's folder"
                hint = "name a file that is there, or write the address of a picture on the web"
                yield Finding(run.span, message, hint, severity=Severity.WARNING)


def _travels(name: str, context: Context) -> bool:
    """Whether listeners see a picture of the notes: on the web, or brought along by a render."""
    if name.startswith(("https://", "http://")):
        return True
    root, file = context.show.root, unquote(name)
    return any(inputs.is_file(folder / file) for folder in ((root / context.script.source.path).parent, root))
