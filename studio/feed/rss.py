"""The feed file: RSS 2.0 with the iTunes, Podcasting 2.0, Podlove chapter and Atom namespaces, on lxml.

Existing items are kept as they stand: adding one costs one pass over the file.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from lxml import etree

from studio.episode.release import Release
from studio.episode.times import clock
from studio.feed.addresses import address
from studio.feed.assets import static_files
from studio.feed.elements import add, add_licence, add_own, add_person, short
from studio.feed.errata import PURPOSE, Correction, errata
from studio.feed.media_types import CHAPTERS, TRANSCRIPTS
from studio.feed.names import NAMESPACES, tag
from studio.feed.notes import short_notes, shortened, show_notes
from studio.kit.errors import StudioError
from studio.model.publishing import AI_CONTENT, SHORT_CHARS, TXT_CHARS, Person
from studio.model.show import Show

_PODCAST_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace of ``podcast:guid`` in the Podcasting 2.0 specification."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A sound file in the feed folder; ``integrity`` is a subresource hash (``sha384-…``)."""

    path: str
    media_type: str
    bytes: int
    integrity: str
    bitrate_bps: int
    title: str = "MP3"


@dataclass(frozen=True, slots=True)
class Placement:
    """What publishing decides about a release: its lasting identity and the files that carry it.

    ``pictures`` are those of pillars by id, ``files`` those that the episode itself names; ``cover`` is the show's, or
    the episode's own; ``corrections`` stand in order.
    """

    guid: str
    published: datetime.datetime
    audio: Enclosure
    alternates: tuple[Enclosure, ...]
    pictures: Mapping[str, str]
    cover: str
    files: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()


def podcast_guid(feed_url: str) -> str:
    """``podcast:guid`` of a feed that has none yet."""
    return str(uuid.uuid5(_PODCAST_NAMESPACE, re.sub(r"^[a-z]+://", "", feed_url).rstrip("/")))


def item_guid(podcast: str, slug: str) -> str:
    """GUID of an episode that has none yet: from the podcast's and the episode's id, never from content."""
    return str(uuid.uuid5(uuid.UUID(podcast), slug))


def read_feed(path: Path) -> etree._Element:
    """The root of a feed file, or of a new one.

    Raises:
        StudioError: ``damaged-feed`` where the file is not a feed.
    """
    if not path.exists():
        root = etree.Element("rss", nsmap=NAMESPACES, version="2.0")
        etree.SubElement(root, "channel")
        return root
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _damaged(str(path), (error.strerror or str(error)).lower()) from error
    return parse_feed(data, str(path))


def parse_feed(data: bytes, where: str) -> etree._Element:
    """The root of a feed.

    Args:
        data: the file.
        where: it came from.

    Raises:
        StudioError: ``damaged-feed`` where it is not a feed.
    """
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(where, str(error)) from error
    if root.tag != "rss" or root.find("channel") is None:
        raise _damaged(where, "it is not RSS")
    return root


def feed_bytes(root: etree._Element) -> bytes:
    """The file: indented, so that a diff of two feeds is readable; browsers show it as its stylesheets make it."""
    sheets = "".join(
        f'<?xml-stylesheet type="{kind}" href="{static_files()[name][0]}"?>\n'
        for name, kind in (("feed.xsl", "text/xsl"), ("feed.css", "text/css"))
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n{sheets}'
    return head.encode() + etree.tostring(root, encoding="UTF-8", xml_declaration=False, pretty_print=True)


def items(root: etree._Element) -> list[etree._Element]:
    """The feed's items in file order."""
    return list(items_parent(root).iterfind("item"))


def insert_item(root: etree._Element, item: etree._Element, before: etree._Element | None) -> None:
    """Put an item in front of another one, or, where that is None, behind all."""
    if before is None:
        items_parent(root).append(item)
    else:
        before.addprevious(item)


def find_item(root: etree._Element, guid: str) -> etree._Element | None:
    """The item with a GUID, as records tell it."""
    return next((item for item in items(root) if (item.findtext("guid") or "").strip() == guid), None)


def remove_item(root: etree._Element, guid: str) -> bool:
    """Take an item out; False where it is not there."""
    item = find_item(root, guid)
    if item is not None:
        items_parent(root).remove(item)
    return item is not None


def built(root: etree._Element) -> str:
    """When a feed says that it was changed last; empty where it does not."""
    return items_parent(root).findtext("lastBuildDate") or ""


def own_address(root: etree._Element) -> str:
    """Where a feed says that it is; empty where it does not."""
    links = items_parent(root).iterfind(tag("atom:link"))
    return next((link.get("href", "") for link in links if link.get("rel") == "self"), "")


def make_item(release: Release, placement: Placement, show: Show) -> etree._Element:
    """One episode."""
    stem = f"episodes/{quote(release.slug)}/"
    item = etree.Element("item", nsmap=NAMESPACES)
    title = short(release.title)
    add(item, "title", title)
    add(item, "itunes:title", title)
    named = {name: address(show, path) for name, path in placement.files.items()}
    corrected = errata(placement.corrections, show.feed_language)
    add(item, "description", short_notes(release, named, corrected))
    if (notes := show_notes(release, named, corrected)) != item.findtext("description"):
        add(item, "content:encoded", notes)
    add(item, "link", address(show, f"{stem}index.html"))
    add(item, "guid", placement.guid, isPermaLink="false")
    add(item, "pubDate", format_datetime(placement.published))
    audio = placement.audio
    add(item, "enclosure", url=address(show, audio.path), length=str(audio.bytes), type=audio.media_type)
    add(item, "itunes:duration", str(round(release.duration_ms / 1000)))
    add(item, "itunes:explicit", "true" if is_explicit(release, show) else "false")
    add(item, "itunes:episodeType", str(release.type))
    if release.block:
        add(item, "itunes:block", "Yes")
    add(item, "itunes:image", href=address(show, placement.cover))
    _add_numbers(item, release, show)
    add(item, "podcast:chapters", url=address(show, f"{stem}{release.slug}.chapters.json"), type=CHAPTERS)
    language = show.feed_language.split("-")[0].lower()
    for suffix, media_type in TRANSCRIPTS.items():
        rel = "" if suffix == "transcript.json" else "captions"
        url = address(show, f"{stem}{release.slug}.{suffix}")
        add(item, "podcast:transcript", url=url, type=media_type, language=language, rel=rel)
    for person in credited(release, show):
        add_person(item, person, lambda picture: named.get(picture, picture))
    add_licence(item, release.license)
    for bite in release.soundbites:
        times = {"startTime": str(bite.start_ms / 1000), "duration": str(bite.duration_ms / 1000)}
        add(item, "podcast:soundbite", shortened(bite.title, SHORT_CHARS), **times)
    if release.disclosed is not None:
        add(item, "podcast:txt", shortened(release.disclosed.answer, TXT_CHARS), purpose=AI_CONTENT)
    for one in placement.corrections:
        add(item, "podcast:txt", one.as_text(), purpose=PURPOSE)
    for number, enclosure in enumerate((audio, *placement.alternates)):
        _add_alternate(item, enclosure, show, default=number == 0)
    _add_chapters(item, release, placement, show)
    add_own(item, release.feed_extra)
    return item


def is_explicit(release: Release, show: Show) -> bool:
    """Whether directories are to warn of an episode."""
    return show.explicit if release.explicit is None else release.explicit


def credited(release: Release, show: Show) -> tuple[Person, ...]:
    """Everybody with a part in an episode, its host first; where nobody is said to be that, the show's author is."""
    people = release.people or tuple(Person(guest, "guest") for guest in release.guests)
    has_host = any(person.role.casefold() == "host" for person in people)
    return people if has_host else (Person(short(show.author)), *people)


def _add_numbers(item: etree._Element, release: Release, show: Show) -> None:
    if release.season is not None and release.season >= 1:
        add(item, "itunes:season", str(release.season))
        add(item, "podcast:season", str(release.season), name=show.feed.seasons.get(str(release.season), ""))
    if release.number is not None and release.number >= 1:
        add(item, "itunes:episode", str(release.number))
        add(item, "podcast:episode", str(release.number))


def _add_alternate(item: etree._Element, enclosure: Enclosure, show: Show, *, default: bool) -> None:
    element = add(
        item,
        "podcast:alternateEnclosure",
        type=enclosure.media_type,
        length=str(enclosure.bytes),
        bitrate=str(enclosure.bitrate_bps),
        title=enclosure.title,
        default="true" if default else "false",
    )
    add(element, "podcast:source", uri=address(show, enclosure.path))
    add(element, "podcast:integrity", type="sri", value=enclosure.integrity)


def _add_chapters(item: etree._Element, release: Release, placement: Placement, show: Show) -> None:
    chapters = add(item, "psc:chapters", version="1.2")
    for chapter in release.chapters:
        more = {"href": chapter.link} if chapter.link else {}
        if chapter.pillar is not None and chapter.pillar in placement.pictures:
            more["image"] = address(show, placement.pictures[chapter.pillar])
        add(chapters, "psc:chapter", start=clock(chapter.start_ms), title=chapter.title, **more)


def items_parent(root: etree._Element) -> etree._Element:
    """The channel, which holds the items."""
    channel = root.find("channel")
    assert channel is not None  # read_feed has seen to it
    return channel


def _damaged(where: str, reason: str) -> StudioError:
    return StudioError(
        "damaged-feed",
        f"the feed cannot be read: {reason}",
        where=where,
        hint="Put back the former one with `studio publish --rollback`, or repair the file.",
    )
