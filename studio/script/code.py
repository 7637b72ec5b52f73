"""What a code block really is: code, a diagram drawn in characters, or, where its author says so, a formula."""

from __future__ import annotations

import re

from studio.model.script import BlockKind

_DIAGRAM_INFO = frozenset(
    ("mermaid", "dot", "graphviz", "plantuml", "puml", "d2", "ditaa", "ascii", "diagram", "svgbob")
)
_FORMULA_INFO = frozenset(("math", "latex", "tex", "katex", "asciimath"))
_BOX = re.compile(
    r"[│┃┆-╋║-╳█▀▄▌▐▲►▶▼◄◀]|\+-{2,}|-{2,}\+|-{2,}>|<-{2,}|={2,}>|^\s*[|│]\s*$|^\s*[v^▼▲↓↑]\s*$", re.MULTILINE
)


def kind_of_code(info: str, content: str) -> BlockKind:
    """The kind of a fenced or indented block from its info string, or from its looks where that says nothing."""
    language = info.split(maxsplit=1)[0].lower().strip("{}.") if info.split() else ""
    if language in _DIAGRAM_INFO:
        return BlockKind.DIAGRAM
    if language in _FORMULA_INFO:
        return BlockKind.FORMULA
    if language not in ("", "text", "txt", "plain"):
        return BlockKind.CODE
    sample = content[:4_000]
    drawn = sum(1 for line in sample.split("\n") if _BOX.search(line))
    if drawn >= 2 and drawn * 4 >= sample.count("\n"):
        return BlockKind.DIAGRAM
    return BlockKind.CODE
