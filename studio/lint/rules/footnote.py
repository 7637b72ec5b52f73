"""A footnote, which has no bottom of the page to stand on.

## What it does

Reports references to footnotes in spoken text. The notes themselves go to the show notes.

## Why it is bad for the ear

The listener hears nothing where the reference stands, and never learns that there is more to know.

## Bad

```markdown
The bound is tight.[^1]

[^1]: Proved by Lamport.
```

## Good

```markdown
The bound is tight; the proof, by Leslie Lamport, is in the show notes.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity
from studio.model.script import InlineKind

CODE = "U110"
NAME = "footnote"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    for _block, run in context.inlines_of(InlineKind.FOOTNOTE, InlineKind.CITATION):
        yield Finding(run.span, "A footnote cannot be heard", "say it in the sentence, or leave it to the show notes")
