"""Show notes: what a podcast app shows under an episode."""

from __future__ import annotations

import html

from studio.episode.release import Release
from studio.episode.times import short_clock
from studio.feed.directories import DESCRIPTION_BYTES


def show_notes(release: Release) -> str:
    """Full notes as HTML: summary, the author's notes, chapters as ``00:00 Title`` lines, links."""
    return _summary(release) + _paragraphs(release.notes) + _chapters(release) + _links(release)


def short_notes(release: Release) -> str:
    """The same within the 4,000 bytes that directories take, leaving out the least needed first."""
    candidates = (
        show_notes(release),
        _summary(release) + _chapters(release) + _links(release),
        _summary(release) + _chapters(release),
        _summary(release),
    )
    for text in candidates:
        if len(text.encode()) <= DESCRIPTION_BYTES:
            return text
    return f"<p>{html.escape(shortened(release.summary, DESCRIPTION_BYTES // 8))}</p>"


def shortened(text: str, chars: int) -> str:
    """At most so many characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= chars:
        return text
    cut = text[: chars - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[chars // 2 :] else cut).rstrip(" ,;:–—-") + "…"


def chapter_lines(release: Release) -> list[str]:
    """``00:00 Title`` for each chapter, as YouTube, Spotify and others read them."""
    return [f"{short_clock(chapter.start_ms)} {chapter.title}" for chapter in release.chapters]


def _summary(release: Release) -> str:
    return _paragraphs(tuple(part for part in release.summary.split("\n\n") if part.strip()))


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


def _chapters(release: Release) -> str:
    return f"<p>{'<br/>'.join(map(html.escape, chapter_lines(release)))}</p>" if release.chapters else ""


def _links(release: Release) -> str:
    items = "".join(
        f'<li><a href="{html.escape(url)}">{html.escape(title)}</a></li>'
        for title, url in release.links
        if url.startswith(("https://", "http://", "mailto:"))
    )
    return f"<ul>{items}</ul>" if items else ""
