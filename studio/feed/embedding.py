"""A player for other people's pages: how they embed it, and how they find out (oEmbed 1.0)."""

from __future__ import annotations

import html
import json
from urllib.parse import quote

from studio.episode.release import Release
from studio.feed.addresses import address
from studio.model.show import Show

HEIGHT_PX = 200
_WIDTH_PX = 640
_PICTURE_PX = 600


def embed_address(release: Release, show: Show) -> str:
    """Where the small player of an episode is."""
    return address(show, f"episodes/{quote(release.slug)}/embed.html")


def embed_code(release: Release, show: Show) -> str:
    """The HTML that shows the small player on another page."""
    return (
        f"<iframe src='{html.escape(embed_address(release, show))}' title='{html.escape(release.title)}' width='100%' "
        f"height='{HEIGHT_PX}' style='border:0' loading='lazy' allow='autoplay; clipboard-write'></iframe>"
    )


def oembed(release: Release, show: Show, picture: str) -> bytes:
    """``oembed.json``, which the page names; a static file, so it answers whatever size is asked for.

    Args:
        release: the build.
        show: its show.
        picture: path of its small cover in the feed folder.
    """
    told = {
        "version": "1.0",
        "type": "rich",
        "title": release.title,
        "author_name": show.author,
        "provider_name": show.title,
        "provider_url": address(show, "index.html"),
        "thumbnail_url": address(show, picture),
        "thumbnail_width": _PICTURE_PX,
        "thumbnail_height": _PICTURE_PX,
        "width": _WIDTH_PX,
        "height": HEIGHT_PX,
        "html": embed_code(release, show),
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
