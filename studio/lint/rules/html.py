"""HTML, which is markup for the eye.

## What it does

Reports blocks of HTML (an error: their text is not spoken) and tags inside a paragraph (a warning: they are left out).

## Why it is bad for the ear

A block of HTML is silent, whatever it says. A tag such as `<br>` or `<b>` has no sound at all.

## Bad

```markdown
First the leader fails.<br>Then the followers vote.
```

## Good

```markdown
First the leader fails. Then the followers vote.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import BlockKind, InlineKind

CODE = "U108"
NAME = "html"
SEVERITY = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.HTML):
        yield Finding(block.span, "Text in HTML is not spoken", "write it in Markdown")
    for _block, run in context.inlines_of(InlineKind.HTML, InlineKind.SHORTCODE):
        yield Finding(
            run.span, f"The tag {context.source(run.span)[:40]} has no sound", "leave it out", severity=Severity.WARNING
        )
