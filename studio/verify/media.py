"""Checks on the files that an item of a feed names, against each other."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from lxml import etree

from studio.episode.pictures import read_picture
from studio.episode.subtitles import Subtitle
from studio.feed.directories import CHAPTER_PICTURE_PX
from studio.feed.media_types import MP3, TRANSCRIPTS
from studio.feed.names import tag
from studio.feed.records import id_of
from studio.model.show import Loudness
from studio.verify.audio import check_mp3, check_sound, same_chapters
from studio.verify.details import check_item_details
from studio.verify.disclosure import check_item_disclosure
from studio.verify.files import check_chapters_json, check_srt, check_transcript_json, check_vtt
from studio.verify.pages import check_episode_pages
from studio.verify.report import BOTH, Report
from studio.verify.site import Site, integrity


def check_media(
    report: Report,
    item: etree._Element,
    site: Site,
    loudness: Loudness,
    *,
    measure: bool,
    away: frozenset[str] = frozenset(),
) -> None:
    """Check the files of one item against the item and against each other.

    Args:
        report: gets the promises.
        item: of the feed.
        site: the feed folder.
        loudness: what the sound is to have.
        measure: decode and measure the sound.
        away: episodes whose files are on another machine only.
    """
    enclosure = item.find("enclosure")
    where = f"feed.xml, {id_of(item) or 'item'}"
    address = "" if enclosure is None else enclosure.get("url", "")
    if enclosure is None or not report.expect(
        address.isascii()
        and address.startswith(("https://", "http://"))
        and bool(re.search(r"\.\w+$", address.partition("?")[0])),
        "enclosure",
        "the enclosure is a plain web address with an extension",
        where=where,
        found=address or "none",
        refused_by=BOTH,
    ):
        return
    report.expect(
        enclosure.get("type") == MP3,
        "enclosure-type",
        "the enclosure is audio/mpeg",
        where=where,
        found=enclosure.get("type"),
        refused_by=BOTH,
    )
    path = site.path(address)
    if not report.expect(
        path is not None and path.is_file(),
        "enclosure-present",
        "the MP3 is there",
        where=where,
        found=address,
        refused_by=BOTH,
    ):
        return
    assert path is not None  # said by the check above
    size = path.stat().st_size
    report.expect(
        enclosure.get("length") == str(size),
        "enclosure-length",
        "the enclosure's length is the file's size in bytes",
        where=where,
        found=f"{enclosure.get('length')}, and the file has {size}",
    )
    id3, duration_ms = check_mp3(report, path, where=site.name(path))
    told = item.findtext(tag("itunes:duration")) or ""
    report.expect(
        told.isdecimal() and (not duration_ms or abs(int(told) - duration_ms / 1000) <= 1),
        "item-duration",
        "itunes:duration is the length in whole seconds",
        where=where,
        found=f"{told or 'none'} of {duration_ms / 1000:.0f}",
    )
    if measure:
        check_sound(report, path, loudness, where=site.name(path))
    _check_integrity(report, item, site, where)
    listed = [(chapter.start_ms, chapter.title) for chapter in id3.chapters] if id3 else []
    _check_chapter_lists(report, item, site, listed, where)
    cues = _check_transcripts(report, item, site, duration_ms, where)
    if id_of(item) is not None:
        check_episode_pages(report, item, site, listed, cues, away=away)
    check_item_disclosure(report, item, site, id3, where)
    check_item_details(report, item, site, duration_ms, where)
    art = item.find(tag("itunes:image"))
    art_path = site.path("" if art is None else art.get("href", ""))
    report.expect(art_path is not None and art_path.is_file(), "item-art", "the episode's art is there", where=where)


def _check_integrity(report: Report, item: etree._Element, site: Site, where: str) -> None:
    for alternate in item.iterfind(tag("podcast:alternateEnclosure")):
        source, seal = alternate.find(tag("podcast:source")), alternate.find(tag("podcast:integrity"))
        if source is None or seal is None:
            continue
        path = site.path(source.get("uri", ""))
        try:
            found = "no file" if path is None else integrity(path)
        except OSError as error:
            found = str(error.strerror)
        report.expect(
            found == seal.get("value"),
            "integrity",
            f"the {alternate.get('title')} is the one that was published",
            where=where,
        )


def _check_chapter_lists(
    report: Report, item: etree._Element, site: Site, listed: list[tuple[int, str]], where: str
) -> None:
    element = item.find(tag("podcast:chapters"))
    path = site.path("" if element is None else element.get("url", ""))
    if report.expect(path is not None, "chapters-named", "the item names its JSON chapters", where=where) and path:
        same_chapters(report, "json", listed, check_chapters_json(report, path, where=site.name(path)), where=where)
        _check_pictures(report, path, site)
    simple = [
        (_clock_ms(chapter.get("start", "")), chapter.get("title", "")) for chapter in item.iter(tag("psc:chapter"))
    ]
    same_chapters(report, "psc", listed, simple, where=where)
    # The last paragraph of times; what the author notes, which comes before it, may begin with a time, too.
    timed = re.findall(r"<p>(\d+(?::\d\d)+ .*?)</p>", _notes(item))
    lines = re.findall(r"(?:^|<br/>)(\d+(?::\d\d)+) (.*?)(?=<br/>|$)", timed[-1] if timed else "")
    noted = [(_clock_ms(time), html.unescape(title)) for time, title in lines]
    same_chapters(report, "notes", listed, noted, tolerance_ms=1000, where=where)


def _notes(item: etree._Element) -> str:
    """The full notes; where the description holds all of them they are not told twice."""
    return item.findtext(tag("content:encoded")) or item.findtext("description") or ""


def _check_pictures(report: Report, chapters: Path, site: Site) -> None:
    try:
        entries = json.loads(chapters.read_text(encoding="utf-8"))["chapters"]
        addresses = {entry["img"] for entry in entries if "img" in entry}
    except (OSError, ValueError, KeyError, TypeError):
        return  # said by the check of the file itself
    bad = []
    for address in sorted(addresses):
        path = site.path(address)
        try:
            picture = None if path is None else read_picture(path.read_bytes())
        except OSError:
            picture = None
        if picture is None or not 0 < max(picture.width_px, picture.height_px) <= CHAPTER_PICTURE_PX:
            bad.append(address)
    report.expect(
        not bad,
        "chapter-pictures",
        f"the chapters' pictures are there, at most {CHAPTER_PICTURE_PX} pixels",
        where=site.name(chapters),
        found=bad[:3],
    )


def _check_transcripts(
    report: Report, item: etree._Element, site: Site, duration_ms: int, where: str
) -> tuple[Subtitle, ...]:
    """Returns the captions; none where they cannot be read."""
    named = {
        element.get("type", ""): site.path(element.get("url", ""))
        for element in item.iterfind(tag("podcast:transcript"))
    }
    missing = [kind for kind in TRANSCRIPTS.values() if named.get(kind) is None]
    if not report.expect(
        not missing,
        "transcripts-named",
        "the item names its transcripts in three forms",
        where=where,
        found=f"no {missing}",
    ):
        return ()
    vtt, srt, structured = (named[kind] for kind in TRANSCRIPTS.values())
    assert vtt and srt and structured  # said by the check above
    cues = check_vtt(report, vtt, duration_ms, where=site.name(vtt))
    check_srt(report, srt, cues, where=site.name(srt))
    check_transcript_json(report, structured, cues, where=site.name(structured))
    return cues


def _clock_ms(text: str) -> int:
    ms = 0.0
    for part in text.split(":"):
        ms = ms * 60 + (float(part) * 1000 if re.fullmatch(r"\d+(\.\d+)?", part) else float("-inf"))
    return round(ms) if ms > float("-inf") else -1
