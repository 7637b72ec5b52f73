"""Checks on a feed folder: the feed file by the directories' rules, and every file that it names."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lxml import etree

from studio.feed.channel import GENERATOR
from studio.feed.directories import DESCRIPTION_BYTES, TEXT_CHARS, is_category
from studio.feed.ledger import LEDGER, Ledger, read_ledger
from studio.feed.names import tag
from studio.feed.records import id_of, published_of
from studio.feed.state import SCHEDULED, STATE, schedules
from studio.feed.synced import elsewhere
from studio.model.show import Loudness, Show
from studio.verify.archives import check_archives
from studio.verify.corrections import check_corrections
from studio.verify.details import check_channel_details
from studio.verify.disclosure import check_channel_disclosure
from studio.verify.files import check_cover
from studio.verify.front import check_front
from studio.verify.media import check_media
from studio.verify.report import APPLE, BOTH, Report
from studio.verify.site import Site

_CHANNEL_NEEDS = {
    "title": BOTH,
    "link": BOTH,
    "description": BOTH,
    "language": BOTH,
    "itunes:author": (APPLE,),
    "itunes:explicit": (APPLE,),
    "itunes:image": BOTH,
    "itunes:category": (APPLE,),
    "podcast:guid": (),
    "podcast:locked": (),
}

_NUMBERING = re.compile(r"^(?:episode|ep\.?|#)\s*\d+\s*[:.–—-]", re.IGNORECASE)


def verify_feed(folder: Path, show: Show | None = None, *, measure: bool = True) -> Report:
    """Read a feed folder back.

    Args:
        folder: the one that holds ``feed.xml``.
        show: adds the show's own expectations: the feed's address and the loudness.
        measure: decode and measure each episode, which takes most of the time.
    """
    report = Report()
    path = folder / "feed.xml"
    report.expect(
        not (folder / STATE / "journal.json").exists(),
        "publish-complete",
        "no publish was cut short",
        where=folder.name,
        found="an unfinished one; publish again to complete it",
    )
    root = _parse(report, path)
    if root is None:
        return report
    channel = root.find("channel")
    if channel is None:
        report.expect(False, "rss", "the feed is RSS 2.0 with a channel", where="feed.xml", refused_by=BOTH)
        return report
    report.expect(
        root.get("version") == "2.0", "rss", "the feed is RSS 2.0 with a channel", where="feed.xml", refused_by=BOTH
    )
    site = _check_channel(report, channel, folder, show)
    older = check_archives(report, channel, folder)
    items = [*channel.iterfind("item"), *older]
    _check_across(report, items)
    _check_order(report, channel)
    check_channel_disclosure(report, channel)
    check_channel_details(report, channel, site, show)
    ledger = read_ledger(folder)
    report.expect(
        not ledger.damage,
        "ledger-readable",
        "the publisher's notes beside the feed can be read (the next publish restores them)",
        where=LEDGER,
        found=ledger.damage,
    )
    _, unreadable = schedules(folder)
    report.expect(
        not unreadable,
        "schedules-readable",
        "it can be read for when the waiting episodes are scheduled",
        where=SCHEDULED,
        found=", ".join(unreadable),
    )
    away = frozenset(elsewhere(folder))
    if channel.findtext("generator") == GENERATOR:
        check_front(report, items, site, show, away=away)
    for item in items:
        if id_of(item) in away:
            report.expect(
                True,
                "published-elsewhere",
                "the files were published from another machine, and are checked there",
                where=f"feed.xml, {id_of(item)}",
            )
            continue
        if id_of(item) is None and _lies_elsewhere(item, site):
            _check_imported(report, item)
            continue
        _check_item(report, item, site, ledger)
        check_media(report, item, site, show.loudness if show else Loudness(), measure=measure, away=away)
        check_corrections(report, item, site, ledger)
    return report


def _parse(report: Report, path: Path) -> etree._Element | None:
    try:
        data = path.read_bytes()
        data.decode("utf-8")
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (OSError, ValueError, etree.XMLSyntaxError) as error:
        report.expect(
            False, "well-formed", "the feed is well-formed XML in UTF-8", where=path.name, found=error, refused_by=BOTH
        )
        return None
    report.expect(True, "well-formed", "the feed is well-formed XML in UTF-8", where=path.name)
    return root


def _check_channel(report: Report, channel: etree._Element, folder: Path, show: Show | None) -> Site:
    where = "feed.xml"
    for name, refused_by in _CHANNEL_NEEDS.items():
        element = channel.find(tag(name))
        present = element is not None and bool((element.text or "").strip() or element.attrib)
        report.expect(present, f"channel-{name}", f"the channel has {name}", where=where, refused_by=refused_by)
    description = channel.findtext("description") or ""
    report.expect(
        len(description.encode()) <= DESCRIPTION_BYTES,
        "channel-description",
        f"the description has at most {DESCRIPTION_BYTES} bytes",
        where=where,
    )
    report.expect(
        channel.findtext(tag("itunes:explicit")) in ("true", "false"),
        "explicit",
        "itunes:explicit is true or false",
        where=where,
        found=channel.findtext(tag("itunes:explicit")),
        refused_by=(APPLE,),
    )
    for category in channel.iterfind(tag("itunes:category")):
        child = category.find(tag("itunes:category"))
        name = category.get("text", "") + ("" if child is None else f" > {child.get('text', '')}")
        report.expect(
            is_category(name), "category", "categories are Apple's", where=where, found=name, refused_by=(APPLE,)
        )
    own = next((link.get("href", "") for link in channel.iterfind(tag("atom:link")) if link.get("rel") == "self"), "")
    expected = show.feed_url if show else own
    report.expect(
        bool(own) and own == expected, "self-link", "the feed names its own address", where=where, found=own or "none"
    )
    site = Site.of_feed(folder, own)
    moved = channel.findtext(tag("itunes:new-feed-url"))
    report.expect(
        moved in (None, own), "new-address", "a feed that has moved names where it is now", where=where, found=moved
    )
    image = channel.find(tag("itunes:image"))
    path = site.path("" if image is None else image.get("href", ""))
    if path is not None:
        check_cover(report, path, where=site.name(path))
    return site


def _check_across(report: Report, items: list[etree._Element]) -> None:
    where = "feed.xml"
    guids = Counter(item.findtext("guid") for item in items)
    twice = [guid for guid, count in guids.items() if count > 1]
    report.expect(not twice, "guid-unique", "every GUID occurs once", where=where, found=twice[:3], refused_by=BOTH)
    addresses = Counter(
        enclosure.get("url") for enclosure in (item.find("enclosure") for item in items) if enclosure is not None
    )
    twice = [address for address, count in addresses.items() if count > 1]
    report.expect(
        not twice,
        "enclosure-unique",
        "every sound file belongs to one item",
        where=where,
        found=twice[:3],
        refused_by=BOTH,
    )


def _check_order(report: Report, channel: etree._Element) -> None:
    dates = [moment for moment in map(published_of, channel.iterfind("item")) if moment]
    report.expect(dates == sorted(dates, reverse=True), "newest-first", "items stand newest first", where="feed.xml")


def _lies_elsewhere(item: etree._Element, site: Site) -> bool:
    """Whether an item's sound is served from another place than the feed's folder."""
    enclosure = item.find("enclosure")
    address = "" if enclosure is None else enclosure.get("url", "")
    return address.startswith(("https://", "http://")) and site.path(address) is None


def _check_imported(report: Report, item: etree._Element) -> None:
    """Check an item of another tool, which stays as it was: only that apps still know it."""
    guid = (item.findtext("guid") or "").strip()
    where = f"feed.xml, {guid or item.findtext('title') or 'item'}"
    report.expect(bool(guid), "guid", "the item has a GUID", where=where)
    report.expect(
        published_of(item) is not None, "date", "the date can be read", where=where, found=item.findtext("pubDate")
    )


def _check_item(report: Report, item: etree._Element, site: Site, ledger: Ledger) -> None:
    slug = id_of(item) or ""
    where = f"feed.xml, {slug or 'item'}"
    title = item.findtext("title") or ""
    report.expect(
        0 < len(title) <= TEXT_CHARS,
        "item-title",
        f"the title has 1 to {TEXT_CHARS} characters",
        where=where,
        refused_by=BOTH,
    )
    report.expect(
        not _NUMBERING.match(title),
        "item-numbering",
        "the title does not begin with its number",
        where=where,
        found=title,
    )
    guid = item.find("guid")
    named = guid is not None and bool(guid.text) and guid.get("isPermaLink") == "false"
    report.expect(named, "guid", "the item has a GUID that is no address", where=where, refused_by=BOTH)
    known = ledger.records.get(slug)
    report.expect(
        known is None or item.findtext("guid") == known.guid,
        "guid-kept",
        "the GUID is the one that was first published",
        where=where,
        found=item.findtext("guid"),
    )
    written = item.findtext("pubDate") or ""
    # A zone of -0000 is RFC 2822's way to say that there is none.
    report.expect(
        published_of(item) is not None and bool(re.search(r" (?!-0000)([+-]\d{4}|GMT|UT)$", written)),
        "date",
        "the date is RFC 2822 with a zone",
        where=where,
        found=written or "none",
        refused_by=BOTH,
    )
    description = item.findtext("description") or ""
    report.expect(
        0 < len(description.encode()) <= DESCRIPTION_BYTES,
        "item-description",
        f"the description has 1 to {DESCRIPTION_BYTES} bytes",
        where=where,
        found=len(description.encode()),
    )
    for name in ("itunes:episode", "itunes:season"):
        text = item.findtext(tag(name))
        report.expect(
            text is None or (text.isdecimal() and int(text) >= 1),
            name,
            f"{name} is a number from 1 on",
            where=where,
            found=text,
            refused_by=(APPLE,),
        )
    link = item.findtext("link") or ""
    page = site.path(link)
    report.expect(page is None or page.is_file(), "page", "the listening page is there", where=where, found=link)
