"""Where the files of a feed folder are served: beside the feed, with what its address ends in (a token, say)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from studio.feed.names import tag
from studio.feed.records import base_of
from studio.model.show import Show

if TYPE_CHECKING:
    from lxml import etree

_TEXTS = ("description", "content:encoded")


def base_url(show: Show) -> str:
    """Address of the feed's folder, with a slash at the end."""
    return show.feed_url.partition("?")[0].rsplit("/", 1)[0] + "/"


def query(show: Show) -> str:
    """What every address ends in, with its question mark; mostly empty."""
    asked = urlsplit(show.feed_url).query
    return f"?{asked}" if asked else ""


def address(show: Show, path: str) -> str:
    """The address of a file by its path in the feed folder."""
    return f"{base_url(show)}{path}{query(show)}"


def is_private(show: Show) -> bool:
    """Whether the feed's address carries a token: what only its holders are to find, no crawler is to list."""
    return bool(query(show))


def indexing(show: Show) -> str:
    """What the listening pages of a show tell crawlers."""
    return "noindex" if is_private(show) else "index, follow, max-image-preview:large"


def rebase(item: etree._Element, show: Show) -> str:
    """Let an item of this tool name all its files where the feed is now.

    Returns:
        The base that it named before; empty where it did so already, or is another tool's.
    """
    enclosure = item.find("enclosure")
    named = "" if enclosure is None else enclosure.get("url", "")
    path = named.removeprefix(base_url(show)).partition("?")[0]
    if path.startswith("episodes/") and named == address(show, path):
        return ""  # as nearly all of them
    before = base_of(item)
    if not before or named == _moved(named, before, show):
        return ""
    texts = {tag(name) for name in _TEXTS}
    for element in item.iter():
        for name, value in element.attrib.items():
            element.set(name, _moved(str(value), before, show))
        if element.text and element.tag in texts:
            element.text = element.text.replace(before, base_url(show))
        elif element.text:
            element.text = _moved(element.text, before, show)
    return before


def rebase_file(name: str, data: bytes, before: str, show: Show) -> bytes:
    """A page, or JSON, whose files are where the feed is now.

    Args:
        name: of the file.
        data: its bytes.
        before: the base that it names.
        show: tells the new one.
    """
    if name.endswith(".json"):
        return _rebased(data.decode(), before, show, str).encode()
    # What stands in a page is escaped for HTML, but for the JSON in its scripts.
    parts = re.split(r"(<script type=.*?</script>)", data.decode(), flags=re.DOTALL)
    rebased = [_rebased(part, before, show, str if at % 2 else html.escape) for at, part in enumerate(parts)]
    page = "".join(rebased)
    if name == "index.html":
        page = re.sub(r'(?<=<meta name="robots" content=")[^"]*', indexing(show), page, count=1)
    return page.encode()


def _rebased(text: str, before: str, show: Show, escaped: Callable[[str], str]) -> str:
    """A text whose quoted addresses carry what the feed's carries, and whose others have the new base."""
    base, rest = re.escape(before), r"""[^\s"'<>\\&]*(?:&amp;[^\s"'<>\\&]*)*"""
    named = re.compile(rf"""(?<=["';])({base}{rest})(?=["'\\&])|{base}""")

    def moved(found: re.Match[str]) -> str:
        if found[1] is None:
            return base_url(show)
        # What stands in single quotes is in HTML inside of this: the code that embeds the small player.
        is_nested = text[found.start() - 1] != '"'
        address_now = _moved(found[0], before, show)
        return escaped(html.escape(address_now) if is_nested else address_now)

    return named.sub(moved, text)


def renew_cover(item: etree._Element, show: Show, cover: str) -> None:
    """Let an item of this tool that shows the show's cover show the present one."""
    image = item.find(tag("itunes:image"))
    if image is not None and image.get("href", "").startswith(f"{base_url(show)}art/cover-"):
        image.set("href", address(show, cover))


def _moved(value: str, before: str, show: Show) -> str:
    if not value.startswith(before):
        return value
    path, mark, fragment = value[len(before) :].partition("#")
    return f"{address(show, path.partition('?')[0])}{mark}{fragment}"
