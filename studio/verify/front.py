"""Checks on a show's own files: its pages and their search, how to subscribe, what crawlers and browsers read."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from studio.feed.records import id_of, is_marked_explicit
from studio.feed.subscribing import apps, qr_code
from studio.feed.words import words
from studio.model.show import Show
from studio.verify.links import Page, check_links, read_page
from studio.verify.report import Report
from studio.verify.site import Site

_HASHED = re.compile(r"-([0-9a-f]{8})\.\w+$")
_SHEET = re.compile(r'<\?xml-stylesheet [^>]*href="([^"]*)"')
_DATA = re.compile(r"window\.studioEpisodes = (\[.*?\n?\]);\s*(?:window\.studioMore = (\[[^\n]*\]);\s*)?", re.DOTALL)
_MORE = re.compile(r"window\.studioEpisodes\.push\((.*)\);\s*", re.DOTALL)


def check_front(
    report: Report, items: Sequence[etree._Element], site: Site, show: Show | None, *, away: frozenset[str]
) -> None:
    """Check what a feed folder says of the whole show.

    Args:
        report: gets the promises.
        items: of the feed and its archives.
        site: the feed folder.
        show: whose it is, where that is known.
        away: episodes whose files are on another machine only.
    """
    _check_index(report, items, site, away)
    _check_search(report, items, site)
    subscribe = read_page(
        report, site.folder / "subscribe.html", site, "subscribe-there", "it is told how to subscribe"
    )
    if subscribe is not None:
        check_links(report, subscribe, site, away)
        _check_subscribing(report, subscribe, site, show)
    _check_site_map(report, items, site, away)
    _check_robots(report, site)
    _check_sheets(report, site)
    _check_hashes(report, site)


def _check_index(report: Report, items: Sequence[etree._Element], site: Site, away: frozenset[str]) -> None:
    first = read_page(report, site.folder / "index.html", site, "index-there", "the show's page is there")
    if first is None:
        return
    others = sorted(site.folder.glob("index-*.html"), key=lambda path: (len(path.name), path.name))
    read = [read_page(report, path, site, "index-there", "the show's page is there") for path in others]
    pages = [first, *(page for page in read if page is not None)]
    for page in pages:
        check_links(report, page, site, away)
    cards = [card for page in pages for card in page.root.iterfind(".//div[@id='list']//li[@class='card']")]
    wanted = [_listed_as(item) for item in items]
    shown = [_card(card) for card in cards]
    report.expect(
        sorted(shown) == sorted(wanted),
        "index-lists",
        "the show's pages list every episode of the feed, once, and no other",
        where=first.name,
        found=_difference(shown, wanted),
    )
    marked = sorted(card.get("data-guid", "") for card in cards if card.find(".//strong[@class='badge']") is not None)
    explicit = sorted((item.findtext("guid") or "").strip() for item in items if is_marked_explicit(item))
    report.expect(
        marked == explicit,
        "index-explicit",
        "the show's pages warn of the episodes that the feed warns of, and of no other",
        where=first.name,
        found=", ".join(sorted(set(marked) ^ set(explicit))[:2]) or "one twice",
    )
    read_in_order = [first.name, *_following(first, {page.name: page for page in pages})]
    report.expect(
        sorted(read_in_order) == sorted(page.name for page in pages),
        "index-pages",
        "each of the show's pages leads to the next one, and so to all of them",
        where=first.name,
        found=", ".join(read_in_order),
    )


def _following(first: Page, pages: Mapping[str, Page]) -> Iterator[str]:
    """Names of the pages that a reader comes to who always goes on; a page that he has seen ends it."""
    page, seen = first, {first.name}
    while True:
        links = (link.get("href", "") for link in page.root.iter("a") if link.get("rel") == "next")
        name = next((link for link in links if link in pages), "")
        if not name or name in seen:
            return
        seen.add(name)
        page = pages[name]
        yield name


def _listed_as(item: etree._Element) -> tuple[str, str]:
    """GUID of an item, and the sound that plays in place: none of an item of another tool."""
    enclosure = item.find("enclosure")
    sound = "" if enclosure is None or id_of(item) is None else enclosure.get("url", "").partition("?")[0]
    return (item.findtext("guid") or "").strip(), "/".join(sound.split("/")[-3:])


def _card(card: etree._Element) -> tuple[str, str]:
    play = next((link.get("href", "") for link in card.iter("a") if link.get("class") == "play"), "")
    return card.get("data-guid", ""), play


def _difference(shown: Sequence[tuple[str, str]], wanted: Sequence[tuple[str, str]]) -> str:
    lost, more = sorted(set(wanted) - set(shown)), sorted(set(shown) - set(wanted))
    told = [f"no {' '.join(one)}" for one in lost[:1]] + [f"{' '.join(one)} besides" for one in more[:1]]
    return ", ".join(told) or "one twice"


def _check_search(report: Report, items: Sequence[etree._Element], site: Site) -> None:
    where = "episodes.js"
    try:
        found = _DATA.fullmatch((site.folder / where).read_text(encoding="utf-8"))
        cards: list[dict[str, Any]] = json.loads(found[1] if found else "")
        for where in json.loads((found and found[2]) or "[]"):
            more = _MORE.fullmatch((site.folder / Path(where).name).read_text(encoding="utf-8"))
            cards += json.loads(f"[{more[1] if more else '?'}]")
        where = "episodes.js"
        shown = [(str(card["guid"]), str(card["audio"])) for card in cards]
        titles = all(str(card["title"]).strip() for card in cards)
    except (OSError, ValueError, KeyError, TypeError) as error:
        report.expect(
            False, "search-readable", "the search in all episodes has what it reads", where=where, found=repr(error)
        )
        return
    wanted = [_listed_as(item) for item in items]
    report.expect(
        sorted(shown) == sorted(wanted) and titles,
        "search-lists",
        "the search finds every episode of the feed, once, and no other",
        where=where,
        found=_difference(shown, wanted),
    )


def _check_subscribing(report: Report, page: Page, site: Site, show: Show | None) -> None:
    own = site.feed
    field = next((one for one in page.root.iter("input") if one.get("id") == "feed"), None)
    shown = "" if field is None else field.get("value", "")
    report.expect(
        shown == own, "subscribe-address", "it names the feed's address to copy", where=page.name, found=shown or "none"
    )
    report.expect(
        _code_of(own) in _paths(page),
        "subscribe-code",
        "the picture for phones holds the feed's address",
        where=page.name,
        found="another, or none",
    )

    if show is not None:
        lost = [name for name, link in apps(show, words(show.feed_language)) if link not in page.leading()]
        report.expect(
            not lost,
            "subscribe-apps",
            "it leads to every app, and to the pages of the directories that studio.yaml names",
            where=page.name,
            found=f"no {', '.join(lost)}",
        )


def _code_of(address: str) -> str:
    return _paths_of(etree.fromstring(str(qr_code(address))))[-1]


def _paths(page: Page) -> list[str]:
    return _paths_of(page.root)


def _paths_of(root: etree._Element) -> list[str]:
    return [one.get("d", "") for one in root.iter() if isinstance(one.tag, str) and one.tag.endswith("path")]


def _check_site_map(report: Report, items: Sequence[etree._Element], site: Site, away: frozenset[str]) -> None:
    where = "sitemap.xml"
    try:
        root = etree.fromstring(
            (site.folder / where).read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except (OSError, etree.XMLSyntaxError) as error:
        report.expect(False, "sitemap-readable", "the site map can be read", where=where, found=error)
        return
    named = [(element.text or "").strip() for element in root.iter("{*}loc")]
    pages = [item.findtext("link") or "" for item in items if id_of(item) is not None]
    wanted = [] if site.query else [site.base, *pages]
    report.expect(
        sorted(named) == sorted(wanted[:50_000]),
        "sitemap-lists",
        "the site map lists the show's page and those of its episodes; of a feed with a token, nothing",
        where=where,
        found=", ".join(sorted(set(named) ^ set(wanted))[:2]) or "one twice",
    )
    dead = [address for address in named if not _is_page(address, site, away)]
    report.expect(not dead, "sitemap-there", "what the site map lists is there", where=where, found=", ".join(dead[:2]))


def _is_page(address: str, site: Site, away: frozenset[str]) -> bool:
    path = site.path(address)
    if path is None:
        return False
    return (path / "index.html" if path.is_dir() else path).is_file() or path.parent.name in away


def _check_robots(report: Report, site: Site) -> None:
    where = "robots.txt"
    try:
        lines = (site.folder / where).read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        report.expect(False, "robots", "crawlers are told what they may read", where=where, found=error)
        return
    wanted = "Disallow: /" if site.query else f"Sitemap: {site.base}sitemap.xml"
    forbids = "Disallow: /" in lines
    report.expect(
        wanted in lines and forbids == bool(site.query),
        "robots",
        "crawlers are told where the site map is; of a feed with a token, to read nothing",
        where=where,
        found=f"no `{wanted}`" if wanted not in lines else "nothing may be read",
    )


def _check_sheets(report: Report, site: Site) -> None:
    """What makes a page of the feed, and of its archives, in a browser."""
    for path in (site.folder / "feed.xml", *sorted(site.folder.glob("feed-*.xml"))):
        named = _SHEET.findall(path.read_text(encoding="utf-8", errors="replace")[:2000])
        lost = [name for name in named if not (site.folder / name).is_file()]
        report.expect(
            bool(named) and not lost,
            "feed-sheets",
            "the style sheets that show the feed in a browser are there",
            where=path.name,
            found=", ".join(lost) or "none named",
        )


def _check_hashes(report: Report, site: Site) -> None:
    """Files that caches keep for ever are what their names say."""
    files = sorted(path for name in ("static", "art") for path in (site.folder / name).glob("*") if path.is_file())
    other = [site.name(path) for path in files if (hashed := _HASHED.search(path.name)) and hashed[1] != _hash(path)]
    report.expect(
        not other,
        "hashes",
        "files with a hash in their name are what the hash says, since caches keep them for ever",
        where=site.folder.name,
        found=", ".join(other[:3]),
    )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
