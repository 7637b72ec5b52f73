"""Findings for people: where, what, the source line with a caret, and what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from studio.model.diagnostics import Diagnostic
from studio.model.source import Source

_WIDTH = 100
Paint: TypeAlias = Callable[[str, str], str]


def format_text(
    diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source], paint: Paint = lambda text, _style: text
) -> str:
    """One paragraph per finding.

    Args:
        diagnostics: the findings.
        sources: the scripts, by the path that the findings' locations show.
        paint: gives a text the look of a style: ``place`` or a severity's name.
    """
    return "\n".join("\n".join(_lines(found, sources.get(found.location.path), paint)) + "\n" for found in diagnostics)


def _lines(found: Diagnostic, source: Source | None, paint: Paint) -> Iterator[str]:
    what = paint(f"{found.severity}[{found.code}]", str(found.severity))
    yield f"{paint(str(found.location), 'place')}: {what} {found.message} ({found.name})"
    if source is not None:
        *lines, marks = _excerpt(found, source)
        yield from lines
        yield marks.replace("^" * marks.count("^"), paint("^" * marks.count("^"), str(found.severity)))
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
