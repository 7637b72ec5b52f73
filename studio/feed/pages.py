"""The listening page of an episode, and the small player: plain HTML that works from a disk and from a server."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from studio.episode.release import Release, ReleaseChapter
from studio.episode.subtitles import Subtitle
from studio.episode.times import short_clock
from studio.episode.wording import long_date
from studio.feed import jsonld, rss
from studio.feed.addresses import address, indexing
from studio.feed.assets import static_files
from studio.feed.embedding import HEIGHT_PX, embed_address, embed_code, oembed
from studio.feed.errata import CORRECTIONS, errata
from studio.feed.notes import linked, told
from studio.feed.records import EpisodeRecord
from studio.feed.richtext import rich_text
from studio.feed.words import words
from studio.kit.templates import render
from studio.model.publishing import EpisodeType, Person
from studio.model.show import Show

PLAIN_COLOUR = "#8b8f97"
"""Colour of a chapter that belongs to no pillar."""

PARAGRAPH_GAP_MS = 600
PARAGRAPH_CUES = 8

PART_CUES = 24
"""How many captions a part of the transcript has at least, which browsers lay out when it comes into sight."""

SPEEDS = ("0.5", "0.75", "1", "1.25", "1.5", "1.75", "2", "2.5", "3")


@dataclass(frozen=True, slots=True)
class PageArt:
    """Pictures by their path in the feed folder: the full cover, one for the page, for the tab, for a home screen."""

    cover: str
    small: str
    icon: str
    touch: str


def episode_pages(
    release: Release,
    placement: rss.Placement,
    show: Show,
    art: PageArt,
    *,
    peaks: Sequence[int],
    downloads: Sequence[tuple[str, str]],
) -> dict[str, bytes]:
    """The pages of an episode by their names, to lie beside the MP3: the listening page, the small player, oEmbed.

    Args:
        release: the build that is published.
        placement: its identity and its files in the feed folder.
        show: the show that it is an episode of.
        art: pictures in the feed folder.
        peaks: the waveform, levels from 0 to 100, evenly spread over the episode.
        downloads: label and file name, beside the page.
    """
    stem = f"episodes/{quote(release.slug)}/"
    episode = _episode(release, placement, show, downloads)
    shared = {
        "episode": episode,
        "data": _player_data(release, placement, show, art, peaks=peaks, chapters=episode["chapters"]),
        "speeds": SPEEDS,
        "audio_address": address(show, placement.audio.path),
        "embed": {"address": embed_address(release, show), "code": embed_code(release, show), "height": HEIGHT_PX},
        "oembed": address(show, f"{stem}oembed.json"),
    }
    about = json_in_html(jsonld.episode(release, placement, show))
    return {
        "index.html": page("episode.html.j2", show, art, f"{stem}index.html", root="../../", about=about, **shared),
        "embed.html": page("embed.html.j2", show, art, f"{stem}index.html", root="../../", **shared),
        "oembed.json": oembed(release, show, art.small),
    }


def page(template: str, show: Show, art: PageArt, path: str, *, root: str = "", **values: Any) -> bytes:
    """A page from its template.

    Args:
        template: its file name.
        show: the show.
        art: pictures in the feed folder.
        path: of the page that search engines are to list for this one, in the feed folder.
        root: from the page to the feed folder, in relative notation.
        values: what the template names besides.
    """
    return render("studio.feed", template, **page_values(show, art, path, root=root, **values)).encode()


def page_values(show: Show, art: PageArt, path: str, *, root: str = "", **values: Any) -> dict[str, Any]:
    """What every page's template names, and the values of its own; arguments as for :func:`page`."""
    return {
        "show": show,
        "t": words(show.feed_language),
        "art": art,
        "root": root,
        "static": {name: path for name, (path, _) in static_files().items()},
        "canonical": address(show, path),
        "picture": address(show, art.cover),
        "robots": indexing(show),
        **values,
    }


def json_in_html(data: object) -> Any:
    """JSON that no text in it can end the script element."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def facts(of: Release | EpisodeRecord, date: str, duration_ms: int, show: Show) -> list[str]:
    """What stands above a title: its kind, season, number, date and length, as far as they are known."""
    t = words(show.feed_language)
    minutes = max(1, round(duration_ms / 60_000)) if duration_ms else 0
    hours = t["hours"].format(hours=minutes // 60, minutes=minutes % 60)
    found = [
        t[of.type] if of.type in (EpisodeType.TRAILER, EpisodeType.BONUS) else "",
        season_name(of.season, show) if of.season else "",
        t["episode"].format(number=of.number) if of.number else "",
        date,
        hours if minutes >= 60 else t["minutes"].format(minutes=minutes) if minutes else "",
    ]
    return [fact for fact in found if fact]


def season_name(season: int, show: Show) -> str:
    """``Season 2``, with the name that the show gives it."""
    name = show.feed.seasons.get(str(season), "")
    return words(show.feed_language)["season"].format(number=season) + (f": {name}" if name else "")


def strip(parts: Sequence[tuple[int, str]]) -> list[tuple[str, str, str]]:
    """Lengths and colours as places in a picture 100 wide: left edge, width, colour."""
    whole = sum(length for length, _ in parts) or 1
    placed, left = [], 0
    for length, colour in parts:
        placed.append((f"{100 * left / whole:.2f}", f"{100 * length / whole:.2f}", colour))
        left += length
    return placed


def _episode(
    release: Release, placement: rss.Placement, show: Show, downloads: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    chapters = [_chapter(chapter, show) for chapter in release.chapters]
    pictures = {name: path.rpartition("/")[2] for name, path in placement.files.items()}
    date = long_date(placement.published, show.feed_language)
    return {
        "title": release.title,
        "summary": release.summary,
        "paragraphs": [part for part in release.summary.split("\n\n") if part.strip()],
        "facts": facts(release, date, release.duration_ms, show),
        "explicit": rss.is_explicit(release, show),
        "bites": [
            {
                "title": bite.title or release.title,
                "start_s": _seconds(bite.start_ms),
                "clock": _clock(bite.start_ms),
                "length": words(show.feed_language)["seconds"].format(seconds=round(bite.duration_ms / 1000)),
            }
            for bite in release.soundbites
        ],
        "people": [_person(person, pictures, show) for person in rss.credited(release, show)],
        "license": release.license if release.license.name else show.feed.license,
        "told": told(release),
        "errata": errata(placement.corrections, show.feed_language),
        "corrections": f"{quote(release.slug)}.{CORRECTIONS}",
        "pillars": [
            pillar for pillar in show.pillars if any(chapter.pillar == pillar.id for chapter in release.chapters)
        ],
        "file": placement.audio.path.rsplit("/", 1)[-1],
        "media_type": placement.audio.media_type,
        "duration_s": _seconds(release.duration_ms),
        "length": _clock(release.duration_ms),
        "chapters": chapters,
        "strip": strip([(chapter["end_ms"] - chapter["start_ms"], chapter["colour"]) for chapter in chapters]),
        "parts": _parts(_passages(release.cues, chapters)),
        "notes": [rich_text(note, pictures, remote=False) for note in release.notes],
        "links": linked(release),
        "downloads": downloads,
    }


def _player_data(
    release: Release,
    placement: rss.Placement,
    show: Show,
    art: PageArt,
    *,
    peaks: Sequence[int],
    chapters: Sequence[Mapping[str, Any]],
) -> Any:
    """What the scripts are told: nothing that they could read from the page."""
    t = words(show.feed_language)
    said = (
        "play",
        "pause",
        "position_value",
        "found",
        "not_found",
        "two_letters",
        "copied",
        "copy_by_hand",
        "no_jumps",
    )
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
        "words": {name: t[name] for name in (*said, "share_from")},
    }
    return json_in_html(data)


def _chapter(chapter: ReleaseChapter, show: Show) -> dict[str, Any]:
    pillar = next((pillar for pillar in show.pillars if pillar.id == chapter.pillar), None)
    label = chapter.title
    if pillar is not None:
        # The mark in front of a title names the pillar: the title need not begin with it.
        label = label.removeprefix(f"{pillar.short or pillar.name} · ")
    return {
        "title": chapter.title,
        "label": label,
        "pillar": "" if pillar is None else pillar.name,
        "colour": PLAIN_COLOUR if pillar is None else pillar.colour,
        "start_ms": chapter.start_ms,
        "end_ms": chapter.end_ms,
        "start_s": _seconds(chapter.start_ms),
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
        passages[-1]["cues"].append({"text": " ".join(cue.text.split()), "start_s": _seconds(cue.start_ms)})
        before, speaker = cue, cue.speaker
    return passages


def _parts(passages: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Paragraphs in parts: to watch each of thousands of them takes a slow phone longer than to lay out a few more."""
    parts: list[list[dict[str, Any]]] = []
    left = 0
    for passage in passages:
        if left <= 0:
            parts.append([])
            left = PART_CUES
        parts[-1].append(passage)
        left -= len(passage["cues"])
    return parts


def _person(person: Person, pictures: Mapping[str, str], show: Show) -> dict[str, str]:
    role = words(show.feed_language).get(person.role.casefold(), person.role.capitalize())
    # A page fetches nothing from elsewhere.
    return {"name": person.name, "role": role, "link": person.link, "picture": pictures.get(person.picture, "")}


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def _clock(ms: int) -> str:
    text = short_clock(ms)
    return text[1:] if text.startswith("0") else text
