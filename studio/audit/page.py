"""An audit as one self-contained page, with the strip of pillars drawn to scale."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from studio.audit.measure import Audit, KindAudit, Stretch, Tally
from studio.audit.report import clock
from studio.model.show import Show

_STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}main{max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}
h2{font-size:1.15rem;margin:2.5rem 0 .5rem}table{border-collapse:collapse;width:100%;margin:1.2rem 0}
th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8884}td.n,th.n{text-align:right}
.strip{display:block;width:100%;height:3rem;border-radius:.4rem;background:#8883}.bad{color:#c62828;font-weight:600}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.5rem}
.legend i{display:inline-block;width:.9em;height:.9em;border-radius:.2em;margin-right:.5em;vertical-align:-.08em}
@media(prefers-color-scheme:dark){.bad{color:#ff8a80}}
"""


def as_html(audits: Sequence[Audit], show: Show) -> str:
    """One page without any outside request: the strips drawn to scale, tables below them."""
    body = "".join(_article(audit, show) for audit in audits)
    legend = "".join(
        f'<li><i style="background:{pillar.colour}"></i>{escape(pillar.name)}</li>' for pillar in show.pillars
    )
    return (
        f'<!doctype html>\n<html lang="{escape(show.language)}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>Audit: {escape(show.title)}</title>'
        f"<style>{_STYLE}</style>\n<main><h1>{escape(show.title)}</h1><ul class=legend>{legend}</ul>{body}"
        "</main></html>\n"
    )


def _article(audit: Audit, show: Show) -> str:
    colours = {pillar.id: pillar.colour for pillar in show.pillars}
    drawn = "".join(
        _bar(stretch, audit.length_s, colours[stretch.pillar]) for stretch in audit.strip if stretch.pillar in colours
    )
    pillars = "".join(
        f"<tr><td>{escape(pillar.pillar.name)}<td class=n>{pillar.share:.0%}<td class=n>{pillar.sections}"
        f"<td{_state(pillar)}>{_target(pillar)}<td class=n>{clock(pillar.longest_gap.length_s)}"
        for pillar in audit.pillars
    )
    kinds = "".join(_kind_row(kind) for kind in audit.kinds)
    return (
        f"<h2>{escape(audit.script.episode.id)}: {escape(audit.script.episode.title)}</h2>"
        f"<p>About {clock(audit.length_s)}, {audit.words} words.</p>"
        f'<svg class=strip viewBox="0 0 1000 40" preserveAspectRatio="none" role="img" '
        f'aria-label="Pillars over the time of the episode">{drawn}</svg>'
        "<table><tr><th>pillar<th class=n>share of time<th class=n>sections<th class=n>target"
        "<th class=n>longest without</tr>"
        f"{pillars}</table><table><tr><th>kind<th class=n>found<th class=n>target<th class=n>longest without"
        f"<th>room for more</tr>{kinds}</table>"
    )


def _kind_row(kind: KindAudit) -> str:
    places = ", ".join(f"line {place.line}, {escape(place.title)}" for place in kind.places)
    return (
        f"<tr><td>{escape(kind.kind.name)}<td{_state(kind)}>{len(kind.found)}<td class=n>"
        f"{_target(kind)}<td class=n>{clock(kind.longest_gap.length_s)}<td>{places}"
    )


def _state(tally: Tally) -> str:
    return ' class="n bad"' if tally.missing else " class=n"


def _target(tally: Tally) -> str:
    return "" if tally.target is None else str(tally.target)


def _bar(stretch: Stretch, length_s: float, colour: str) -> str:
    x, width = stretch.start_s / length_s * 1000, stretch.length_s / length_s * 1000
    return (
        f'<rect x="{x:.2f}" width="{width:.2f}" height="40" fill="{colour}">'
        f"<title>{escape(stretch.title)}, {clock(stretch.start_s)}</title></rect>"
    )
