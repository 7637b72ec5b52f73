"""Checks on the pages of an episode: the listening page, the small player and what tells others how to embed it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

from studio.episode.subtitles import Subtitle
from studio.feed.names import tag
from studio.feed.records import id_of
from studio.verify.links import Page, check_links, read_page
from studio.verify.report import Report
from studio.verify.site import Site

CLOSE_S = 0.01
"""How far times on a page, which are written to a millisecond, may be from those of the files."""


def check_episode_pages(
    report: Report,
    item: etree._Element,
    site: Site,
    listed: Sequence[tuple[int, str]],
    cues: Sequence[Subtitle],
    *,
    away: frozenset[str],
) -> None:
    """Check the pages of an item of this tool against the item.

    Args:
        report: gets the promises.
        item: of the feed.
        site: the feed folder.
        listed: start in milliseconds and title of the MP3's chapters.
        cues: of the transcript.
        away: episodes whose files are on another machine only.
    """
    folder = site.folder / "episodes" / (id_of(item) or "")
    # That the page itself is there is checked with the item that names it.
    page = _read(report, folder / "index.html", site, "page-readable", "the listening page can be read")
    if page is not None:
        check_links(report, page, site, away)
        _check_player(report, page, item, site, listed)
        _check_title(report, page, item)
        if cues:
            _check_lines(report, page, cues)
        _check_linked_data(report, page, item)
    small = _read(report, folder / "embed.html", site, "embed-there", "the small player is there")
    if small is not None:
        check_links(report, small, site, away)
        _check_player(report, small, item, site, listed)
        report.expect(
            small.told().get("canonical") == item.findtext("link"),
            "embed-page",
            "the small player names the listening page",
            where=small.name,
            found=small.told().get("canonical"),
        )
    _check_oembed(report, folder / "oembed.json", item, site)


def _read(report: Report, path: Path, site: Site, code: str, promise: str) -> Page | None:
    if code == "page-readable" and not path.is_file():
        return None
    return read_page(report, path, site, code, promise)


def _check_player(
    report: Report, page: Page, item: etree._Element, site: Site, listed: Sequence[tuple[int, str]]
) -> None:
    """Its sound is the item's, and what its scripts are told is what the files say."""
    audio = next(page.root.iter("audio"), None)
    played = "" if audio is None else audio.get("src", "")
    sound = site.path(_enclosure(item))
    report.expect(
        sound is not None and (site.folder / page.name).parent / played == sound,
        "page-audio",
        "the page plays the sound that the feed names",
        where=page.name,
        found=played or "no player",
    )
    data = page.data("application/json")
    report.expect(
        _knows(data, item, listed),
        "page-player",
        "the page's player knows the episode's GUID, its length, its chapters and its waveform",
        where=page.name,
        found="others",
    )


def _knows(data: object, item: etree._Element, listed: Sequence[tuple[int, str]]) -> bool:
    try:
        assert isinstance(data, dict)
        starts = [chapter["start"] * 1000 for chapter in data["chapters"]]
        titles = [chapter["label"] for chapter in data["chapters"]]
        return (
            data["guid"] == item.findtext("guid")
            and abs(data["duration"] - int(item.findtext(tag("itunes:duration")) or "")) <= 1
            and all(0 <= peak <= 100 for peak in data["peaks"])
            and bool(data["peaks"])
            and (not listed or len(starts) == len(listed))
            and all(abs(start - known) <= 1000 * CLOSE_S for start, (known, _) in zip(starts, listed, strict=False))
            # The mark in front of a title names the pillar, which the page says by a colour.
            and all(known.endswith(title) for title, (_, known) in zip(titles, listed, strict=False))
        )
    except (AssertionError, ValueError, KeyError, TypeError):
        return False


def _check_title(report: Report, page: Page, item: etree._Element) -> None:
    shown, named = page.text("h1"), " ".join((item.findtext("title") or "").split())
    report.expect(
        shown.startswith(named.removesuffix("…")),
        "page-title",
        "the page has the title that the feed has",
        where=page.name,
        found=shown,
    )


def _check_lines(report: Report, page: Page, cues: Sequence[Subtitle]) -> None:
    lines = next((one for one in page.root.iter("div") if one.get("id") == "lines"), None)
    shown = [] if lines is None else [(line.get("data-t", ""), _words(line)) for line in lines.iter("a")]
    wanted = [(cue.start_ms, " ".join(cue.text.split())) for cue in cues]
    agree = len(shown) == len(wanted) and all(
        _is_at(time, start_ms) and text == words for (time, text), (start_ms, words) in zip(shown, wanted, strict=True)
    )
    report.expect(
        agree,
        "page-transcript",
        "the lines on the page are those of the transcript",
        where=page.name,
        found=f"{len(shown)} of {len(wanted)}" if len(shown) != len(wanted) else "other times or words",
    )


def _words(line: etree._Element) -> str:
    return " ".join("".join(map(str, line.itertext())).split())


def _is_at(time: str, start_ms: int) -> bool:
    try:
        return abs(float(time) - start_ms / 1000) <= CLOSE_S
    except ValueError:
        return False


def _check_linked_data(report: Report, page: Page, item: etree._Element) -> None:
    """What search engines read."""
    told = page.data("application/ld+json")
    media = told.get("associatedMedia") if isinstance(told, dict) else None
    found = {
        "@type": told.get("@type") if isinstance(told, dict) else None,
        "identifier": told.get("identifier") if isinstance(told, dict) else None,
        "url": told.get("url") if isinstance(told, dict) else None,
        "contentUrl": media.get("contentUrl") if isinstance(media, dict) else None,
    }
    wanted = {
        "@type": "PodcastEpisode",
        "identifier": item.findtext("guid"),
        "url": item.findtext("link"),
        "contentUrl": _enclosure(item),
    }
    other = [f"{name} {value}" for name, value in found.items() if value != wanted[name]]
    report.expect(
        not other,
        "page-linked-data",
        "search engines are told the episode's GUID, page and sound",
        where=page.name,
        found=", ".join(other),
    )


def _check_oembed(report: Report, path: Path, item: etree._Element, site: Site) -> None:
    where = site.name(path)
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        frames = list(etree.HTML(told["html"]).iter("iframe"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        report.expect(
            False, "oembed-there", "it is told how to embed the episode (oEmbed)", where=where, found=repr(error)
        )
        return
    wanted = site.address(f"{path.parent.relative_to(site.folder).as_posix()}/embed.html")
    framed = frames[0].get("src", "") if frames else "no frame"
    picture = site.path(str(told.get("thumbnail_url", "")))
    report.expect(
        told.get("version") == "1.0" and told.get("type") == "rich" and framed == wanted,
        "oembed-player",
        "oEmbed leads to the small player",
        where=where,
        found=framed,
    )
    report.expect(
        picture is not None and picture.is_file(),
        "oembed-picture",
        "the picture that oEmbed names is there",
        where=where,
        found=told.get("thumbnail_url"),
    )
    report.expect(
        str(told.get("title", "")).startswith((item.findtext("title") or "").removesuffix("…")),
        "oembed-title",
        "oEmbed tells the title that the feed has",
        where=where,
        found=told.get("title"),
    )


def _enclosure(item: etree._Element) -> str:
    enclosure = item.find("enclosure")
    return "" if enclosure is None else enclosure.get("url", "")
