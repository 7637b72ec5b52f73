"""The listening page of an episode and the show's index: plain HTML that works from a disk as well as from a server."""

from __future__ import annotations

import hashlib
import html
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.episode.release import Release, ReleaseChapter
from studio.episode.subtitles import Subtitle
from studio.episode.times import short_clock
from studio.feed import rss
from studio.kit.errors import StudioError
from studio.model.show import Show

if TYPE_CHECKING:
    from lxml import etree

PLAIN_COLOUR = "#8b8f97"
"""Colour of a chapter that belongs to no pillar."""

PEAKS = 1_000
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
    """Scripts and styles: path in the feed folder (with a hash, so that caches may keep them for ever) and bytes."""
    found = {}
    for name in _STATIC:
        data = resources.files("studio.feed").joinpath("static", name).read_bytes()
        if name == "wavesurfer.min.js":
            licence = resources.files("studio.feed").joinpath("static", "wavesurfer.LICENSE").read_bytes()
            data = b"/*! wavesurfer.js\n" + licence.replace(b"*/", b"* /") + b"*/\n" + data
        stem, dot, suffix = name.rpartition(".")
        found[name] = (f"static/{stem}-{hashlib.sha256(data).hexdigest()[:8]}{dot}{suffix}", data)
    return found


def peaks_of(mp3: Path, count: int = PEAKS) -> list[int]:
    """How much there is to hear (0 to 100) in each of ``count`` equal stretches of a sound file.

    Mastered speech peaks alike everywhere, so this is the level of each stretch between the softest and the loudest.

    Raises:
        StudioError: ``undecodable``.
    """
    import imageio_ffmpeg
    import numpy as np

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-i", str(mp3), "-map", "0:a:0"]
    command += ["-ac", "1", "-ar", "8000", "-f", "s16le", "-"]
    done = subprocess.run(command, capture_output=True, check=False)
    samples = np.frombuffer(done.stdout[: len(done.stdout) // 2 * 2], "<i2").astype(np.float64)
    if done.returncode or not len(samples):
        raise StudioError("undecodable", "the MP3 cannot be decoded", where=str(mp3), hint="Render it again.")
    edges = np.linspace(0, len(samples), min(count, len(samples)) + 1).astype(int)
    levels = np.sqrt(np.add.reduceat(samples**2, edges[:-1]) / np.diff(edges))
    # The outermost hundredths are left out, so that one pause or one shout does not flatten the rest.
    low, high = np.percentile(levels, [1, 99])
    shares = (
        np.clip((levels - low) / max(high - low, 1.0), 0.0, 1.0) if high - low > high / 20 else np.ones(len(levels))
    )
    return [int(share) for share in np.round(12 + 88 * shares)]


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
        release, placement, show: what is published.
        art: pictures in the feed folder.
        peaks: the waveform, see :func:`peaks_of`.
        downloads: label and file name, beside the page.
    """
    chapters = [_chapter(chapter, show) for chapter in release.chapters]
    episode = {
        "title": release.title,
        "summary": release.summary,
        "paragraphs": [part for part in release.summary.split("\n\n") if part.strip()],
        "facts": _facts(release.number, release.season, rss.long_date(placement.published), release.duration_ms),
        "pillars": [
            pillar for pillar in show.pillars if any(chapter.pillar == pillar.id for chapter in release.chapters)
        ],
        "audio": placement.audio.path,
        "file": placement.audio.path.rsplit("/", 1)[-1],
        "duration_s": -(-release.duration_ms // 1000),
        "length": _clock(release.duration_ms),
        "chapters": chapters,
        "passages": _passages(release.cues, chapters),
        "notes": release.notes,
        "links": [link for link in release.links if link[1].startswith(("https://", "http://", "mailto:"))],
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


def index_page(root: etree._Element, show: Show, art: PageArt) -> bytes:
    """The show's front page, from nothing but its feed."""
    return _render(
        "index.html.j2", show, art, "", pillars=show.pillars, episodes=[_card(item, show) for item in rss.items(root)]
    )


def _render(template: str, show: Show, art: PageArt, root: str, **values: Any) -> bytes:
    static = {name: path for name, (path, _) in static_files().items()}
    page = _environment().get_template(template)
    text: str = page.render(show=show, art=art, root=root, base=rss.base_url(show), static=static, **values)
    return text.encode()


@cache
def _environment() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("studio.feed"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


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


def _card(item: etree._Element, show: Show) -> dict[str, Any]:
    duration = item.findtext(rss.tag("itunes:duration")) or "0"
    number = item.findtext(rss.tag("itunes:episode"))
    season = item.findtext(rss.tag("itunes:season"))
    moment = rss.published_of(item)
    paragraph = re.match(r"<p>(.*?)</p>", item.findtext("description") or "", re.DOTALL)
    slug = rss.slug_of(item)
    return {
        "title": item.findtext("title") or "",
        "number": number,
        "summary": html.unescape(paragraph.group(1)) if paragraph else "",
        "href": f"episodes/{slug}/index.html" if slug else item.findtext("link") or "",
        "facts": _facts(
            int(number) if number else None,
            int(season) if season else None,
            rss.long_date(moment) if moment else "",
            int(duration) * 1000,
        ),
        "strip": _strip(item, int(duration), show),
    }


def _strip(item: etree._Element, duration_s: int, show: Show) -> list[tuple[int, str]]:
    """Length in seconds and colour of each chapter; the feed tells its pillar by its picture."""
    colours = {pillar.id: pillar.colour for pillar in show.pillars}
    marks: list[tuple[int, str]] = []
    for chapter in item.iter(rss.tag("psc:chapter")):
        hours, minutes, seconds = (chapter.get("start") or "0:0:0").split(":")
        pillar = re.search(r"/pillar-(.+)-[0-9a-f]{8}\.jpg$", chapter.get("image") or "")
        colour = colours.get(pillar.group(1), PLAIN_COLOUR) if pillar else PLAIN_COLOUR
        marks.append((int(hours) * 3600 + int(minutes) * 60 + round(float(seconds)), colour))
    ends = [start for start, _ in marks[1:]] + [duration_s]
    return [(max(1, end - start), colour) for (start, colour), end in zip(marks, ends, strict=True)]


def _facts(number: int | None, season: int | None, date: str, duration_ms: int) -> list[str]:
    minutes = max(1, round(duration_ms / 60_000))
    length = f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
    facts = [f"Season {season}" if season else "", f"Episode {number}" if number else "", date, length]
    return [fact for fact in facts if fact]


def _clock(ms: int) -> str:
    text = short_clock(ms)
    return text[1:] if text.startswith("0") else text
