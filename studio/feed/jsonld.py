"""What search engines read of a page: schema.org's ``PodcastEpisode`` and ``PodcastSeries``."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from studio.episode.release import Release
from studio.feed.addresses import address
from studio.feed.rss import Placement
from studio.model.show import Show


def series(show: Show, cover: str) -> dict[str, Any]:
    """The show.

    Args:
        show: the show.
        cover: path of its cover in the feed folder.
    """
    told = {"@context": "https://schema.org", **_series(show), "webFeed": show.feed_url}
    return {**told, "image": address(show, cover), **_described(show)}


def episode(release: Release, placement: Placement, show: Show) -> dict[str, Any]:
    """An episode, with its sound and its chapters as clips."""
    page = address(show, f"episodes/{quote(release.slug)}/index.html")
    audio = {
        "@type": "AudioObject",
        "contentUrl": address(show, placement.audio.path),
        "encodingFormat": placement.audio.media_type,
        "contentSize": str(placement.audio.bytes),
        "duration": _duration(release.duration_ms),
    }
    clips = [
        {
            "@type": "Clip",
            "name": chapter.title,
            "startOffset": chapter.start_ms / 1000,
            "endOffset": chapter.end_ms / 1000,
            "url": f"{page}#t={chapter.start_ms / 1000:.3f}",
        }
        for chapter in release.chapters
    ]
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "PodcastEpisode",
        "name": release.title,
        "url": page,
        "identifier": placement.guid,
        "datePublished": placement.published.isoformat(),
        "timeRequired": _duration(release.duration_ms),
        "description": release.summary,
        "inLanguage": show.feed_language,
        "image": address(show, placement.cover),
        "episodeNumber": release.number,
        "partOfSeason": release.season and {"@type": "PodcastSeason", "seasonNumber": release.season},
        "partOfSeries": _series(show),
        "associatedMedia": audio,
        "actor": [{"@type": "Person", "name": guest} for guest in release.guests],
        "hasPart": clips,
        "correction": [
            {"@type": "CorrectionComment", "text": one.text, "datePublished": one.at.isoformat()}
            for one in placement.corrections
        ],
    }
    return {name: value for name, value in told.items() if value}


def _series(show: Show) -> dict[str, Any]:
    return {"@type": "PodcastSeries", "name": show.title, "url": address(show, "index.html")}


def _described(show: Show) -> dict[str, Any]:
    author = {"@type": "Person" if show.author != show.title else "Organization", "name": show.author}
    return {"description": show.description, "inLanguage": show.feed_language, "author": author}


def _duration(ms: int) -> str:
    """ISO 8601, in whole seconds: ``PT43M48S``."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes or hours else "") + f"{seconds}S"
