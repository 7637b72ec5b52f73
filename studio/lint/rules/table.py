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

import re
from collections.abc import Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.model.diagnostics import Edit, Fix, Severity
from studio.model.script import Block, BlockKind

CODE = "U103"
NAME = "table"
SEVERITY = Severity.ERROR

_CELL = re.compile(r"(?:[^|\\]|\\.)*")
_ARTICLE = re.compile(r"(?:the|a|an|each|every|all|no|how|what|who|which|why|when|where)\b", re.IGNORECASE)


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.TABLE):
        yield Finding(
            block.span,
            "A table cannot be heard",
            "say what it shows in a sentence or two, and move the table into a ::: notes block",
            _fix(context, block),
        )


def _fix(context: Context, block: Block) -> Fix | None:
    """A sentence for each row: “For L1, the latency is 1 ns, and the size is 32 KB.”"""
    lines = [line.strip() for line in re.split(r"\r\n?|\n", context.source(block.span))]
    if block.depth or any(line.startswith(">") for line in lines):
        return None
    header, rows = _cells(lines[0]), [_cells(line) for line in lines[2:]]
    if len(header) < 2:
        return None
    sentences = [_sentence(header, row) for row in rows if any(row)]
    return Fix("Make a sentence of each row", (Edit(block.span, "\n".join(sentences)),), safe=False)


def _cells(line: str) -> list[str]:
    inner = line.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells, at = [], 0
    while at <= len(inner):
        cell = _CELL.match(inner, at)
        end = cell.end() if cell else at
        cells.append(inner[at:end].strip().replace("\\|", "|").rstrip("."))
        at = end + 1
    return cells


def _sentence(header: list[str], row: list[str]) -> str:
    said = [f"{_column(name)} is {cell}" for name, cell in zip(header[1:], row[1:], strict=False) if cell]
    if not said:
        return f"There is {row[0]}."
    joined = said[0] if len(said) == 1 else f"{', '.join(said[:-1])}, and {said[-1]}"
    return f"For {row[0]}, {joined}." if row[0] else f"{joined[:1].upper()}{joined[1:]}."


def _column(name: str) -> str:
    plain = name.strip("*_ ")
    if not plain:
        return "it"
    lowered = " ".join(word.lower() if word[1:].islower() else word for word in plain.split())
    return lowered if _ARTICLE.match(plain) else f"the {lowered}"
