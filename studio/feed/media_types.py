"""What a web server says of each file of a feed folder: its media type, and for how long it may be kept."""

from __future__ import annotations

import re

from studio.audio.formats import FORMATS

MP3 = "audio/mpeg"
TRANSCRIPTS = {"vtt": "text/vtt", "srt": "application/x-subrip", "transcript.json": "application/json"}
"""Suffix and media type of the transcripts that lie beside an episode."""

CHAPTERS = "application/json+chapters"

CONTENT_TYPES = {
    # Browsers show this as the page that its stylesheet makes of it; `application/rss+xml` they show as text, or save.
    ".xml": "application/xml; charset=utf-8",
    ".xsl": "text/xsl; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".chapters.json": CHAPTERS,
    ".mp3": MP3,
    ".jpg": "image/jpeg",
    ".png": "image/png",
    **{f".{suffix}": f"{media_type}; charset=utf-8" for suffix, media_type in TRANSCRIPTS.items()},
    **{f".{kind}": settings.media_type for kind, settings in FORMATS.items()},
}
"""By the end of a file's name."""

_HASHED = re.compile(r"(?:(?:art|static)/.+|episodes/([^/]+)/(?:\1|picture))-[0-9a-f]{8}\.\w+")
"""Files whose content is in their name; an episode's id may end in eight digits as well."""


def content_type(name: str) -> str:
    """The media type for a file's name, by the longest ending that is known."""
    endings = [ending for ending in CONTENT_TYPES if name.endswith(ending)]
    return CONTENT_TYPES[max(endings, key=len)] if endings else "application/octet-stream"


def cache_control(name: str) -> str:
    """For ever where a hash is in the name; otherwise short, since the address stays when the content changes."""
    if _HASHED.fullmatch(name):
        return "public, max-age=31536000, immutable"
    return "public, max-age=300" if name.endswith((".xml", ".html", ".json", ".js")) else "public, max-age=3600"
