"""Lines that look like a list, and are heard as one breathless sentence.

## What it does

Reports three short lines or more in a row within a paragraph, each with a capital or a figure at its beginning and no
punctuation at its end. The unsafe fix makes them list items.

## Why it is bad for the ear

Markdown joins the lines of a paragraph, whatever they look like in the editor. "Apple Banana Orange" is one name to a
listener.

## Bad

```markdown
Every replica keeps three things:
The current term
The vote of that term
A log of entries
```

## Good

```markdown
Every replica keeps three things:

- The current term
- The vote of that term
- A log of entries
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.lint.context import WORD, Context, Prose
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.script import InlineKind
from studio.model.source import Span

CODE = "B406"
NAME = "lines-run-together"
SEVERITY = Severity.WARNING

_FEWEST = 3
_MOST_WORDS = 6
_ITEM = re.compile(r"[A-Z\d].*[^\s.,;:!?…—–-]", re.DOTALL)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for prose in context.prose:
        items: list[tuple[int, int]] = []
        for line in [*_lines(prose), None]:
            if line is not None and _is_item(prose.text[slice(*line)]):
                items.append(line)
                continue
            if len(items) >= _FEWEST:
                yield _finding(prose, items)
            items = []


def _lines(prose: Prose) -> Iterator[tuple[int, int]]:
    """The lines of a paragraph as its author sees them; an empty one where it is broken on purpose."""
    if not any(run.kind is InlineKind.BREAK for run in prose.map.runs):
        return
    start = 0
    for at, run in prose.map.placed_runs:
        if run.kind is InlineKind.BREAK:
            yield (start, at) if run.text == " " else (start, start)
            start = at + len(run.text)
    yield start, len(prose.text)


def _is_item(text: str) -> bool:
    return bool(_ITEM.fullmatch(text)) and len(WORD.findall(text)) <= _MOST_WORDS


def _finding(prose: Prose, items: list[tuple[int, int]]) -> Finding:
    starts = [prose.span(start, start + 1).start for start, _ in items]
    fix = None
    if not prose.block.depth:
        fix = Fix("Make it a list", tuple(Edit(Span(at, at), "- ") for at in starts), safe=False)
    return Finding(
        prose.span(items[0][0], items[-1][1]),
        f"These {len(items)} lines are heard as one sentence",
        "make a list of them, or end each with a full stop",
        fix,
    )
