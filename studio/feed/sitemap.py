"""What crawlers are told: the site map, and which pages they may list."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from lxml import etree

from studio.feed.addresses import address, base_url, is_private
from studio.feed.records import EpisodeRecord
from studio.model.show import Show

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST = 50_000  # addresses in one site map, by its protocol


def site_map(records: Sequence[EpisodeRecord], show: Show) -> bytes:
    """``sitemap.xml``: the show's page and those of its episodes, the newest first; of a private show none."""
    root = etree.Element("urlset", xmlns=_NAMESPACE)
    pages = [] if is_private(show) else [(base_url(show), "")]
    if pages:
        pages += [
            (
                address(show, f"episodes/{quote(record.id)}/index.html"),
                "" if record.published is None else record.published.date().isoformat(),
            )
            for record in records
            if record.id
        ]
    for location, day in pages[:_MOST]:
        url = etree.SubElement(root, "url")
        etree.SubElement(url, "loc").text = location
        if day:
            etree.SubElement(url, "lastmod").text = day
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def robots(show: Show) -> bytes:
    """``robots.txt``; crawlers read it only where the feed folder is the root of its host."""
    if is_private(show):
        return b"User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow:\n\nSitemap: {base_url(show)}sitemap.xml\n".encode()
