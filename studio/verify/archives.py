"""Checks on the archives of a long feed: readers that go back through them find every episode once."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from studio.feed.archives import CURRENT, PREVIOUS, is_archive, read_file
from studio.feed.names import tag
from studio.verify.report import Report


def check_archives(report: Report, channel: etree._Element, folder: Path) -> list[etree._Element]:
    """Follow the archives of a feed, the newest first.

    Args:
        report: gets the promises.
        channel: of the feed.
        folder: the feed folder.

    Returns:
        The items that they hold.
    """
    own, found = _link(channel, "self"), list[etree._Element]()
    seen: set[str] = set()
    address = _link(channel, PREVIOUS)
    while address:
        name = address.partition("?")[0].rpartition("/")[2]
        data = read_file(folder / name) if is_archive(name) and name not in seen else None
        root = _parsed(data)
        if not report.expect(
            root is not None,
            "archive-there",
            "the archive before is there, and leads back no further than to the first",
            where=folder.name,
            found=f"{name} {'once more' if name in seen else 'missing, or no feed'}",
        ):
            break
        assert root is not None  # said by the check above
        seen.add(name)
        page = root[0]  # the one child of rss
        report.expect(
            page.find(tag("fh:archive")) is not None and _link(page, CURRENT) == own and _link(page, "self") == address,
            "archive-marked",
            "an archive says that it is one, and where it and the feed are",
            where=name,
        )
        found += page.iterfind("item")
        address = _link(page, PREVIOUS)
    left = sorted(path.name for path in folder.glob("feed-*.xml") if is_archive(path.name) and path.name not in seen)
    report.expect(
        not left, "archives-linked", "every archive can be reached from the feed", where=folder.name, found=left
    )
    return found


def _link(channel: etree._Element, rel: str) -> str:
    links = channel.iterfind(tag("atom:link"))
    return next((link.get("href", "") for link in links if link.get("rel") == rel), "")


def _parsed(data: bytes | None) -> etree._Element | None:
    try:
        root = etree.fromstring(data or b"", etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        return None
    return root if root.tag == "rss" and root.find("channel") is not None else None
