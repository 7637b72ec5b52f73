"""Where a listener can jump to: one chapter per part, and one per section that belongs to a pillar."""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Mapping, Sequence

from studio.episode.timeline import SOUND_CUES
from studio.episode.times import milliseconds
from studio.model.narration import Narration
from studio.model.script import Episode, Script, Section
from studio.model.show import Show
from studio.model.timeline import Chapter, Timeline

TITLE_CHARS = 45
"""Longest title that directories and car displays show whole."""


def chapters(script: Script, narration: Narration, timeline: Timeline, show: Show) -> tuple[Chapter, ...]:
    """The episode's chapters: the first starts at 0, each ends where the next starts, the last at the end.

    A heading with nothing spoken before the next chapter makes none; its pillar goes to the chapter that takes its
    place, and so does the title of one at the top (``Part two: The ring``). ``Section.is_chapter = False`` leaves a
    section with the chapter before it.
    """
    heard_in = [segment.section for segment in narration.segments]
    openings: dict[int, tuple[str, str | None]] = {}
    sections: dict[int, int] = {}
    for index, section in enumerate(script.sections):
        first = bisect.bisect_left(heard_in, index)
        if first == len(heard_in) or not section.opens_chapter:
            continue
        unheard, unheard_pillar = openings.get(first, ("", None))
        title = _title_of(section, script.episode)
        if unheard and script.sections[sections[first]].rank == 1:
            title = f"{unheard}: {title}" if len(unheard) + len(title) + 2 <= TITLE_CHARS else unheard
        sections.setdefault(first, index)
        openings[first] = (title, section.pillar or unheard_pillar)
    if heard_in and openings and min(openings) > 0:
        openings[0], sections[0] = ("Introduction", None), heard_in[0]
    if not openings or (len(openings) == 1 and script.sections[sections[min(openings)]].level == 0):
        openings = {0: (script.episode.title or script.episode.id, None)}
    starts = [0] + [_start(first, sections[first], narration, timeline) for first in sorted(openings)[1:]]
    ends = [*starts[1:], timeline.length_samples]
    return tuple(
        Chapter(start, end, display_title(title, pillar, show), pillar)
        for start, end, (title, pillar) in zip(
            starts, ends, (openings[first] for first in sorted(openings)), strict=True
        )
    )


def display_title(title: str, pillar: str | None, show: Show) -> str:
    """A title of at most 45 characters, led by the pillar's short name where that fits and is not yet in it."""
    title = " ".join(title.split())
    if pillar is not None:
        name = show.pillar(pillar).short or show.pillar(pillar).name
        if _letters(name) not in _letters(title) and len(name) + len(title) + 3 <= TITLE_CHARS:
            title = f"{name} · {title}"
    if len(title) <= TITLE_CHARS:
        return title
    cut = title[:TITLE_CHARS]
    head = cut[: cut.rfind(" ")] if " " in cut[TITLE_CHARS // 2 :] else cut[:-1]
    return head.rstrip(" ,;:–—-·") + "…"


def chapters_json(
    chapters: Sequence[Chapter],
    episode: Episode,
    show: Show,
    rate_hz: int,
    *,
    file_name: str,
    images: Mapping[str, str] | None = None,
) -> str:
    """Podcasting 2.0 JSON chapters, version 1.2.0, as the text of a file.

    Args:
        chapters: the episode's, in samples at ``rate_hz``.
        episode: gives the title.
        show: gives the podcast's name and author.
        rate_hz: the timeline's rate.
        file_name: name of the MP3 that they belong to.
        images: pillar's id → URL of its picture.
    """
    images = images or {}
    listed = []
    for chapter in chapters:
        entry: dict[str, object] = {
            "startTime": milliseconds(chapter.start_samples, rate_hz) / 1000,
            "endTime": milliseconds(chapter.end_samples, rate_hz) / 1000,
            "title": chapter.title,
        }
        image = chapter.image or images.get(chapter.pillar or "")
        if image:
            entry["img"] = image
        if chapter.link:
            entry["url"] = chapter.link
        listed.append(entry)
    document = {
        "version": "1.2.0",
        "title": episode.title,
        "podcastName": show.title,
        "author": show.author,
        "fileName": file_name,
        "chapters": listed,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _start(segment: int, section: int, narration: Narration, timeline: Timeline) -> int:
    """Where a section begins: at its first segment, or at the stinger that it puts in front."""
    sounds = sum(
        point.segment == segment and point.section >= section and point.cue.kind in SOUND_CUES
        for point in narration.cues
    )
    at = timeline.clips.index(timeline.speech[segment])
    return timeline.clips[at - sounds].start_samples


def _title_of(section: Section, episode: Episode) -> str:
    return section.chapter_title or section.title or ("Introduction" if section.level == 0 else episode.title)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()
