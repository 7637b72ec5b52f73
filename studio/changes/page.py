"""Changes as one self-contained page, for a pull request or an editor."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from studio.changes import report
from studio.changes.model import Change, Changes, Kind
from studio.kit.durations import duration
from studio.kit.templates import render
from studio.model.show import Show

#: Seconds in the sound at which a change begins, at which its later side begins, and at which it ends.
Spot = tuple[float, float, float]


def as_html(found: Changes, show: Show, mp3: bytes | None = None, spots: Mapping[int, Spot] | None = None) -> str:
    """One page without any outside request: what was on the left, what is on the right.

    Args:
        found: what changed.
        show: for its title, its language and the names of its pillars.
        mp3: the changes to be heard, which becomes a part of the page.
        spots: where each change is heard, by its place among :attr:`Changes.changes`.
    """
    names = {pillar.id: pillar.name for pillar in show.pillars}
    indices = {id(change): index for index, change in enumerate(found.changes)}
    rows = [_row(change, (spots or {}).get(indices[id(change)])) for change in report.shown(found)]
    return render(
        "studio.changes",
        "changes.html.j2",
        show=show,
        found=found,
        title=found.after.title or show.title or found.after.script,
        summary=report.summary(found),
        renamed=found.before.script if report.renamed(found) else "",
        rows=rows,
        fan_outs=[(one.cause, report.fan_out(one.segments)) for one in found.fan_outs],
        lengths=[duration(one.length_s) for one in (found.before, found.after)],
        shares=[(names.get(name, name), was, now) for name, was, now in report.shares(found)],
        is_estimated=not all(change.is_measured for change in found.heard),
        sound=base64.b64encode(mp3).decode() if mp3 else "",
    )


def _row(change: Change, spot: Spot | None) -> dict[str, Any]:
    kind = next((one for one in (Kind.ADDED, Kind.REMOVED, Kind.MOVED) if one in change.kinds), Kind.TEXT)
    return {
        "kind": str(kind),
        "heading": report.heading(change),
        "causes": change.causes,
        "texts": list(report.texts(change)),
        "start": report.start_of(change.after) if change.after and not any(report.texts(change)) else "",
        "plays": list(_plays(change, spot)),
    }


def _plays(change: Change, spot: Spot | None) -> Iterator[tuple[str, float, float]]:
    if spot is not None:
        start_s, after_s, end_s = spot
        if change.before and after_s > start_s:
            yield "before", start_s, after_s
        if change.after and end_s > after_s:
            yield "after", after_s, end_s
