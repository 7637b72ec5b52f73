"""The build's own record: what was made, from what, and everything that publishing needs.

It holds no wall-clock time and no path outside the episode, so the same inputs give the same bytes anywhere.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from studio import __version__
from studio.episode.disclosure import Disclosed
from studio.episode.people import people_of
from studio.episode.soundbites import Soundbite
from studio.episode.times import milliseconds
from studio.model.ledger import Entry
from studio.model.narration import Narration
from studio.model.publishing import EpisodeType
from studio.model.script import InlineKind, Script
from studio.model.show import Show
from studio.model.timeline import Chapter, Timeline

FORMAT = 1
"""Raised when a reader of older manifests would misunderstand a newer one."""

_SHOWN = 120
"""Characters of something left out that are shown; a listing of code would be most of the file."""


class FileRecord(NamedTuple):
    """Size and SHA-256 of one product."""

    bytes: int
    sha256: str


def file_record(path: Path) -> FileRecord:
    """Measure a file without holding it in memory."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return FileRecord(path.stat().st_size, digest.hexdigest())


def manifest(
    script: Script,
    narration: Narration,
    timeline: Timeline,
    chapters: Sequence[Chapter],
    show: Show,
    *,
    files: Mapping[str, FileRecord],
    loudness: Mapping[str, float],
    waveform: Sequence[int] = (),
    engines: Mapping[str, str] | None = None,
    final: bool = False,
    heard: Mapping[str, Any] | None = None,
    disclosed: Disclosed | None = None,
    soundbites: Sequence[Soundbite] = (),
    pictures: Mapping[str, str] | None = None,
) -> str:
    """The manifest as JSON text.

    Args:
        script, narration, timeline, chapters, show: what the build was made from.
        files: products by file name; the MP3 among them is the one ending in ``.mp3``.
        loudness: what was measured on the master, e.g. ``integrated_lufs`` and ``true_peak_dbtp``.
        waveform: levels from 0 to 100, evenly spread over the episode, for pictures.
        engines: voice → the engine that spoke for it.
        final: whether the voices spoke as in final takes.
        heard: what a recogniser made of the takes; None, and nothing is noted, where nobody listened.
        disclosed: what listeners are told of synthetic voices; None, and nothing is noted, where nobody asked.
        soundbites: passages that apps may play as a taste.
        pictures: as the script names them → the file of the build that holds them.
    """
    rate = timeline.rate_hz
    document = {
        "format": FORMAT,
        "studio": __version__,
        "show": {"title": show.title, "language": show.language},
        "episode": _episode(script, show),
        "audio": {
            "rate_hz": rate,
            "channels": timeline.channels,
            "bitrate_kbps": show.encoding.bitrate_kbps,
            "length_samples": timeline.length_samples,
            "duration_s": milliseconds(timeline.length_samples, rate) / 1000,
            "loudness": {name: round(value, 2) for name, value in loudness.items()},
            "waveform": list(waveform),
        },
        "voices": {"takes": "final" if final else "draft", "engines": dict(sorted((engines or {}).items()))},
        **({} if disclosed is None else {"disclosure": disclosed.as_json()}),
        "settings": {"loudness": asdict(show.loudness), "pauses": asdict(show.pauses)},
        "chapters": [_chapter(chapter, show, rate) for chapter in chapters],
        **({"soundbites": [one.as_json() for one in soundbites]} if soundbites else {}),
        "segments": list(_segments(script, narration, timeline)),
        **({} if heard is None else {"heard": dict(heard)}),
        "skipped": [_left_out(entry, script) for entry in script.left_out],
        "notes": [note for note in script.notes if note.strip()],
        "links": _links(script),
        **_pictures(script, pictures or {}),
        "files": {name: record._asdict() for name, record in sorted(files.items())},
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    # One number a line would make a third of the file.
    return re.sub(r'(?<="waveform": )\[[\s\d,]*\]', lambda found: re.sub(r"\s+", "", found[0]), text) + "\n"


def _episode(script: Script, show: Show) -> dict[str, Any]:
    episode = script.episode
    told = {
        "guid": episode.guid,
        "type": "" if episode.episode_type is EpisodeType.FULL else str(episode.episode_type),
        "explicit": episode.explicit,
        "license": asdict(episode.license) if episode.license.name else None,
        "block": episode.block or None,
        "feed_extra": episode.feed_extra,
        "people": [asdict(person) for person in people_of(episode, show)],
    }
    return {
        "id": episode.id,
        "title": episode.title,
        "number": episode.number,
        "season": episode.season,
        "summary": episode.summary,
        "published": None if episode.published is None else episode.published.isoformat(),
        **{name: value for name, value in told.items() if value not in (None, "", [])},
        "guests": list(episode.guests),
        "script": Path(script.source.path).name,
        "script_sha256": hashlib.sha256(script.source.text.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _pictures(script: Script, pictures: Mapping[str, str]) -> dict[str, Any]:
    """The episode's own cover, and what people's pictures and notes name."""
    artwork = pictures.get(script.episode.artwork, "") if script.episode.artwork else ""
    return {
        **({"artwork": artwork} if artwork else {}),
        **({"pictures": dict(sorted(pictures.items()))} if pictures else {}),
    }


def _chapter(chapter: Chapter, show: Show, rate_hz: int) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "pillar": chapter.pillar,
        "pillar_name": None if chapter.pillar is None else show.pillar(chapter.pillar).name,
        "start_s": milliseconds(chapter.start_samples, rate_hz) / 1000,
        "end_s": milliseconds(chapter.end_samples, rate_hz) / 1000,
        "start_samples": chapter.start_samples,
        "end_samples": chapter.end_samples,
        "link": chapter.link,
    }


def _segments(script: Script, narration: Narration, timeline: Timeline) -> Iterator[dict[str, Any]]:
    for segment, clip in zip(narration.segments, timeline.speech, strict=True):
        yield {
            "number": segment.number,
            "key": clip.key,
            "line": script.source.location(segment.span.start).line,
            "section": segment.section,
            "voice": segment.voice,
            "speaker": segment.speaker,
            "start_samples": clip.start_samples + clip.lead_samples,
            "slot_samples": [clip.start_samples, clip.length_samples],
            "written": segment.written,
        }


def _left_out(entry: Entry, script: Script) -> dict[str, Any]:
    text = " ".join(script.source.slice(entry.span).split())
    return {"line": script.source.location(entry.span.start).line, "what": entry.reason, "text": text[:_SHOWN]}


def _links(script: Script) -> list[dict[str, str]]:
    """Links of the front matter, then those in the text, each address once."""
    found: dict[str, str] = {}
    for title, url in script.episode.links:
        found.setdefault(url, title)
    for section in script.sections:
        for block in section.blocks:
            for inline in block.inlines:
                if inline.kind in (InlineKind.LINK, InlineKind.ADDRESS) and (inline.href or "").startswith(
                    ("https://", "http://")
                ):
                    found.setdefault(str(inline.href), inline.text.strip())
    return [{"title": title or url, "url": url} for url, title in found.items()]
