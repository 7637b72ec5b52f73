"""Checks on what a feed says besides sound and chapters: kinds, people, licences, passages, pictures, codes."""

from __future__ import annotations

import re

from lxml import etree

from studio.episode.release import Release
from studio.feed.addresses import is_private
from studio.feed.names import tag
from studio.feed.records import id_of
from studio.model.publishing import SHORT_CHARS, TXT_CHARS, EpisodeType, Licence, ShowType
from studio.model.show import Show
from studio.script.names import is_role
from studio.verify.files import check_cover
from studio.verify.report import APPLE, Report
from studio.verify.site import Site

_WEB = re.compile(r"https?://\S+")


def check_build_details(report: Report, release: Release, show: Show, duration_ms: int) -> None:
    """The promises of a build about what its item in a feed is going to say."""
    where = f"{release.folder.name}/manifest.json"
    report.expect(
        show.feed.type is ShowType.EPISODIC or release.type is not EpisodeType.FULL or (release.number or 0) >= 1,
        "serial-numbered",
        "an episode of a serial show has a number, by which apps order it",
        where=where,
        found="no `number`",
        refused_by=(APPLE,),
    )
    labels = sorted({cue.speaker for cue in release.cues if cue.speaker and is_role(cue.speaker)})
    report.expect(
        not labels,
        "speakers-named",
        "listeners read names, and no labels of the script",
        where=f"{release.folder.name}/transcript.vtt",
        found=", ".join(labels),
    )
    ends = [bite.start_ms + bite.duration_ms for bite in release.soundbites]
    report.expect(
        all(bite.start_ms >= 0 and bite.duration_ms > 0 for bite in release.soundbites)
        and (not duration_ms or max(ends, default=0) <= duration_ms),
        "soundbites",
        "soundbites lie within the audio",
        where=where,
        found=f"{ends} of {duration_ms} ms",
    )
    if release.artwork:
        check_cover(report, release.folder / release.artwork, where=f"{release.folder.name}/{release.artwork}")


def check_item_details(report: Report, item: etree._Element, site: Site, duration_ms: int, where: str) -> None:
    """The promises of an item, of whatever tool it is."""
    kind = item.findtext(tag("itunes:episodeType"))
    report.expect(
        kind in (None, *EpisodeType),
        "episode-type",
        "itunes:episodeType is full, trailer or bonus",
        where=where,
        found=kind,
        refused_by=(APPLE,),
    )
    explicit = item.findtext(tag("itunes:explicit"))
    report.expect(
        explicit in (None, "true", "false"),
        "item-explicit",
        "itunes:explicit of the item is true or false",
        where=where,
        found=explicit,
        refused_by=(APPLE,),
    )
    seasons = [item.findtext(tag(name)) for name in ("itunes:season", "podcast:season")]
    report.expect(
        seasons[0] == seasons[1], "seasons-agree", "both elements name one season", where=where, found=seasons
    )
    late = [bite.attrib for bite in item.iterfind(tag("podcast:soundbite")) if not _is_within(bite, duration_ms / 1000)]
    report.expect(not late, "item-soundbites", "soundbites lie within the audio", where=where, found=late[:2])
    _check_shared(report, item, site, where)
    own = item.find(tag("itunes:image"))
    path = site.path("" if own is None else own.get("href", ""))
    if path is not None and path.is_file() and path.parent.name == id_of(item):
        check_cover(report, path, where=site.name(path))


def check_channel_details(report: Report, channel: etree._Element, site: Site, show: Show | None) -> None:
    """The promises of a channel."""
    where, kind = "feed.xml", channel.findtext(tag("itunes:type"))
    report.expect(kind in tuple(ShowType), "show-type", "itunes:type is episodic or serial", where=where, found=kind)
    for name in ("itunes:complete", "itunes:block"):
        text = channel.findtext(tag(name))
        report.expect(text in (None, "Yes"), name, f"{name} is Yes or absent", where=where, found=text)
    blocks = [element.text for element in channel.iterfind(tag("podcast:block"))]
    report.expect(
        set(blocks) <= {"yes", "no"}, "podcast:block", "podcast:block is yes or no", where=where, found=blocks
    )
    addresses = {element.get("url") for element in channel.iterfind("item/enclosure")}
    lost = [one.get("url") for one in channel.iterfind(tag("podcast:trailer")) if one.get("url") not in addresses]
    report.expect(not lost, "trailers", "the channel's trailers are items of the feed", where=where, found=lost[:2])
    missing = [
        image.get("href")
        for image in channel.iterfind(tag("podcast:image"))
        if (path := site.path(image.get("href", ""))) is not None and not path.is_file()
    ]
    report.expect(not missing, "channel-images", "the channel's pictures are there", where=where, found=missing[:2])
    _check_shared(report, channel, site, where)
    if show is not None:
        _check_as_set(report, channel, show)


def _check_as_set(report: Report, channel: etree._Element, show: Show) -> None:
    """What the show asks for has come to be in the feed."""
    where = "feed.xml"
    codes = {(one.get("purpose"), one.text) for one in channel.iterfind(tag("podcast:txt"))}
    lost = [purpose for purpose, code in show.feed.txt.items() if (purpose, code.strip()) not in codes]
    report.expect(not lost, "ownership-codes", "the codes for directories are in the feed", where=where, found=lost)
    hubs = [link.get("href") for link in channel.iterfind(tag("atom:link")) if link.get("rel") == "hub"]
    report.expect(
        hubs == ([] if is_private(show) else list(show.feed.hubs)),
        "hubs-named",
        "the feed names the hubs that are told of changes; with a token in its address none",
        where=where,
        found=hubs,
    )
    podping = channel.find(tag("podcast:podping"))
    report.expect(
        (podping is not None and podping.get("usesPodping") == "true")
        == (bool(show.feed.podping.token) and not is_private(show)),
        "podping-named",
        "the feed says whether Podping tells of changes",
        where=where,
        found="another answer than that of studio.yaml",
    )
    wanted = {
        "itunes:type": str(show.feed.type),
        "itunes:complete": "Yes" if show.feed.complete else None,
        "itunes:block": "Yes" if {"all", "apple"} & set(show.feed.block) else None,
        "itunes:explicit": "true" if show.explicit else "false",
    }
    other = [name for name, text in wanted.items() if channel.findtext(tag(name)) != text]
    report.expect(
        not other, "channel-as-set", "the channel says what studio.yaml says", where=where, found=", ".join(other)
    )


def _check_shared(report: Report, element: etree._Element, site: Site, where: str) -> None:
    """What channel and items have in common."""
    people = list(element.iterfind(tag("podcast:person")))
    names = [(person.text or "").strip() for person in people]
    report.expect(
        all(0 < len(name) <= SHORT_CHARS and not is_role(name) for name in names),
        "people-named",
        f"people have names of at most {SHORT_CHARS} characters",
        where=where,
        found=[name[:40] for name in names],
    )
    links = [link for person in people for name in ("href", "img") if (link := person.get(name)) is not None]
    lost = [link for link in links if not _WEB.fullmatch(link) or not _is_there(site, link)]
    report.expect(not lost, "people-links", "people's links and pictures are there", where=where, found=lost[:2])
    licences = list(element.iterfind(tag("podcast:license")))
    unclear = [one.text for one in licences if _licence_fault(one)]
    report.expect(
        len(licences) <= 1 and not unclear,
        "license",
        "the licence is a public one, or its text has an address",
        where=where,
        found=unclear,
    )
    long = [
        text.get("purpose")
        for text in element.iterfind(tag("podcast:txt"))
        if len(text.text or "") > TXT_CHARS or len(text.get("purpose", "")) > SHORT_CHARS
    ]
    report.expect(not long, "txt", f"podcast:txt has at most {TXT_CHARS:,} characters", where=where, found=long)
    own = [_plain(child) for child in element]
    twice = sorted({name for name in _ONCE if own.count(name) > 1})
    report.expect(not twice, "elements-once", "what may stand once stands once", where=where, found=", ".join(twice))


_ONCE = frozenset(
    map(
        tag,
        """
        title link description language guid pubDate enclosure itunes:author itunes:type itunes:explicit itunes:image
        itunes:owner itunes:complete itunes:block itunes:duration itunes:episodeType itunes:season itunes:episode
        podcast:guid podcast:locked podcast:medium podcast:license podcast:updateFrequency podcast:publisher
        podcast:season podcast:episode podcast:chapters
        """.split(),
    )
)


def _plain(element: etree._Element) -> str:
    return str(element.tag)


def _licence_fault(licence: etree._Element) -> bool:
    return bool(Licence(name=(licence.text or "").strip(), url=licence.get("url", "")).fault()) or not licence.text


def _is_there(site: Site, link: str) -> bool:
    path = site.path(link)
    return path is None or path.is_file()


def _is_within(bite: etree._Element, duration_s: float) -> bool:
    try:
        start, length = float(bite.get("startTime", "")), float(bite.get("duration", ""))
    except ValueError:
        return False
    return start >= 0 and length > 0 and (not duration_s or start + length <= duration_s + 0.01)
