"""A page of a feed folder as a browser reads it: what it fetches, where it leads, what it tells other machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin

from lxml import etree

from studio.verify.report import Report
from studio.verify.site import Site

_FETCHING = ("img", "script", "audio", "source", "iframe")
_FETCHING_LINKS = frozenset(["stylesheet", "icon", "apple-touch-icon"])
_TOLD = re.compile(r"og:(?:url|image|audio)|twitter:(?:image|player|player:stream)")
_LEADING_LINKS = frozenset(["canonical", "alternate"])
_TIME = re.compile(r"t=[\d.]+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that could be read; ``name`` is its path in the feed folder."""

    name: str
    root: etree._Element

    def fetched(self) -> Iterator[str]:
        """Addresses of what a browser loads to show it, as they are written."""
        for element in self.root.iter(*_FETCHING):
            if (address := element.get("src")) is not None:
                yield address
        for link in self.root.iter("link"):
            if link.get("rel") in _FETCHING_LINKS:
                yield link.get("href", "")

    def leading(self) -> Iterator[str]:
        """Addresses that a reader can follow, as they are written."""
        yield from (link.get("href", "") for link in self.root.iter("a") if link.get("href"))

    def told(self) -> dict[str, str]:
        """What its head tells other machines: name or relation → address."""
        metas = {
            meta.get("property") or meta.get("name") or "": meta.get("content", "") for meta in self.root.iter("meta")
        }
        links = {link.get("rel", ""): link.get("href", "") for link in self.root.iter("link")}
        told = {name: address for name, address in metas.items() if _TOLD.fullmatch(name)}
        return told | {name: address for name, address in links.items() if name in _LEADING_LINKS}

    def data(self, kind: str) -> Any:
        """The JSON in it that has a type; None where there is none that can be read."""
        script = next((one for one in self.root.iter("script") if one.get("type") == kind), None)
        try:
            return json.loads("" if script is None else script.text or "")
        except ValueError:
            return None

    def text(self, tag: str) -> str:
        """The text of its first element of a kind, in one line."""
        element = next(self.root.iter(tag), None)
        return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def read_page(report: Report, path: Path, site: Site, code: str, promise: str) -> Page | None:
    """A page, unless it is not there; that it is, is a promise.

    Args:
        report: gets the promise.
        path: the file.
        site: the feed folder.
        code: of the promise.
        promise: itself, in words.
    """
    try:
        root = etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True))
    except (OSError, etree.XMLSyntaxError) as error:
        root, found = None, str(error)
    else:
        found = "no page"
    name = site.name(path)
    report.expect(root is not None, code, promise, where=name, found=found)
    return None if root is None else Page(name, root)


def check_links(report: Report, page: Page, site: Site, away: frozenset[str] = frozenset()) -> None:
    """Whatever a page names of the feed folder is there, and a browser fetches nothing from elsewhere.

    Args:
        report: gets the promises.
        page: the page.
        site: the feed folder.
        away: episodes whose files are on another machine only.
    """
    fetched = list(page.fetched())
    outside = [address for address in fetched if re.match(r"(?:[a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE)]
    inline = [element.tag for element in page.root.iter("script", "style") if _is_inline(element)]
    inline += [f"{element.tag} style" for element in page.root.iter(etree.Element) if element.get("style") is not None]
    report.expect(
        not outside and not inline,
        "page-policy",
        "the page fetches nothing from elsewhere, and no script or style is written into it",
        where=page.name,
        found=", ".join((outside + inline)[:3]),
    )
    named = [*fetched, *page.leading(), *page.told().values()]
    dead = [address for address in dict.fromkeys(named) if not _leads(address, page, site, away)]
    report.expect(
        not dead, "page-links", "what the page names is there", where=page.name, found=", ".join(dead[:3]) or "nothing"
    )
    other = [
        f"{name} {address}" for name, address in page.told().items() if name != "alternate" and not _own(address, site)
    ]
    report.expect(
        not other,
        "page-address",
        "the page names itself, its picture and its sound where the feed is",
        where=page.name,
        found=", ".join(other[:3]),
    )


def _own(address: str, site: Site) -> bool:
    return address.startswith(site.base) and address.endswith(site.query)


def _is_inline(element: etree._Element) -> bool:
    return element.tag == "style" or not (element.get("src") or "json" in element.get("type", ""))


def _leads(address: str, page: Page, site: Site, away: frozenset[str]) -> bool:
    """Whether an address leads to something; what lies outside of the feed folder is not looked for."""
    if not address:
        return False
    whole, fragment = urldefrag(urljoin(f"{site.base}{page.name}", address))
    path = site.path(whole)
    if path is None:
        return not whole.startswith(site.base)
    parts = path.relative_to(site.folder).parts
    if len(parts) > 1 and parts[0] == "episodes" and parts[1] in away:
        return True
    file = path / "index.html" if path.is_dir() else path
    if not file.is_file():
        return False
    if not fragment or _TIME.fullmatch(fragment) or file.suffix != ".html":
        return True
    here = file == site.folder / page.name
    return unquote(fragment) in _ids(page.root if here else etree.HTML(file.read_bytes()))


def _ids(root: etree._Element) -> set[str]:
    return {element.get("id", "") for element in root.iter(etree.Element)}
