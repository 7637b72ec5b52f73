"""An audit as a terminal table, JSON or Markdown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from studio.audit.measure import Audit, HeardAt, Stretch, Tally
from studio.kit.durations import duration
from studio.model.show import Show

STRIP_CHARS = 72
_LETTERS = "·ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def as_text(audits: Sequence[Audit], show: Show) -> str:
    """A table per episode with the strip of its pillars drawn in letters."""
    return "\n\n".join(_text(audit, show) for audit in audits) + "\n"


def as_json(audits: Sequence[Audit]) -> str:
    """Everything that was counted, with lines and estimated seconds."""
    return json.dumps([_plain(audit) for audit in audits], indent=1, ensure_ascii=False) + "\n"


def as_markdown(audits: Sequence[Audit], show: Show) -> str:
    """The enhancement summary of a season: what each pillar holds, episode by episode, from the scripts alone."""
    lines = [f"# {show.title}: enhancement summary", ""]
    lines += [f"Episodes {_and([audit.script.episode.id for audit in audits])}, counted from their scripts.", ""]
    lines += ["## Overview", "", "| episode | length | words | " + " | ".join(_headings(show)) + " |"]
    lines += ["|---|---:|---:|" + "---:|" * len(_headings(show))]
    for audit in audits:
        counts = [_count(kind) for kind in audit.kinds]
        shares = [f"{pillar.share:.0%}{f' ({_count(pillar)})' * bool(pillar.target)}" for pillar in audit.pillars]
        title = f"{audit.script.episode.id}: {audit.script.episode.title}"
        lines.append(f"| {title} | {duration(audit.length_s)} | {audit.words} | " + " | ".join(counts + shares) + " |")
    for pillar in show.pillars:
        lines += ["", f"## {pillar.name}"]
        for audit in audits:
            of_pillar = [kind for kind in audit.kinds if kind.kind.pillar == pillar.id]
            found = [one for kind in of_pillar for one in kind.found]
            titles = [stretch.title for stretch in audit.strip if stretch.pillar == pillar.id]
            if found or titles:
                lines += ["", f"### {audit.script.episode.title}", ""]
                lines += [f"- Told in: {_and(titles)}."] if titles else []
                lines += [f"- {_sentence(one)}" for one in sorted(found, key=lambda one: one.at_s)]
    for kind in (kind for kind in show.marks if kind.pillar is None):
        lines += ["", f"## Every {kind.name}"]
        for audit in audits:
            every = next(k.found for k in audit.kinds if k.kind.id == kind.id)
            if every:
                quoted = "; ".join(one.text for one in every)
                lines += ["", f"### {audit.script.episode.title}", "", f"{len(every)}: {quoted}."]
    return "\n".join(lines) + "\n"


def _text(audit: Audit, show: Show) -> str:
    letters = {pillar.id: _LETTERS[index] for index, pillar in enumerate(show.pillars, start=1)}
    episode = audit.script.episode
    lines = [f"{episode.id}  {episode.title}: about {duration(audit.length_s)}, {audit.words} words", ""]
    lines += ["  " + "".join(_strip_letters(audit, letters)), ""]
    for pillar in audit.pillars:
        gap = pillar.longest_gap
        lines.append(
            f"  {letters[pillar.pillar.id]}  {pillar.pillar.name:<30} {pillar.share:4.0%} of the time, "
            f"longest without {duration(gap.length_s)} from line {gap.line}"
            + f", {_count(pillar)} aimed at"
            * bool(pillar.target)
        )
        lines += _missing(pillar)
    lines.append("")
    for kind in audit.kinds:
        sign = "too few" if kind.missing else "ok" if kind.target else ""
        gap = kind.longest_gap
        lines.append(
            f"     {kind.kind.name:<30} {_count(kind):>8}  {sign:<8} longest without {duration(gap.length_s)} "
            f"from line {gap.line}".rstrip()
        )
        lines += _missing(kind)
    return "\n".join(lines)


def _missing(tally: Tally) -> list[str]:
    if not tally.missing:
        return []
    places = "; ".join(f"line {place.line} ({place.title})" for place in tally.places)
    return [f"       {tally.missing} missing; there is room at {places}"]


def _strip_letters(audit: Audit, letters: dict[str, str]) -> list[str]:
    step = audit.length_s / STRIP_CHARS
    times = [(index + 0.5) * step for index in range(STRIP_CHARS)]
    return [letters.get(_pillar_at(audit, at) or "", _LETTERS[0]) for at in times]


def _pillar_at(audit: Audit, at_s: float) -> str | None:
    return next((stretch.pillar for stretch in audit.strip if stretch.start_s <= at_s < stretch.end_s), None)


def _plain(audit: Audit) -> dict[str, Any]:
    return {
        "episode": audit.script.episode.id,
        "title": audit.script.episode.title,
        "length_s": round(audit.length_s, 1),
        "words": audit.words,
        "meets_targets": audit.meets_targets,
        "strip": [_plain_stretch(stretch) | {"pillar": stretch.pillar} for stretch in audit.strip],
        "pillars": [
            {
                "id": pillar.pillar.id,
                "name": pillar.pillar.name,
                "share": round(pillar.share, 4),
                "sections": pillar.sections,
                **_plain_tally(pillar),
                "longest_gap": _plain_stretch(pillar.longest_gap),
            }
            for pillar in audit.pillars
        ],
        "kinds": [
            {
                "id": kind.kind.id,
                "name": kind.kind.name,
                "pillar": kind.kind.pillar,
                **_plain_tally(kind),
                "longest_gap": _plain_stretch(kind.longest_gap),
                "found": [
                    {"line": one.line, "at_s": round(one.at_s, 1), "text": one.text, "option": one.option}
                    for one in kind.found
                ],
            }
            for kind in audit.kinds
        ],
    }


def _plain_tally(tally: Tally) -> dict[str, Any]:
    return {
        "count": len(tally.found),
        "target": tally.target,
        "missing": tally.missing,
        "room": [_plain_stretch(place) for place in tally.places],
    }


def _plain_stretch(stretch: Stretch) -> dict[str, Any]:
    return {
        "start_s": round(stretch.start_s, 1),
        "end_s": round(stretch.end_s, 1),
        "line": stretch.line,
        "title": stretch.title,
    }


def _headings(show: Show) -> list[str]:
    return [kind.name for kind in show.marks] + [pillar.name for pillar in show.pillars]


def _count(tally: Tally) -> str:
    return f"{len(tally.found)}" if tally.target is None else f"{len(tally.found)} of {tally.target}"


def _sentence(one: HeardAt) -> str:
    option = f" (against {one.option})" if one.option else ""
    return f"{one.text}{option}"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
