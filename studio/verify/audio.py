"""Checks on one MP3: its tag, its chapters, its frames, and how it sounds when another program decodes it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from studio.audio.mp3 import FRAME_SAMPLES, RATE_HZ, frame_offsets
from studio.audio.verify import LONGEST_SILENCE_S, is_mostly_silent
from studio.episode.pictures import read_picture
from studio.episode.times import short_clock
from studio.kit.errors import StudioError
from studio.model.show import Loudness
from studio.verify.report import APPLE, BOTH, Report
from studio.verify.tagreader import Tag, read_tag

TAG_BYTES = 300_000
TOLERANCE_MS = 2
"""Times in an MP3's tag, in JSON and in Podlove chapters are all rounded to a millisecond."""


def check_mp3(report: Report, path: Path, *, where: str) -> tuple[Tag | None, int]:
    """Check tag and frames of a file by its bytes; returns the tag and the length in milliseconds (0 if unknown)."""
    try:
        tag = read_tag(path)
        stream = path.read_bytes()[tag.size_bytes :]
    except (OSError, ValueError, IndexError) as error:
        report.expect(False, "tag-readable", "the MP3 begins with a readable ID3 tag", where=where, found=error)
        return None, 0
    duration_ms = _check_frames(report, stream, where)
    _check_tag(report, tag, where)
    _check_chapters(report, tag, duration_ms, where)
    return tag, duration_ms


def check_sound(report: Report, path: Path, loudness: Loudness, *, where: str) -> None:
    """Decode the file with ffmpeg and measure it: loudness, peaks, and that there is something to hear."""
    from studio.audio import measure

    try:
        measured = measure(path)
    except StudioError as error:
        report.expect(False, "decodes", "the MP3 decodes without complaint", where=where, found=error.message)
        return
    complaints = measured.warnings
    report.expect(
        not complaints, "decodes", "the MP3 decodes without complaint", where=where, found="; ".join(complaints[:2])
    )
    check_silences(report, measured.silences_s, measured.duration_s, where=where)
    check_loudness(report, measured.integrated_lufs, loudness, where=where)
    peak = measured.true_peak_dbtp
    report.expect(
        peak is None or peak <= loudness.ceiling_dbtp,
        "true-peak",
        f"the true peak is at most {loudness.ceiling_dbtp:g} dBTP",
        where=where,
        found=f"{peak} dBTP",
    )


def check_loudness(report: Report, level_lufs: float | None, loudness: Loudness, *, where: str) -> None:
    """Check a measured loudness (None for silence) against what was asked for."""
    report.expect(
        level_lufs is not None and abs(level_lufs - loudness.target_lufs) <= loudness.tolerance_lu,
        "loudness",
        f"loudness is {loudness.target_lufs:g} ± {loudness.tolerance_lu:g} LUFS",
        where=where,
        found="silence" if level_lufs is None else f"{level_lufs} LUFS",
    )


def check_silences(report: Report, silences_s: Sequence[tuple[float, float]], duration_s: float, *, where: str) -> None:
    """Check that speech is there: no long silence, and not more silence than sound.

    Args:
        report: gets the promise.
        silences_s: start and length in seconds of each silence.
        duration_s: length of the episode in seconds.
        where: the file that it is about.
    """
    start_s, longest_s = max(silences_s, key=lambda silence: silence[1], default=(0.0, 0.0))
    silent_s = sum(length_s for _, length_s in silences_s)
    share = silent_s / duration_s if duration_s else 1.0
    report.expect(
        not is_mostly_silent(longest_s, silent_s, duration_s),
        "audible",
        f"no silence is longer than {LONGEST_SILENCE_S} s, and at most half of the episode is silent",
        where=where,
        found=f"{share:.0%} silent, the longest {longest_s:.0f} s from {short_clock(round(start_s * 1000))} on",
    )


def _check_frames(report: Report, stream: bytes, where: str) -> int:
    try:
        offsets = frame_offsets(stream)
    except (ValueError, IndexError) as error:
        report.expect(
            False, "frames-whole", "the MP3 is whole frames from tag to end", where=where, found=error, refused_by=BOTH
        )
        return 0
    report.expect(len(offsets) > 1, "frames-whole", "the MP3 is whole frames from tag to end", where=where)
    info = stream[: offsets[1]] if len(offsets) > 1 else b""
    at = max(info.find(b"Info"), info.find(b"Xing"))
    if not report.expect(at > 0, "info-frame", "the first frame tells the length to gapless players", where=where):
        return round((len(offsets) - 1) * FRAME_SAMPLES / 44.1)
    rates = {stream[offset + 2] >> 4 for offset in offsets[1:-1]}
    report.expect(len(rates) == 1, "constant-bitrate", "all frames have one bit rate", where=where, found=len(rates))
    frames = len(offsets) - 2
    silent, frame_s = silent_frames(stream, offsets[1:-1]), FRAME_SAMPLES / RATE_HZ
    report.expect(
        frames > 0 and not is_mostly_silent(0.0, silent * frame_s, frames * frame_s),
        "frames-audible",
        "most frames of the MP3 hold sound",
        where=where,
        found=f"{silent} of {frames} are empty",
    )
    told = int.from_bytes(info[at + 8 : at + 12], "big")
    report.expect(
        told == frames,
        "frame-count",
        "the frames are as many as the first one says",
        where=where,
        found=f"{frames} of {told}",
    )
    # LAME's extension: 12 bits of delay and 12 of padding, 141 bytes after the name (Info tag, revision 1).
    gaps = int.from_bytes(info[at + 141 : at + 144], "big")
    return round((frames * FRAME_SAMPLES - (gaps >> 12) - (gaps & 0xFFF)) / 44.1)


def silent_frames(stream: bytes, offsets: Sequence[int]) -> int:
    """How many frames, by their offsets, hold no sound at all: a look at their side information, without decoding."""
    return sum(map(partial(_is_silent, stream), offsets))


def _is_silent(stream: bytes, at: int) -> bool:
    # ISO/IEC 11172-3, 2.4.1.7: after 9 bits of main_data_begin come private bits and scfsi, then 59 bits for each
    # granule of each channel, of which the first 12 tell how many bits of sound there are.
    channels = 1 if stream[at + 3] >> 6 == 3 else 2
    start = at + (4 if stream[at + 1] & 1 else 6)
    size_bytes = 17 if channels == 1 else 32
    side = int.from_bytes(stream[start : start + size_bytes], "big")
    first = size_bytes * 8 - (18 if channels == 1 else 20) - 12
    return not any(side >> (first - 59 * part) & 0xFFF for part in range(2 * channels))


def _check_tag(report: Report, tag: Tag, where: str) -> None:
    report.expect(tag.version == 3, "tag-version", "the tag is ID3v2.3", where=where, found=f"version 2.{tag.version}")
    report.expect(tag.flags == 0, "tag-plain", "the tag is not unsynchronised", where=where, found=f"flags {tag.flags}")
    report.expect(
        tag.size_bytes <= TAG_BYTES,
        "tag-size",
        f"the tag is at most {TAG_BYTES} bytes",
        where=where,
        found=tag.size_bytes,
    )
    missing = [name for name in ("TIT2", "TPE1", "TALB") if not tag.texts.get(name)]
    report.expect(
        not missing, "tag-texts", "title, artist and album are in the tag", where=where, found=f"no {missing}"
    )
    pictures = [(media_type, read_picture(data)) for media_type, data in tag.pictures]
    report.expect(
        any(picture.media_type == media_type for media_type, picture in pictures),
        "tag-cover",
        "a cover is in the tag, of the kind that it says",
        where=where,
        found=pictures,
    )


def _check_chapters(report: Report, tag: Tag, duration_ms: int, where: str) -> None:
    chapters, contents = tag.chapters, tag.contents
    if not report.expect(bool(chapters), "chapters-present", "the tag has chapters", where=where):
        return
    one = report.expect(
        len(contents) == 1, "contents-single", "the tag has one table of contents", where=where, found=len(contents)
    )
    if one:
        report.expect(
            contents[0].flags == 3,
            "contents-flags",
            "the table of contents is top level and ordered",
            where=where,
            found=f"flags {contents[0].flags}",
        )
        report.expect(
            contents[0].children == tuple(chapter.element_id for chapter in chapters),
            "contents-children",
            "the table of contents lists all chapters, as they stand in the file",
            where=where,
        )
    starts = [chapter.start_ms for chapter in chapters]
    report.expect(
        starts == sorted(starts), "chapters-order", "chapters stand in the order of time", where=where, found=starts
    )
    report.expect(starts[0] == 0, "chapters-begin", "the first chapter begins at 0", where=where, found=starts[0])
    gaps = [now.title for was, now in itertools.pairwise(chapters) if was.end_ms != now.start_ms]
    report.expect(
        not gaps, "chapters-contiguous", "each chapter begins where the one before ends", where=where, found=gaps[:3]
    )
    report.expect(
        all(chapter.title for chapter in chapters), "chapters-titled", "every chapter has a title", where=where
    )
    last = chapters[-1].end_ms
    report.expect(
        not duration_ms or abs(last - duration_ms) <= TOLERANCE_MS,
        "chapters-end",
        "the last chapter ends with the audio",
        where=where,
        found=f"{last} ms of {duration_ms} ms",
        refused_by=(APPLE,),
    )


def same_chapters(
    report: Report,
    name: str,
    reference: Sequence[tuple[int, str]],
    other: Sequence[tuple[int, str]],
    *,
    tolerance_ms: int = TOLERANCE_MS,
    where: str,
) -> None:
    """Check that two lists of (start in ms, title) tell the same."""
    agree = len(reference) == len(other) and all(
        abs(a_start - b_start) <= tolerance_ms and a_title == b_title
        for (a_start, a_title), (b_start, b_title) in zip(reference, other, strict=False)
    )
    report.expect(
        agree,
        f"chapters-agree-{name}",
        f"the chapters in the {name} are those of the MP3",
        where=where,
        found=f"{len(other)} of {len(reference)}" if len(reference) != len(other) else "other times or titles",
    )
