"""Whether listeners are told of synthetic voices wherever that was promised; silence about it is no answer."""

from __future__ import annotations

import html
import re
from pathlib import Path

from lxml import etree

from studio.episode.release import Release
from studio.feed.channel import told_of
from studio.feed.names import tag
from studio.feed.records import id_of
from studio.model.publishing import AI_CONTENT
from studio.verify.report import Report
from studio.verify.site import Site
from studio.verify.tagreader import Tag

_ANSWER = re.compile(r"(?s)no|(?:yes|unstated): .*\S.*")


def check_disclosure(report: Report, release: Release, id3: Tag | None) -> None:
    """The promises of a build.

    Args:
        report: gets the promises.
        release: the build.
        id3: tag of its MP3, where that can be read.
    """
    where, said = f"{release.folder.name}/manifest.json", release.disclosed
    if not report.expect(
        said is not None,
        "disclosure-answered",
        "it is answered whether voices are synthetic, and how listeners are told",
        where=where,
        found="no answer; render it again",
    ):
        return
    assert said is not None  # said by the check above
    report.expect(
        said.synthetic or said.recorded >= len(release.written),
        "disclosure-true",
        "voices count as people's only where all takes are recordings",
        where=where,
        found=f"{said.recorded} recordings for {len(release.written)} takes",
    )
    report.expect(
        bool(said.text.strip() or said.reason.strip()) or not said.synthetic,
        "disclosure-told",
        "listeners are told of synthetic voices, or it says why not",
        where=where,
        found="neither `text` nor `reason`",
    )
    report.expect(
        bool(said.sentence.strip()) or bool(said.reason.strip()),
        "disclosure-spoken-or-reason",
        "the narrator tells of synthetic voices, or it says why not",
        where=where,
        found="neither a sentence nor a reason",
    )
    spoken = " ".join(" ".join(release.written).split())
    shown = " ".join(" ".join(cue.text for cue in release.cues).split())
    for code, text in (("disclosure-spoken", spoken), ("disclosure-captioned", shown)):
        report.expect(
            " ".join(said.sentence.split()) in text,
            code,
            "the sentence about synthetic voices is " + ("spoken" if text is spoken else "in the transcript"),
            where=where,
            found=f"not {said.sentence!r}",
        )
    silent = sorted(voice for voice, consent in said.imitated.items() if not consent.strip())
    report.expect(
        not silent,
        "voice-consent",
        "who is imitated by a voice has agreed (`consent` of its file)",
        where=where,
        found=", ".join(silent),
    )
    report.expect(
        not said.recorded or bool(said.recordings.strip()),
        "recordings-consent",
        "whose recordings are heard has agreed (`recordings` of `disclosure`)",
        where=where,
        found=said.doubt,
    )
    if id3 is not None:
        told_in_tag = id3.texts.get(f"TXXX:{AI_CONTENT}", "")
        report.expect(
            told_in_tag == said.answer,
            "disclosure-tag",
            "the tag says the same of synthetic voices as the manifest",
            where=f"{release.folder.name}/{release.mp3.name}",
            found=told_in_tag or "nothing",
        )


def check_item_disclosure(report: Report, item: etree._Element, site: Site, id3: Tag | None, where: str) -> None:
    """The promises of an item of this tool: feed, notes, page and tag say the same.

    Args:
        report: gets the promises.
        item: of the feed.
        site: the feed folder.
        id3: tag of its MP3, where that can be read.
        where: the item, in words.
    """
    answer = told_of(item)
    if not report.expect(
        bool(_ANSWER.fullmatch(answer)),
        "item-disclosure",
        "the item says whether voices are synthetic",
        where=where,
        found=answer or "nothing; render and publish the episode again",
    ):
        return
    if id3 is not None:
        found = id3.texts.get(f"TXXX:{AI_CONTENT}", "")
        report.expect(
            found == answer,
            "item-disclosure-tag",
            "tag and feed say the same of synthetic voices",
            where=where,
            found=found or "nothing in the tag",
        )
    line = answer.removeprefix("yes: ") if answer.startswith("yes: ") else ""
    for name in ("description", "content:encoded"):
        text = item.findtext(tag(name))
        report.expect(
            text is None or _holds(text, line),
            f"notes-disclosure-{name.rpartition(':')[2]}",
            "the notes say which voices are synthetic",
            where=where,
            found=f"not {line!r} in {name}",
        )
    page = site.path(item.findtext("link") or "")
    report.expect(
        page is None or _holds(read_text(page), line),
        "page-disclosure",
        "the page says which voices are synthetic",
        where=where,
        found=f"not {line!r}",
    )


def check_channel_disclosure(report: Report, channel: etree._Element) -> None:
    """The channel says what its items say, where any of them is of this tool."""
    answers = [told_of(item) for item in channel.iterfind("item") if id_of(item) is not None]
    if answers:
        answer, is_told = told_of(channel), any(one.startswith("yes") for one in answers)
        report.expect(
            bool(_ANSWER.fullmatch(answer)) and (answer.startswith("yes") or not is_told),
            "channel-disclosure",
            "the channel says whether voices are synthetic",
            where="feed.xml",
            found=answer or "nothing",
        )


def _holds(text: str, line: str) -> bool:
    """Whether a text in HTML holds a line, which may be cut where it is long."""
    start = " ".join(line.rstrip("…").split())[:200]
    return " ".join(start.split()) in plain_text(text)


def plain_text(text: str) -> str:
    """What is read of a text in HTML, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def read_text(page: Path) -> str:
    """A file of the feed folder; empty where it cannot be read."""
    try:
        return page.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""  # said by the check of the page itself
