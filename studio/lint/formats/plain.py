"""Findings for people: where, what, the source line with a caret, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from studio.model.diagnostics import Diagnostic
from studio.model.source import Source

_WIDTH = 100


def format_text(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> str:
    """One paragraph per finding; ``sources`` are the scripts by the path that their locations show."""
    return "\n".join("\n".join(_lines(found, sources.get(found.location.path))) + "\n" for found in diagnostics)


def _lines(found: Diagnostic, source: Source | None) -> Iterator[str]:
    yield f"{found.location}: {found.severity}[{found.code}] {found.message} ({found.name})"
    if source is not None:
        yield from _excerpt(found, source)
    if found.hint:
        yield f"      = {found.hint}"
    if found.fix:
        yield f"      = {'fix' if found.fix.safe else 'unsafe fix'}: {found.fix.description}"


def _excerpt(found: Diagnostic, source: Source) -> Iterator[str]:
    number, start = found.location.line, found.location.column - 1
    line = source.line_text(number)
    length = max(1, min(found.span.end - found.span.start, len(line) - start))
    # A long line is shown around the finding, a short one whole.
    cut = max(0, min(start - _WIDTH // 3, len(line) - _WIDTH))
    shown = "".join(_visible(char) for char in line[cut : cut + _WIDTH])
    head, tail = ("…" if cut else ""), ("…" if cut + _WIDTH < len(line) else "")
    before = _columns("".join(_visible(char) for char in line[cut:start])) + len(head)
    marked = _columns("".join(_visible(char) for char in line[start : min(start + length, cut + _WIDTH)]))
    gutter = f"{number:>5} | "
    yield f"{gutter}{head}{shown}{tail}"
    yield f"      | {' ' * before}{'^' * max(1, marked)}"


def _visible(char: str) -> str:
    """Tabs as one space, and nothing that could move the cursor or turn the line around."""
    if char == "\t":
        return " "
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs") else char


def _columns(text: str) -> int:
    """How wide a terminal shows a text."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
