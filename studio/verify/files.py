"""Checks on what lies beside an MP3: chapters, transcripts, pictures."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from studio.episode.pictures import EXTENSIONS, read_picture
from studio.episode.subtitles import Subtitle, read_vtt, timing_problem
from studio.feed.directories import COVER_BYTES, COVER_PX
from studio.feed.transcripts import srt_name
from studio.verify.report import BOTH, Report

LINE_CHARS = 65

_SRT_BLOCK = re.compile(r"\d+\n(?P<start>\d\d:\d\d:\d\d,\d{3}) --> \d\d:\d\d:\d\d,\d{3}\n(?P<body>.+)", re.DOTALL)


def check_chapters_json(report: Report, path: Path, *, where: str) -> list[tuple[int, str]]:
    """Check a JSON chapters file; returns (start in ms, title) of each."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        chapters = [(round(entry["startTime"] * 1000), str(entry["title"])) for entry in document["chapters"]]
        version = document["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        report.expect(False, "json-chapters", "the JSON chapters can be read", where=where, found=repr(error))
        return []
    report.expect(
        version == "1.2.0", "json-chapters", "the JSON chapters are version 1.2.0", where=where, found=version
    )
    return chapters


def check_vtt(report: Report, path: Path, duration_ms: int, *, where: str) -> tuple[Subtitle, ...]:
    """Check a WebVTT file; returns its cues."""
    try:
        cues = read_vtt(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        report.expect(False, "vtt-readable", "the transcript is strict WebVTT", where=where, found=error)
        return ()
    report.expect(bool(cues), "vtt-readable", "the transcript is strict WebVTT", where=where, found="no cue")
    problem = timing_problem(cues, duration_ms or 10**9)
    report.expect(
        problem is None, "vtt-times", "captions follow each other within the audio", where=where, found=problem
    )
    longest = max((len(line) for cue in cues for line in cue.text.split("\n")), default=0)
    report.expect(
        longest <= LINE_CHARS,
        "vtt-lines",
        f"caption lines have at most {LINE_CHARS} characters",
        where=where,
        found=longest,
    )
    return cues


def check_srt(report: Report, path: Path, cues: Sequence[Subtitle], *, where: str) -> None:
    """Check that a SubRip file tells what the WebVTT tells."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        report.expect(False, "srt-agrees", "the SubRip transcript can be read", where=where, found=error)
        return
    told = [_SRT_BLOCK.fullmatch(block) for block in text.strip().split("\n\n")]
    report.expect(
        all(told) and (not cues or _told(told, cues)),
        "srt-agrees",
        "the SubRip transcript tells the same as the WebVTT, each block with the name of who speaks",
        where=where,
    )


def check_transcript_json(report: Report, path: Path, cues: Sequence[Subtitle], *, where: str) -> None:
    """Check that a JSON transcript tells what the WebVTT tells."""
    try:
        segments = json.loads(path.read_text(encoding="utf-8"))["segments"]
        read = [(round(segment["startTime"] * 1000), _words(segment["body"])) for segment in segments]
    except (OSError, ValueError, KeyError, TypeError) as error:
        report.expect(False, "json-agrees", "the JSON transcript can be read", where=where, found=repr(error))
        return
    report.expect(
        not cues or read == [(cue.start_ms, _words(cue.text)) for cue in cues],
        "json-agrees",
        "the JSON transcript tells the same as the WebVTT",
        where=where,
    )


def check_cover(report: Report, path: Path, *, where: str) -> None:
    """Check artwork against what directories take."""
    try:
        data = path.read_bytes()
    except OSError as error:
        report.expect(False, "cover-present", "the cover is there", where=where, found=error.strerror, refused_by=BOTH)
        return
    picture = read_picture(data)
    low, high = COVER_PX
    right_kind = picture.format in ("jpeg", "png") and path.suffix.lower() in EXTENSIONS[picture.format]
    report.expect(
        right_kind,
        "cover-format",
        "the cover is a JPEG or PNG, as its name says",
        where=where,
        found=picture.format,
        refused_by=BOTH,
    )
    report.expect(
        picture.width_px == picture.height_px and low <= picture.width_px <= high,
        "cover-size",
        f"the cover is square, {low} to {high} pixels",
        where=where,
        found=f"{picture.width_px} × {picture.height_px}",
        refused_by=BOTH,
    )
    report.expect(
        picture.is_rgb and not picture.has_alpha,
        "cover-colour",
        "the cover is RGB without transparency",
        where=where,
        refused_by=BOTH,
    )
    report.expect(
        len(data) <= COVER_BYTES,
        "cover-bytes",
        f"the cover has at most {COVER_BYTES} bytes",
        where=where,
        found=len(data),
    )


def _told(blocks: Sequence[re.Match[str] | None], cues: Sequence[Subtitle]) -> bool:
    """Whether blocks say what captions say, in their times, each with the name."""
    waiting = list(blocks)
    for cue in cues:
        said, name = "", srt_name(cue)
        while waiting and waiting[0] and int(_milliseconds(waiting[0]["start"])) < cue.end_ms:
            body = waiting.pop(0)["body"]  # type: ignore[index]
            if not body.startswith(name):
                return False
            said += body[len(name) :]
        if _letters(said) != _letters(cue.text):
            return False
    return not waiting


def _milliseconds(time: str) -> int:
    hours, minutes, seconds = time.replace(",", "").split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + int(seconds)


def _letters(text: str) -> str:
    """Without white space, since narrow lines may cut an address in two."""
    return "".join(text.split())


def _words(text: str) -> list[str]:
    return text.split()
