"""The channel of a feed: everything above its items, written anew from the show with each publish."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from studio.episode.release import clean_text
from studio.feed.addresses import address, base_url, is_private
from studio.feed.directories import DESCRIPTION_BYTES
from studio.feed.elements import add, add_licence, add_own, add_person, short
from studio.feed.names import tag
from studio.feed.notes import shortened
from studio.feed.rss import items, items_parent
from studio.model.publishing import AI_CONTENT, SHORT_CHARS, EpisodeType, Person
from studio.model.show import Show

GENERATOR = "studio"
"""By what a feed is known to be made by this tool."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture for a purpose: its path in the feed folder, and its edges in pixels."""

    path: str
    width_px: int
    height_px: int
    purpose: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """What a feed says about itself that the show does not tell.

    Attributes:
        guid: lasting identity of the podcast.
        cover: path of the cover in the feed folder.
        changed: when the feed was changed last (RFC 2822); empty where nobody knows.
        has_moved: whether the feed once had another address.
        is_moving: whether that was so lately that directories may still have to follow.
        images: pictures for other purposes.
        faces: people's pictures that are files of the show → their paths in the feed folder.
    """

    guid: str
    cover: str
    changed: str = ""
    has_moved: bool = False
    is_moving: bool = False
    images: tuple[Image, ...] = ()
    faces: Mapping[str, str] = field(default_factory=dict)


def set_channel(root: etree._Element, show: Show, state: ChannelState) -> None:
    """Write everything above the items anew from the show."""
    channel = items_parent(root)
    kept = items(root)
    for child in list(channel):
        channel.remove(child)
    _add_identity(channel, show, state)
    _add_apple(channel, show, state)
    _add_podcasting(channel, show, state)
    _add_trailers(channel, kept)
    if told := _told(kept):
        add(channel, "podcast:txt", told, purpose=AI_CONTENT)
    add_own(channel, show.feed.extra)
    channel.extend(kept)


def _add_identity(channel: etree._Element, show: Show, state: ChannelState) -> None:
    """What RSS and Atom have."""
    link = show.site or base_url(show)
    add(channel, "title", short(show.title))
    add(channel, "link", link)
    add(channel, "description", _within(clean_text(show.description), DESCRIPTION_BYTES))
    add(channel, "language", show.feed_language.lower())
    if show.copyright:
        add(channel, "copyright", short(show.copyright))
    add(channel, "generator", GENERATOR)
    if state.changed:
        add(channel, "lastBuildDate", state.changed)
    add(channel, "atom:link", href=show.feed_url, rel="self", type="application/rss+xml")
    for hub in () if is_private(show) else show.feed.hubs:
        add(channel, "atom:link", href=hub, rel="hub")
    image = add(channel, "image")
    add(image, "url", address(show, state.cover))
    add(image, "title", short(show.title))
    add(image, "link", link)


def _add_apple(channel: etree._Element, show: Show, state: ChannelState) -> None:
    if state.has_moved:
        add(channel, "itunes:new-feed-url", show.feed_url)
    add(channel, "itunes:author", short(show.author))
    add(channel, "itunes:type", str(show.feed.type))
    add(channel, "itunes:explicit", "true" if show.explicit else "false")
    add(channel, "itunes:image", href=address(show, state.cover))
    if show.email:
        owner = add(channel, "itunes:owner")
        add(owner, "itunes:name", short(show.author))
        add(owner, "itunes:email", show.email)
    for category in show.categories:
        name, _, narrower = category.partition(" > ")
        element = add(channel, "itunes:category", text=name)
        if narrower:
            add(element, "itunes:category", text=narrower)
    if show.feed.complete:
        add(channel, "itunes:complete", "Yes")
    if {"all", "apple"} & set(show.feed.block):
        add(channel, "itunes:block", "Yes")


def _add_podcasting(channel: etree._Element, show: Show, state: ChannelState) -> None:
    add(channel, "podcast:guid", state.guid)
    add(channel, "podcast:locked", "no" if state.is_moving else "yes", owner=show.email)
    add(channel, "podcast:medium", "podcast")
    if show.funding_url:
        add(channel, "podcast:funding", shortened(show.funding_text, SHORT_CHARS), url=show.funding_url)
    for person in show.people or (Person(short(show.author)),):
        add_person(channel, person, lambda picture: _face(picture, show, state))
    add_licence(channel, show.feed.license)
    _add_frequency(channel, show)
    for image in state.images:
        add(
            channel,
            "podcast:image",
            href=address(show, image.path),
            alt=image.alt,
            aspect_ratio=_ratio(image),
            width=str(image.width_px),
            height=str(image.height_px),
            purpose=image.purpose,
        )
    if show.feed.podping.token and not is_private(show):
        add(channel, "podcast:podping", usesPodping="true")
    if publisher := show.feed.publisher.guid:
        element = add(channel, "podcast:publisher")
        add(element, "podcast:remoteItem", medium="publisher", feedGuid=publisher, feedUrl=show.feed.publisher.url)
    for slug in show.feed.block:
        add(channel, "podcast:block", "yes", id="" if slug == "all" else slug)
    for purpose, code in show.feed.txt.items():
        add(channel, "podcast:txt", code, purpose=purpose)


def _add_frequency(channel: etree._Element, show: Show) -> None:
    frequency = show.feed.update_frequency
    if frequency.rule or show.feed.complete:
        add(
            channel,
            "podcast:updateFrequency",
            frequency.text or frequency.rule,
            complete="true" if show.feed.complete else "",
            dtstart="" if frequency.starts is None else frequency.starts.isoformat(),
            rrule=frequency.rule,
        )


def _add_trailers(channel: etree._Element, kept: list[etree._Element]) -> None:
    """``podcast:trailer`` for each item that is one, so that apps find it without reading all items."""
    for item in kept:
        enclosure = item.find("enclosure")
        if item.findtext(tag("itunes:episodeType")) == EpisodeType.TRAILER and enclosure is not None:
            add(
                channel,
                "podcast:trailer",
                shortened(item.findtext("title") or "", SHORT_CHARS),
                pubdate=item.findtext("pubDate") or "",
                url=enclosure.get("url", ""),
                length=enclosure.get("length", ""),
                type=enclosure.get("type", ""),
                season=item.findtext(tag("podcast:season")) or "",
            )


def _told(kept: list[etree._Element]) -> str:
    """What the items say of synthetic voices, in one answer: ``yes`` where any does, else what the newest says."""
    answers = [answer for item in kept if (answer := told_of(item))]
    return next((answer for answer in answers if answer.startswith("yes")), answers[0] if answers else "")


def told_of(element: etree._Element) -> str:
    """What a channel or an item says of synthetic voices; empty where it is silent."""
    texts = element.iterfind(tag("podcast:txt"))
    return next(((text.text or "").strip() for text in texts if text.get("purpose") == AI_CONTENT), "")


def _ratio(image: Image) -> str:
    shared = math.gcd(image.width_px, image.height_px) or 1
    return f"{image.width_px // shared}/{image.height_px // shared}"


def _face(picture: str, show: Show, state: ChannelState) -> str:
    return address(show, state.faces[picture]) if picture in state.faces else picture


def _within(text: str, limit_bytes: int) -> str:
    while len(text.encode()) > limit_bytes:
        text = shortened(text, len(text) - max(1, (len(text.encode()) - limit_bytes) // 4))
    return text
