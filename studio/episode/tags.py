"""The ID3v2.3 tag: what players show, and the chapters they jump by.

Version 2.3, since several players drop all chapters of a 2.4 tag once a chapter has a picture. mutagen makes the
frames; it sorts them by size, so they are put back in the order of time here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from studio.episode.artwork import Artwork
from studio.episode.people import people_of
from studio.episode.times import milliseconds
from studio.kit.errors import StudioError
from studio.model.publishing import AI_CONTENT, EpisodeType
from studio.model.script import Episode
from studio.model.show import Show
from studio.model.timeline import Chapter, Timeline

TAG_BYTES = 300_000
"""Largest tag that all players read before they start to play."""

MOST_CHAPTERS = 255
"""A table of contents counts its children in one byte."""

_NO_OFFSET = 0xFFFFFFFF
_UTF16 = 1
_LATIN1 = 0

# ISO 639-1 to 639-2/T, for the languages that the voices speak.
_LANGUAGES = {"de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "nl": "nld", "pt": "por", "sv": "swe"}


def id3_tag(
    episode: Episode,
    show: Show,
    chapters: Sequence[Chapter],
    timeline: Timeline,
    artwork: Artwork,
    *,
    told: str = "",
) -> bytes:
    """The whole ID3v2.3 tag, to be put in front of the MP3 frames.

    Chapters carry their pillar's name in TIT3 and its picture; pictures of chapters are left out where the tag would
    otherwise pass 300 kB.

    Args:
        episode, show, chapters, timeline: what is tagged.
        artwork: pictures of cover and pillars.
        told: what is said of synthetic voices, in a TXXX frame.

    Raises:
        StudioError: ``too-many-chapters`` over 255.
    """
    if len(chapters) > MOST_CHAPTERS:
        raise StudioError(
            "too-many-chapters",
            f"{len(chapters)} chapters, but an MP3 can hold {MOST_CHAPTERS}",
            hint="Give minor sections `chapter=no`.",
        )
    tag = _tag(episode, show, chapters, timeline, artwork, told=told)
    if len(tag) > TAG_BYTES:
        tag = _tag(episode, show, chapters, timeline, Artwork(artwork.cover), told=told)
    return tag


def _tag(
    episode: Episode, show: Show, chapters: Sequence[Chapter], timeline: Timeline, artwork: Artwork, *, told: str
) -> bytes:
    from mutagen import id3

    language = _LANGUAGES.get(show.language.split("-")[0].lower(), "und")
    tag = id3.ID3()
    texts = {
        id3.TIT2: episode.title or episode.id,
        id3.TPE1: show.author or show.title,
        id3.TPE2: show.author or show.title,
        id3.TALB: show.title,
        id3.TCOP: show.copyright,
        id3.TPUB: show.feed.publisher.name,
        id3.TCON: "Podcast",
        id3.TLAN: language,
        id3.TLEN: str(milliseconds(timeline.length_samples, timeline.rate_hz)),
        id3.TRCK: "" if episode.number is None else str(episode.number),
        id3.TPOS: "" if episode.season is None else str(episode.season),
        id3.TYER: "" if episode.published is None else f"{episode.published.year:04d}",
        id3.TDAT: "" if episode.published is None else f"{episode.published:%d%m}",
    }
    for frame, text in texts.items():
        if text:
            tag.add(frame(encoding=_encoding(text), text=_clean(text)))
    if episode.summary:
        tag.add(id3.COMM(encoding=_UTF16, lang=language, desc="", text=_clean(episode.summary)))
    for name, value in _own_texts(episode, show, told).items():
        tag.add(id3.TXXX(encoding=_encoding(value), desc=name, text=_clean(value)))
    if people := [[_clean(person.role), _clean(person.name)] for person in people_of(episode, show)]:
        tag.add(id3.IPLS(encoding=_encoding("".join(map("".join, people))), people=people))
    if licence := episode.license.url or show.feed.license.url:
        tag.add(id3.WCOP(url=licence))
    if show.site:
        tag.add(id3.WOAF(url=show.site))
    tag.add(_picture(artwork.cover, id3.PictureType.COVER_FRONT))
    names = [f"chp{number}" for number in range(len(chapters))]
    for name, chapter in zip(names, chapters, strict=True):
        tag.add(_chapter(name, chapter, show, timeline.rate_hz, artwork.pillars))
    tag.add(
        id3.CTOC(
            element_id="toc",
            flags=id3.CTOCFlags.TOP_LEVEL | id3.CTOCFlags.ORDERED,
            child_element_ids=names,
            sub_frames=[id3.TIT2(encoding=_LATIN1, text="Chapters")],
        )
    )
    buffer = io.BytesIO()
    tag.save(buffer, v1=0, v2_version=3, padding=lambda _: 0)
    return _in_time_order(buffer.getvalue())


def _own_texts(episode: Episode, show: Show, told: str) -> dict[str, str]:
    """What ID3 has no frame of its own for, under the names that other programs use."""
    explicit = show.explicit if episode.explicit is None else episode.explicit
    season = show.feed.seasons.get(str(episode.season), "")
    licence = episode.license.name or show.feed.license.name
    kind = "" if episode.episode_type is EpisodeType.FULL else str(episode.episode_type)
    texts = {
        AI_CONTENT: told,
        "ITUNESADVISORY": "1" if explicit else "",
        "SEASON NAME": season,
        "EPISODE TYPE": kind,
        "LICENSE": licence,
    }
    return {name: text for name, text in texts.items() if text}


def _chapter(name: str, chapter: Chapter, show: Show, rate_hz: int, pictures: Mapping[str, bytes]) -> Any:
    from mutagen import id3

    parts = [id3.TIT2(encoding=_encoding(chapter.title), text=_clean(chapter.title))]
    if chapter.pillar is not None:
        pillar = show.pillar(chapter.pillar).name
        parts.append(id3.TIT3(encoding=_encoding(pillar), text=_clean(pillar)))
        if chapter.pillar in pictures:
            parts.append(_picture(pictures[chapter.pillar], id3.PictureType.OTHER))
    if chapter.link:
        parts.append(id3.WXXX(encoding=_LATIN1, desc="chapter url", url=chapter.link))
    return id3.CHAP(
        element_id=name,
        start_time=milliseconds(chapter.start_samples, rate_hz),
        end_time=milliseconds(chapter.end_samples, rate_hz),
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=parts,
    )


def _picture(data: bytes, kind: int) -> Any:
    from mutagen import id3

    return id3.APIC(encoding=_LATIN1, mime="image/jpeg", type=kind, desc="", data=data)


def _in_time_order(tag: bytes) -> bytes:
    """The same frames: text, table of contents, chapters by start, pictures last."""
    frames: list[bytes] = []
    at = 10
    while at + 10 <= len(tag) and tag[at] != 0:
        size = 10 + int.from_bytes(tag[at + 4 : at + 8], "big")
        frames.append(tag[at : at + size])
        at += size
    ranks = {b"CTOC": 1, b"CHAP": 2, b"APIC": 3}

    def place(frame: bytes) -> tuple[int, int, bytes]:
        rank = ranks.get(frame[:4], 0)
        start = frame.index(b"\0", 10) + 1
        return rank, int.from_bytes(frame[start : start + 4], "big") if rank == 2 else 0, frame[:4]

    frames.sort(key=place)
    return tag[:10] + b"".join(frames) + tag[at:]


def _encoding(text: str) -> int:
    return _LATIN1 if text.isascii() else _UTF16


def _clean(text: str) -> str:
    """Without control characters and half surrogates, which end or break a frame's text."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", "", text)
