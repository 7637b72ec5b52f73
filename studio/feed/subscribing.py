"""The ways to subscribe: what opens an app with the feed's address, and a picture of the address for a phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from studio.model.show import Show


def apps(show: Show, t: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name and address of each app that a listener can open with the show.

    Where the show's settings say that a directory has it, its page there is named, which works without the app as
    well. Otherwise the app is handed the feed: Apple Podcasts takes it under a scheme of its own, Pocket Casts,
    Overcast and AntennaPod in documented links. Spotify takes no feed from listeners: all that can be offered is its
    search.
    """
    feed, known = show.feed_url, show.feed.directories
    bare, whole, title = feed.partition("://")[2], quote(feed, safe=""), quote(show.title, safe="")
    apple = known.apple
    searched = (t["search_there"].format(app="Spotify"), f"https://open.spotify.com/search/{title}")
    return [
        ("Apple Podcasts", f"https://podcasts.apple.com/podcast/id{apple}" if apple else f"podcast://{bare}"),
        ("Spotify", f"https://open.spotify.com/show/{known.spotify}") if known.spotify else searched,
        (
            "Pocket Casts",
            known.pocketcasts or (f"https://pca.st/itunes/{apple}" if apple else f"pktc://subscribe/{bare}"),
        ),
        (
            "Overcast",
            known.overcast
            or (f"https://overcast.fm/itunes{apple}" if apple else f"overcast://x-callback-url/add?url={whole}"),
        ),
        ("AntennaPod", f"https://antennapod.org/deeplink/subscribe?url={whole}&title={title}"),
        *known.others.items(),
    ]


def qr_code(text: str) -> Any:
    """A QR code as inline SVG that follows the size it is given; always dark on light, with its quiet zone."""
    import segno
    from markupsafe import Markup

    code = segno.make(text, error="m", micro=False)
    return Markup(
        code.svg_inline(
            scale=1, border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None, unit=None
        )
    )
