"""A table, whose meaning lies in its rows and columns.

## What it does

Reports every table. The unsafe fix turns each row into sentences that name its columns.

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

import itertools
import re
from collections.abc import Collection, Iterator

from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.rewording import as_paragraph, ended, lowered
from studio.model.diagnostics import Fix, Severity
from studio.model.script import Block, BlockKind

CODE = "U103"
NAME = "table"
SEVERITY = Severity.ERROR

_CELL = re.compile(r"(?:[^|\\]|\\.)*")
_ARTICLE = re.compile(r"(?:the|a|an|each|every|all|no) ", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"(?:how|what|who|which|why|when|where|is|are|has|can|does|best|good|bad|use|before|after|now|then|today|min|max|a|q)\b|\w+ed\b"
    r"|.*(?:ed|ing|able|ible|\?|\b(?:by|for|with|to|in|of|from|at|on))\Z",
    re.IGNORECASE,
)
_PLURAL = re.compile(r".*(?:[^su\Wi]|ie)s\Z")
_TOO_BARE = re.compile(r"\d[\d.,]*|[A-Za-z]")  # “X” says more as “row X”
_PRICE_OR_FORMULA = re.compile(r"\$\d|\$[^$]+\$(?!\$)")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_SIGNS = {
    **dict.fromkeys(("✓", "✔", "✅", "☑", "✔️"), "yes"),
    **dict.fromkeys(("✗", "✘", "❌", "✖", "✖️"), "no"),
    **dict.fromkeys(("-", "–", "—", "n/a", "N/A"), ""),
}
_SENTENCE = re.compile(r"\b(?:is|are|was|were|has|have|had|can|will|does|do|did)\b|[.?!] ", re.IGNORECASE)
_MOST_WORDS = 6  # of a cell that may end a sentence “the … is …”


def check(context: Context, _options: None) -> Iterator[Finding]:
    for block in context.blocks_of(BlockKind.TABLE):
        yield Finding(
            block.span,
            "A table cannot be heard",
            "say what it shows in a sentence or two, and move the table into a ::: notes block",
            _fix(context, block),
        )


def _fix(context: Context, block: Block) -> Fix | None:
    """Sentences for each row: “For L1, the latency is 1 ns, and the size is 32 KB.”"""
    lines = [line.strip() for line in re.split(r"\r\n?|\n", context.source(block.span))]
    if block.depth or any(line.startswith(">") for line in lines):
        return None
    header, rows = _cells(lines[0]), [row for row in map(_cells, lines[2:]) if any(row)]
    if not all(map(_can_be_said, itertools.chain(header, *rows))):
        return None
    words = context.lower_case_words
    if len(header) < 2:
        sentences = [ended(row[0]) for row in rows]
    elif all(_fits(header, row) for row in rows):
        sentences = [_sentence(header, row, words) for row in rows]
    else:
        sentences = [_labelled(header, row) for row in rows]
    if not sentences:
        return None
    edit = as_paragraph(context.script.source, block.span, "\n".join(sentences))
    return Fix("Make a sentence of each row", (edit,), safe=False)


def _cells(line: str) -> list[str]:
    inner = line.removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    cells, at = [], 0
    while at <= len(inner):
        cell = _CELL.match(inner, at)
        end = cell.end() if cell else at
        text = _BREAK.sub(", ", inner[at:end].strip().replace("\\|", "|").rstrip("."))
        cells.append(_SIGNS.get(text, text))
        at = end + 1
    return cells


def _can_be_said(cell: str) -> bool:
    """Whether dollars in a cell are prices, or around a formula; “$$” for “dear” is neither."""
    return "$" not in _PRICE_OR_FORMULA.sub("", cell)


def _fits(header: list[str], row: list[str]) -> bool:
    """Whether “the … is …” reads well: columns with a noun for a name, and short cells."""
    nouns = not any(_NO_NOUN.match(_plain(name)) for name in header[1:])
    short = all(len(cell.split()) <= _MOST_WORDS and cell not in ("yes", "no") for cell in row[1:])
    plain = not any(map(_SENTENCE.search, row[1:])) and not row[0].endswith("?")
    return nouns and short and plain and all(header[1:]) and len(row) <= len(header)


def _subject(header: list[str], row: list[str]) -> str:
    """What a row is about; a bare number or letter with its column's name."""
    name = _column(header[0])
    return f"{name} {row[0]}" if _TOO_BARE.fullmatch(row[0]) and len(name) > 2 else row[0]


def _sentence(header: list[str], row: list[str], words: Collection[str]) -> str:
    said = [
        f"{_with_article(name)} {_verb(name)} {lowered(cell, words)}"
        for name, cell in zip(header[1:], row[1:], strict=False)
        if cell
    ]
    if not said:
        return ended(f"There is {_subject(header, row)}")
    joined = said[0] if len(said) == 1 else f"{', '.join(said[:-1])}, and {said[-1]}"
    return ended(f"For {_subject(header, row)}, {joined}" if row[0] else f"{joined[:1].upper()}{joined[1:]}")


def _labelled(header: list[str], row: list[str]) -> str:
    """“L1. Latency: 1 ns. Used by: every core.”"""
    subject = _subject(header, row)
    said = [subject[:1].upper() + subject[1:]] if subject else []
    for name, cell in itertools.zip_longest(header[1:], row[1:], fillvalue=""):
        if cell:
            said.append(_answer(_plain(name), cell))
    return " ".join(map(ended, said))


def _answer(name: str, cell: str) -> str:
    if name.endswith("?"):
        return f"{name} {cell[:1].upper()}{cell[1:]}"
    return f"{name}: {cell}" if name else cell


def _plain(name: str) -> str:
    return name.strip("*_` ")


def _verb(name: str) -> str:
    last = _plain(name).rpartition(" ")[2]
    return "are" if _PLURAL.match(last) and not last.isupper() else "is"


def _with_article(name: str) -> str:
    column = _column(name)
    return column if _ARTICLE.match(column) else f"the {column}"


def _column(name: str) -> str:
    return " ".join(word.lower() if word[1:].islower() else word for word in _plain(name).split())
