"""The listening page of an episode and the show's index: plain HTML that works from a disk as well as from a server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from studio.episode.release import Release, ReleaseChapter
from studio.episode.subtitles import Subtitle
from studio.episode.times import short_clock
from studio.episode.wording import long_date, words
from studio.feed import rss
from studio.feed.addresses import base_url
from studio.feed.notes import linked, told
from studio.feed.records import EpisodeRecord
from studio.feed.richtext import rich_text
from studio.kit.templates import render
from studio.model.publishing import EpisodeType, Person, ShowType
from studio.model.show import Show

PLAIN_COLOUR = "#8b8f97"
"""Colour of a chapter that belongs to no pillar."""

PARAGRAPH_GAP_MS = 600
PARAGRAPH_CUES = 8

_STATIC = ("page.css", "page.js", "wavesurfer.min.js")


@dataclass(frozen=True, slots=True)
class PageArt:
    """Pictures by their path in the feed folder: the full cover, one for the page, one for the tab."""

    cover: str
    small: str
    icon: str


@cache
def static_files() -> Mapping[str, tuple[str, bytes]]:
    """Scripts and styles by name: path in the feed folder (with a hash, so that caches may keep them), and bytes."""
    found = {}
    for name in _STATIC:
        data = resources.files("studio.feed").joinpath("static", name).read_bytes()
        if name == "wavesurfer.min.js":
            licence = resources.files("studio.feed").joinpath("static", "wavesurfer.LICENSE").read_bytes()
            data = b"/*! wavesurfer.js\n" + licence.replace(b"*/", b"* /") + b"*/\n" + data
        stem, dot, suffix = name.rpartition(".")
        found[name] = (f"static/{stem}-{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix}", data)
    return found


def episode_page(
    release: Release,
    placement: rss.Placement,
    show: Show,
    art: PageArt,
    *,
    peaks: Sequence[int],
    downloads: Sequence[tuple[str, str]],
) -> bytes:
    """The listening page, to lie beside the MP3.

    Args:
        release: the build that is published.
        placement: its identity and its files in the feed folder.
        show: the show that it is an episode of.
        art: pictures in the feed folder.
        peaks: the waveform, levels from 0 to 100, evenly spread over the episode.
        downloads: label and file name, beside the page.
    """
    chapters = [_chapter(chapter, show) for chapter in release.chapters]
    pictures = {name: path.rpartition("/")[2] for name, path in placement.files.items()}
    date = long_date(placement.published, show.language)
    episode = {
        "title": release.title,
        "summary": release.summary,
        "paragraphs": [part for part in release.summary.split("\n\n") if part.strip()],
        "facts": _facts(show, release, date, release.duration_ms),
        "type": str(release.type),
        "explicit": rss.is_explicit(release, show),
        "people": [_person(person, pictures, show) for person in rss.credited(release, show)],
        "license": release.license if release.license.name else show.feed.license,
        "told": told(release),
        "soundbites": [
            {"start_ms": bite.start_ms, "end_ms": bite.start_ms + bite.duration_ms, "title": bite.title}
            for bite in release.soundbites
        ],
        "pillars": [
            pillar for pillar in show.pillars if any(chapter.pillar == pillar.id for chapter in release.chapters)
        ],
        "audio": placement.audio.path,
        "file": placement.audio.path.rsplit("/", 1)[-1],
        "duration_s": -(-release.duration_ms // 1000),
        "length": _clock(release.duration_ms),
        "chapters": chapters,
        "passages": _passages(release.cues, chapters),
        "notes": [rich_text(note, pictures) for note in release.notes],
        "links": linked(release),
        "downloads": downloads,
    }
    data = {
        "guid": placement.guid,
        "title": release.title,
        "show": show.title,
        "cover": f"../../{art.small}",
        "duration": release.duration_ms / 1000,
        "peaks": list(peaks),
        "chapters": [
            {
                "start": chapter["start_ms"] / 1000,
                "end": chapter["end_ms"] / 1000,
                "label": chapter["label"],
                "colour": chapter["colour"],
            }
            for chapter in chapters
        ],
    }
    return _render("episode.html.j2", show, art, "../../", episode=episode, data=_json_in_html(data))


def index_page(records: Sequence[EpisodeRecord], show: Show, art: PageArt) -> bytes:
    """The show's front page.

    Args:
        records: of the feed's items, in their order.
        show: the show.
        art: pictures in the feed folder.
    """
    cards = [_card(record, show) for record in _in_order(records, show)]
    return _render("index.html.j2", show, art, "", pillars=show.pillars, episodes=cards)


def _render(template: str, show: Show, art: PageArt, root: str, **values: Any) -> bytes:
    static = {name: path for name, (path, _) in static_files().items()}
    base = base_url(show)
    return render(
        "studio.feed",
        template,
        show=show,
        art=art,
        root=root,
        base=base,
        static=static,
        words=words(show.language),
        **values,
    ).encode()


def _json_in_html(data: object) -> Any:
    """JSON that no text in it can end the script element."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _chapter(chapter: ReleaseChapter, show: Show) -> dict[str, Any]:
    pillar = next((pillar for pillar in show.pillars if pillar.id == chapter.pillar), None)
    label = chapter.title
    if pillar is not None:
        # The list names the pillar on its own line: the title need not begin with it there.
        label = label.removeprefix(f"{pillar.short or pillar.name} · ")
    return {
        "title": chapter.title,
        "label": label,
        "pillar": "" if pillar is None else pillar.name,
        "colour": PLAIN_COLOUR if pillar is None else pillar.colour,
        "start_ms": chapter.start_ms,
        "end_ms": chapter.end_ms,
        "length_ms": chapter.end_ms - chapter.start_ms,
        "start_s": f"{chapter.start_ms / 1000:.3f}".rstrip("0").rstrip("."),
        "clock": _clock(chapter.start_ms),
    }


def _passages(cues: Sequence[Subtitle], chapters: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Captions joined to paragraphs: a new one where the speaker changes, after a pause, and at a chapter."""
    passages: list[dict[str, Any]] = []
    waiting = list(chapters)
    before: Subtitle | None = None
    speaker: str | None = None
    for cue in cues:
        chapter = None
        while waiting and waiting[0]["start_ms"] <= cue.start_ms:
            chapter = waiting.pop(0)
        pause = before is None or cue.start_ms - before.end_ms >= PARAGRAPH_GAP_MS
        if chapter or cue.speaker != speaker or pause or len(passages[-1]["cues"]) >= PARAGRAPH_CUES:
            passages.append(
                {
                    "chapter": chapter["label"] if chapter else "",
                    "colour": chapter["colour"] if chapter else "",
                    "speaker": cue.speaker if cue.speaker != speaker else None,
                    "cues": [],
                }
            )
        seconds = f"{cue.start_ms / 1000:.3f}".rstrip("0").rstrip(".")
        line = {
            "text": " ".join(cue.text.split()),
            "start_ms": cue.start_ms,
            "end_ms": cue.end_ms,
            "start_s": seconds,
        }
        passages[-1]["cues"].append(line)
        before, speaker = cue, cue.speaker
    return passages


def _in_order(records: Sequence[EpisodeRecord], show: Show) -> list[EpisodeRecord]:
    """The newest first; of a serial the first season and episode, what has no number (a trailer, say) in front."""
    if show.feed.type is not ShowType.SERIAL:
        return list(records)
    return sorted(records, key=lambda record: (record.season or 0, record.number or 0, record.age))


def _person(person: Person, pictures: Mapping[str, str], show: Show) -> dict[str, str]:
    role = words(show.language).get(person.role.casefold(), person.role.capitalize())
    picture = pictures.get(person.picture, person.picture)
    return {"name": person.name, "role": role, "link": person.link, "picture": picture}


def _card(record: EpisodeRecord, show: Show) -> dict[str, Any]:
    colours = {pillar.id: pillar.colour for pillar in show.pillars}
    date = "" if record.published is None else long_date(record.published, show.language)
    return {
        "title": record.title,
        "number": record.number,
        "summary": record.summary,
        "href": f"episodes/{quote(record.id)}/index.html" if record.id else record.link,
        "facts": _facts(show, record, date, record.duration_s * 1000),
        "type": record.type or str(EpisodeType.FULL),
        "season": record.season,
        "season_name": show.feed.seasons.get(str(record.season), ""),
        "strip": [(length_s, colours.get(pillar or "", PLAIN_COLOUR)) for length_s, pillar in record.strip],
    }


def _facts(show: Show, of: Release | EpisodeRecord, date: str, duration_ms: int) -> list[str]:
    said = words(show.language)
    minutes = max(1, round(duration_ms / 60_000)) if duration_ms else 0
    length = said["hours"].format(minutes // 60, minutes % 60) if minutes >= 60 else said["minutes"].format(minutes)
    name = show.feed.seasons.get(str(of.season), "")
    season_shown = said["season"].format(of.season) + (f": {name}" if name else "") if of.season else ""
    facts = [
        said[of.type] if of.type in (EpisodeType.TRAILER, EpisodeType.BONUS) else "",
        season_shown,
        said["episode"].format(of.number) if of.number else "",
        date,
        length if minutes else "",
    ]
    return [fact for fact in facts if fact]


def _clock(ms: int) -> str:
    text = short_clock(ms)
    return text[1:] if text.startswith("0") else text
