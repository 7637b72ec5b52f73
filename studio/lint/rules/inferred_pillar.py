"""A pillar that the linter inferred from the wording.

## What it does

Says, for information, which pillar a section got from the wording of its heading or of a bold lead label. Nothing is
wrong; write the attribute where the guess is.

## Why it is bad for the ear

It is not: but players show the pillar with the chapter, and the coverage of the episode counts it.

## Bad

```markdown
## Why Not Round Robin?

It ignores the load.
```

## Good

```markdown
## Why Not Round Robin? {.why-not}

It ignores the load.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Severity

CODE = "P603"
NAME = "inferred-pillar"
SEVERITY = Severity.INFO


def check(context: Context, _options: None) -> Iterator[Finding]:
    for section in context.sections:
        if section.pillar and section.pillar_from in ("heading", "label"):
            name = context.show.pillar(section.pillar).name
            yield Finding(
                section.title_span,
                f"The pillar “{name}” was inferred from the {section.pillar_from}",
                f"write {{.{section.pillar}}} behind the heading to settle it",
            )
