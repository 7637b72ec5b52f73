"""A table, whose meaning lies in its rows and columns.

## What it does

Reports every table. The unsafe fix turns each row into one sentence that names its columns.

## Why it is bad for the ear

A reader finds a cell by looking along two lines; a listener has only the order of the words. Read row by row without
column names, a table is a list of unexplained numbers.

## Bad

```markdown
| Level | Latency |
|-------|---------|
| L1    | 1 ns    |
| L2    | 4 ns    |
```

## Good

```markdown
The first cache level answers in one nanosecond. The second takes four times as long.
```
"""

from __future__ import annotations

from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model import BlockKind, Severity

CODE = "U103"
NAME = "table"
SEVERITY = Severity.ERROR


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.TABLE):
        yield Finding(
            block.span,
            "A table cannot be heard",
            "say what it shows in a sentence or two, and move the table into a ::: notes block",
        )
