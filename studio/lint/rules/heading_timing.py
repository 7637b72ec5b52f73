"""A heading that holds a production note.

## What it does

Reports durations in headings ("(12 minutes)"). The safe fix removes them.

## Why it is bad for the ear

The heading becomes the chapter's title in the player, where the true length stands beside it.

## Bad

```markdown
## Leader election (12 minutes)

The followers wait for a heartbeat.
```

## Good

```markdown
## Leader election

The followers wait for a heartbeat.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.titles import TIMING
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.source import Span

CODE = "P608"
NAME = "heading-timing"
SEVERITY = Severity.WARNING


def check(context: Context, _options: None) -> Iterator[Finding]:
    for section in context.sections:
        match = TIMING.search(context.source(section.title_span)) if section.opens_chapter else None
        if match and section.level:
            start = section.title_span.start
            span = Span(start + match.start(), start + match.end())
            note = Span(span.start + len(match[0]) - len(match[0].lstrip()), span.end)
            fix = Fix("Remove the duration", (Edit(span, ""),), safe=True)
            yield Finding(note, "This duration would stand in the chapter's title", "leave it out", fix)
