"""Show notes: what a podcast app shows under an episode."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from studio.episode.release import Release
from studio.episode.times import short_clock
from studio.feed.directories import DESCRIPTION_BYTES, TEXT_CHARS
from studio.feed.richtext import rich_text
from studio.kit.templates import render

_NEEDED_LEAST_FIRST = ("notes", "links", "chapters")


def show_notes(release: Release, pictures: Mapping[str, str], errata: Sequence[str] = ()) -> str:
    """Full notes as HTML: summary, what was corrected, the author's notes, chapters as ``00:00 Title`` lines, links,
    what is synthetic.

    Args:
        release: the episode.
        pictures: as its notes name them → their addresses.
        errata: lines that say what was corrected, in order.
    """
    return _notes(release, pictures, errata)


def short_notes(release: Release, pictures: Mapping[str, str], errata: Sequence[str] = ()) -> str:
    """The same within the 4,000 bytes that directories take, leaving out the least needed first; at last the oldest
    corrections."""
    for count in range(len(_NEEDED_LEAST_FIRST) + 1):
        text = _notes(release, pictures, errata, without=_NEEDED_LEAST_FIRST[:count])
        if len(text.encode()) <= DESCRIPTION_BYTES:
            return text
    summary = (shortened(release.summary, DESCRIPTION_BYTES // 8),)
    texts = (_html(release, errata=tuple(errata[left_out:]), summary=summary) for left_out in range(len(errata) + 1))
    return next((text for text in texts if len(text.encode()) <= DESCRIPTION_BYTES), _html(release, summary=summary))


def shortened(text: str, chars: int) -> str:
    """A text in one line of at most so many characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= chars:
        return text
    cut = text[: chars - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[chars // 2 :] else cut).rstrip(" ,;:–—-") + "…"


def chapter_lines(release: Release) -> tuple[str, ...]:
    """``00:00 Title`` for each chapter, as YouTube, Spotify and others read them."""
    return tuple(f"{short_clock(chapter.start_ms)} {chapter.title}" for chapter in release.chapters)


def linked(release: Release) -> tuple[tuple[str, str], ...]:
    """Title and address of each link that may stand on a page."""
    return tuple(link for link in release.links if link[1].startswith(("https://", "http://", "mailto:")))


def told(release: Release) -> str:
    """The line that says which voices are synthetic; empty where none is to."""
    return "" if release.disclosed is None else shortened(release.disclosed.text, TEXT_CHARS)


def _notes(release: Release, pictures: Mapping[str, str], errata: Sequence[str], without: tuple[str, ...] = ()) -> str:
    parts: dict[str, tuple[object, ...]] = {
        "notes": tuple(rich_text(note, pictures) for note in release.notes),
        "chapters": chapter_lines(release),
        "links": linked(release),
    }
    if "notes" not in without:
        parts["links"] = tuple(link for link in linked(release) if not _is_in(parts["notes"], link[1]))
    kept = {name: part for name, part in parts.items() if name not in without}
    summary = tuple(part for part in release.summary.split("\n\n") if part.strip())
    return _html(release, summary=summary, errata=tuple(errata), **kept)


def _is_in(notes: tuple[object, ...], url: str) -> bool:
    """Whether the notes have a link to this address already."""
    return any(f'href="{html.escape(url)}"' in str(note) for note in notes)


def _html(release: Release, **parts: tuple[object, ...]) -> str:
    nothing = {"summary": (), "errata": (), "notes": (), "chapters": (), "links": ()}
    return render("studio.feed", "notes.html.j2", told=told(release), **nothing | parts)
