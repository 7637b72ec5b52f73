"""Text that is struck out, which nobody hears.

## What it does

Warns about words between `~~` and `~~`, or in `<del>`, `<s>` and `<strike>`: they are left out.

## Why it is bad for the ear

A reader sees what was said before and that it holds no longer. A listener hears the new words alone, as if there had
never been others; where the change is the point, it has to be said.

## Bad

```markdown
The limit was ~~ten~~ twelve nodes.
```

## Good

```markdown
The limit was once ten nodes. Now it is twelve.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import InlineKind

CODE = "U114"
NAME = "struck-text"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    for _block, run in context.inlines_of(InlineKind.STRUCK):
        struck = " ".join(context.source(run.span).strip("~").split())
        yield Finding(
            run.span,
            f"“{struck[:40]}” is struck out, and is not spoken",
            "take it out, or the strokes off it",
        )
