"""Whether what was corrected is told wherever that was promised, and has an address of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lxml import etree

from studio.episode.manifest import file_record
from studio.feed.errata import CORRECTIONS, Correction, corrections_of, hash_in, read_corrections
from studio.feed.ledger import Ledger
from studio.feed.media_types import TRANSCRIPTS
from studio.feed.names import tag
from studio.feed.records import audio_of, id_of
from studio.verify.disclosure import plain_text, read_text
from studio.verify.report import Report
from studio.verify.site import Site

_BEFORE = 60
"""Characters in front of a correction in which its date is looked for."""


def check_corrections(report: Report, item: etree._Element, site: Site, ledger: Ledger) -> None:
    """The promises of an item of this tool that was corrected.

    Args:
        report: gets the promises.
        item: of the feed.
        site: the feed folder.
        ledger: what the publisher noted of it.
    """
    slug, told = id_of(item) or "", corrections_of(item)
    where = f"feed.xml, {slug}"
    known = ledger.records.get(slug)
    kept = known.corrections if known is not None and known.guid == (item.findtext("guid") or "").strip() else ()
    lost = [one.text for one in kept if one not in told]
    if kept or told:
        report.expect(not lost, "corrections-kept", "every correction is in the feed", where=where, found=lost[:2])
    _check_addresses(report, item, site, slug, is_corrected=bool(told))
    if told:
        _check_notes(report, item, told, where)
        page = site.path(item.findtext("link") or "")
        text = plain_text(read_text(page)) if page else ""
        if page is not None:
            _expect_told(report, told, text, "page-corrections", where=site.name(page))
        _check_transcripts(report, item, site, told, where)
        _check_file(report, item, site, slug, told)


def _check_addresses(report: Report, item: etree._Element, site: Site, slug: str, *, is_corrected: bool) -> None:
    where = f"feed.xml, {slug}"
    if is_corrected:
        name = audio_of(item)
        report.expect(
            bool(hash_in(name, slug)),
            "corrected-address",
            "what was corrected has an address of its own",
            where=where,
            found=name,
        )
    enclosure = item.find("enclosure")
    addresses = {"" if enclosure is None else enclosure.get("url", "")}
    addresses |= {source.get("uri", "") for source in item.iter(tag("podcast:source"))}
    for path in sorted(path for address in addresses if (path := site.path(address)) is not None):
        expected = hash_in(path.name, slug)
        if expected and path.is_file():
            found = file_record(path).sha256[:8]
            report.expect(
                found == expected,
                "address-hash",
                "the hash in the address is that of the file",
                where=site.name(path),
                found=found,
            )


def _check_notes(report: Report, item: etree._Element, told: Sequence[Correction], where: str) -> None:
    """The full notes have all of them; the short ones the last, where there is no room for more."""
    short = plain_text(item.findtext("description") or "")
    full = plain_text(item.findtext(tag("content:encoded")) or item.findtext("description") or "")
    _expect_told(report, told[-1:], short, "description-corrections", where=where)
    _expect_told(report, told, full, "notes-corrections", where=where)


def _check_transcripts(
    report: Report, item: etree._Element, site: Site, told: Sequence[Correction], where: str
) -> None:
    """WebVTT and JSON have a place for it; SubRip has none."""
    named = {one.get("type", ""): site.path(one.get("url", "")) for one in item.iterfind(tag("podcast:transcript"))}
    for suffix, read in (("vtt", str), ("transcript.json", _corrections_in)):
        path = named.get(TRANSCRIPTS[suffix])
        text = " ".join(read(read_text(path)).split()) if path else ""
        _expect_told(report, told, text, "transcript-corrections", where=f"{where}, .{suffix}")


def _corrections_in(transcript: str) -> str:
    try:
        return " ".join(json.loads(transcript)["corrections"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""


def _expect_told(report: Report, told: Sequence[Correction], text: str, code: str, *, where: str) -> None:
    untold = [one.text for one in told if not _is_told(one, text)]
    report.expect(
        not untold, code, "it is told here what was corrected, and when", where=where, found=f"not {untold[:1]}"
    )


def _is_told(one: Correction, text: str) -> bool:
    for line in (one.text, one.text.replace("-->", "→")):
        at = text.find(line)
        while at >= 0:
            before = text[max(0, at - _BEFORE) : at]
            if str(one.at.day) in before and str(one.at.year) in before:
                return True
            at = text.find(line, at + 1)
    return False


def _check_file(report: Report, item: etree._Element, site: Site, slug: str, told: Sequence[Correction]) -> None:
    path = site.folder / "episodes" / slug / f"{slug}.{CORRECTIONS}"
    try:
        records = read_corrections(path.read_bytes())
        found = ""
    except (OSError, ValueError) as error:
        records, found = [], str(error)
    if not report.expect(
        not found, "corrections-file", "the list of changed passages can be read", where=site.name(path), found=found
    ):
        return
    listed = [(record["date"], record["text"]) for record in records]
    report.expect(
        listed == [(one.at.isoformat(), one.text) for one in told],
        "corrections-listed",
        "the list of changed passages has the corrections that the feed has, in order",
        where=site.name(path),
        found=f"{len(listed)} of {len(told)}",
    )
    page = site.path(item.findtext("link") or "")
    report.expect(
        page is None or f'href="{path.name}"' in read_text(page),
        "corrections-linked",
        "the page links the list of changed passages",
        where=site.name(path),
    )
