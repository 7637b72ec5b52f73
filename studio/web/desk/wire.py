"""Values of a show that is open, as pages are told them: plain JSON, places in lines from 0 and UTF-16 columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from studio.live.rows import RowKind, Sound, Standing, State
from studio.live.saving import revision_of
from studio.live.views import Turned, View
from studio.lsp.positions import Positions
from studio.model.show import Show
from studio.settings.episodes import EpisodeFiles, relative_path


def show_json(show: Show, episodes: Sequence[tuple[EpisodeFiles, str]]) -> dict[str, Any]:
    """A show and its episodes, each with its title."""
    return {
        "title": show.title,
        "root_name": show.root.resolve().name,
        "episodes": [
            {"id": one.id, "number": one.number, "title": title, "script": relative_path(show, one.script)}
            for one, title in episodes
        ],
        "speakers": dict(show.speakers),
        "voices": sorted(show.voices),
        "narrator": show.narrator,
    }


def segments_json(view: View, standings: Sequence[Standing]) -> dict[str, Any]:
    """Every piece of a text."""
    positions = Positions(view.document.text)
    segments = []
    for index, one in enumerate(standings):
        place, row = positions.range(one.row.span), one.row
        segments.append(
            {
                "index": index,
                "id": row.key,
                "line": place.start.line,
                "column": place.start.character,
                "end_line": place.end.line,
                "end_column": place.end.character,
                "kind": row.kind.value,
                "text": row.text,
                "speaker": row.plan.segment.speaker if row.plan else None,
                "voice": row.plan.segment.voice if row.plan else None,
                "section": row.section,
                "pillar": row.pillar,
                "state": one.sound.state.value,
                "message": one.sound.message,
                "start_s": round(one.start_s, 3),
                "duration_s": round(one.duration_s, 3),
                "pause_s": round(one.end_s - one.start_s - one.duration_s, 3),
                "estimated": one.estimated,
                "locked": row.locked,
            }
        )
    return {"revision_of_text": view.revision, "segments": segments, "fault": view.fault}


def turned_json(turned: Turned, sound: Sound) -> dict[str, Any]:
    """One piece that is another, or stands otherwise."""
    found: dict[str, Any] = {
        "index": turned.index,
        "id": turned.key,
        "state": sound.state.value,
        "message": sound.message,
        "revision_of_text": revision_of(turned.text),
    }
    if sound.state is State.FRESH:
        found["duration_s"] = round(sound.length_s, 3)
    return found


def shares_json(view: View, standings: Sequence[Standing]) -> dict[str, Any]:
    """How the sections and the pillars share the time."""
    total_s = standings[-1].end_s if standings else 0.0
    sections: list[dict[str, Any]] = []
    pillars = {pillar.id: 0.0 for pillar in view.show.pillars}
    for one in standings:
        length_s, pillar = one.end_s - one.start_s, one.row.pillar
        if pillar in pillars and pillar is not None:
            pillars[pillar] += length_s
        is_new = one.row.kind is RowKind.HEADING or not sections
        if is_new:
            sections.append({"title": one.row.section, "pillar": pillar, "start_s": one.start_s, "duration_s": 0.0})
        sections[-1]["duration_s"] += length_s
    return {
        "revision_of_text": view.revision,
        "total_s": round(total_s, 3),
        "target_s": view.target_s,
        "sections": [
            {**one, "start_s": round(one["start_s"], 3), "duration_s": round(one["duration_s"], 3)}
            for one in sections
            if one["duration_s"]
        ],
        "pillars": [
            {
                "name": one.id,
                "label": one.short or one.name,
                "colour": one.colour,
                "share": round(pillars[one.id] / total_s, 4) if total_s else 0.0,
                "target": None if one.share is None else one.share / 100,
            }
            for one in view.show.pillars
        ],
    }


def loudness_json(show: Show, episode: EpisodeFiles) -> dict[str, Any]:
    """How loud the last render of an episode is, against what is aimed at; None where there is none."""
    try:
        found = json.loads((episode.build / "manifest.json").read_bytes())["loudness"]["integrated_lufs"]
    except (OSError, ValueError, KeyError, TypeError):
        found = None
    measured = round(float(found), 2) if isinstance(found, int | float) else None
    return {"lufs_integrated": measured, "target_lufs": show.loudness.target_lufs}
