"""An audit as one self-contained page, with the strip of pillars drawn to scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from studio.audit.measure import Audit, Tally
from studio.kit.durations import duration
from studio.kit.templates import render
from studio.model.show import Show

_STRIP_WIDTH = 1000


def as_html(audits: Sequence[Audit], show: Show) -> str:
    """One page without any outside request: the strips drawn to scale, tables below them.

    Args:
        audits: in the order in which they are to stand.
        show: for its title, its pillars and their colours.
    """
    return render("studio.audit", "audit.html.j2", show=show, episodes=[_episode(audit, show) for audit in audits])


def _episode(audit: Audit, show: Show) -> dict[str, Any]:
    colours = {pillar.id: pillar.colour for pillar in show.pillars}
    scale = _STRIP_WIDTH / audit.length_s if audit.length_s else 0.0
    return {
        "id": audit.script.episode.id,
        "title": audit.script.episode.title,
        "length": duration(audit.length_s),
        "words": audit.words,
        "bars": [
            {
                "x": f"{stretch.start_s * scale:.2f}",
                "width": f"{stretch.length_s * scale:.2f}",
                "colour": colours[stretch.pillar],
                "title": f"{stretch.title}, {duration(stretch.start_s)}",
            }
            for stretch in audit.strip
            if stretch.pillar in colours
        ],
        "pillars": [
            {
                "name": pillar.pillar.name,
                "share": f"{pillar.share:.0%}",
                "sections": pillar.sections,
                "missing": pillar.missing,
                "target": _target(pillar),
                "gap": duration(pillar.longest_gap.length_s),
            }
            for pillar in audit.pillars
        ],
        "kinds": [
            {
                "name": kind.kind.name,
                "found": len(kind.found),
                "missing": kind.missing,
                "target": _target(kind),
                "gap": duration(kind.longest_gap.length_s),
                "places": ", ".join(f"line {place.line}, {place.title}" for place in kind.places),
            }
            for kind in audit.kinds
        ],
    }


def _target(tally: Tally) -> str:
    return "" if tally.target is None else str(tally.target)
