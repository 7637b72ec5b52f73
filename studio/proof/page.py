"""A proof as one self-contained page, to print or to send to an editor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from studio.kit.templates import render
from studio.model.show import Show
from studio.proof.gather import Line, Proof, Remark

#: Hues of the speakers, in degrees, far apart and legible on white and on black.
_HUES = (212, 28, 140, 280, 350, 60, 180, 320)


def as_html(proof: Proof, show: Show) -> str:
    """One page without any outside request: the written form beside the spoken one.

    Args:
        proof: the episode.
        show: for its title, its language and the names of its pillars.
    """
    hues = {one.name: _HUES[index % len(_HUES)] for index, one in enumerate(proof.speakers)}
    names = {pillar.id: pillar.name for pillar in show.pillars}
    parts = [
        {"part": part, "pillar": names.get(part.pillar or "", ""), "rows": list(_rows(part.items, hues))}
        for part in proof.parts
    ]
    doubts = [(line.line, line.number, doubt) for line in proof.lines for doubt in line.doubts]
    return render("studio.proof", "proof.html.j2", show=show, proof=proof, parts=parts, hues=hues, doubts=doubts)


def _rows(items: tuple[Line | Remark, ...], hues: dict[str | None, int]) -> Iterator[dict[str, Any]]:
    speaker: str | None = ""
    for item in items:
        if isinstance(item, Remark):
            yield {"remark": item, "line": None}
            continue
        yield {
            "remark": None,
            "line": item,
            "hue": hues[item.speaker],
            "begins": item.speaker != speaker,
            "written": list(_written(item)),
            "spoken": item.spoken if item.spoken != item.written else "",
        }
        speaker = item.speaker


def _written(line: Line) -> Iterator[tuple[str, str]]:
    """The written form in pieces, each with how it is spoken where that is otherwise."""
    at = 0
    for one in line.differences:
        if one.start > at:
            yield line.written[at : one.start], ""
        if one.end > max(at, one.start):
            yield line.written[max(at, one.start) : one.end], one.spoken.strip() or "(nothing)"
        at = max(at, one.end)
    if at < len(line.written):
        yield line.written[at:], ""
