"""Timed text on screen, from what the author wrote, at the moments at which it is heard."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from studio.audio.slots import RATE_HZ, resampled_length
from studio.episode.linebreaks import SHORTEST_S, Block, lay_out
from studio.episode.times import clock, milliseconds
from studio.model.narration import Narration, Segment
from studio.model.takes import TakeInfo
from studio.model.timeline import Caption, Timeline

LINE_CHARS = 65
"""Longest line of a caption (Apple's transcript guide)."""

LINES = 2
"""Lines of one caption."""

_SHORTEST_SAMPLES = round(SHORTEST_S * RATE_HZ)
_STEADY_SAMPLES = RATE_HZ // 10  # captions that change faster than this would mean that the times are wrong


def captions(narration: Narration, takes: Sequence[TakeInfo], timeline: Timeline) -> tuple[Caption, ...]:
    """Captions of at most two lines, in time order, none overlapping, none crossing a segment.

    Times come from the take's word marks; where an engine gives none, from the share of the spoken text before.

    Args:
        narration: what is said.
        takes: one for each segment, in the same order.
        timeline: what :func:`~studio.episode.arrange` made of them; the captions' samples count at its rate.
    """
    found: list[Caption] = []
    for segment, take, clip in zip(narration.segments, takes, timeline.speech, strict=True):
        begin = clip.start_samples + clip.lead_samples
        heard = min(resampled_length(take.length_samples, take.rate_hz), clip.length_samples - clip.lead_samples)
        end = begin + heard if heard >= _STEADY_SAMPLES // 2 else clip.start_samples + clip.length_samples
        found += _segment_captions(segment, take, begin, end, clip.start_samples + clip.length_samples)
    return tuple(found)


def transcript_vtt(captions: Sequence[Caption], rate_hz: int) -> str:
    """WebVTT of captions whose samples count at ``rate_hz``, with a voice per cue; text is escaped, none is blank."""
    # Nothing but the word stands in the header: some players refuse what else the format allows there.
    cues = ["WEBVTT\n"]
    for caption in captions:
        start, end = (milliseconds(at, rate_hz) for at in (caption.start_samples, caption.end_samples))
        voice = f"<v {_speaker(caption.speaker)}>" if caption.speaker else ""
        cues.append(f"{clock(start)} --> {clock(end)}\n{voice}{_escaped(caption.text)}\n")
    return "\n".join(cues)


def _segment_captions(segment: Segment, take: TakeInfo, begin: int, end: int, latest: int) -> list[Caption]:
    """Captions of a segment that is heard from ``begin`` to ``end``; its last may stay until ``latest`` to be read."""
    heard_at = _clock_of_marks(take) if take.marks else _clock_of_shares(segment, end - begin)

    def sample_at(offset: int) -> int:
        return begin + heard_at(_spoken_offset(segment, offset)) if offset else begin

    def heard_s(offset: int) -> float:
        return (latest if offset == len(segment.written) else sample_at(offset)) / RATE_HZ

    blocks = lay_out(segment.written, LINE_CHARS, LINES, heard_s)
    if not blocks:
        return []
    if end - begin < len(blocks) * _STEADY_SAMPLES:
        blocks = [Block(0, tuple(line for block in blocks for line in block.lines))]
    starts = [begin, *(sample_at(block.start) for block in blocks[1:])]
    if any(stop - start < _STEADY_SAMPLES // 2 for start, stop in pairwise([*starts, end])):
        # Marks that do not fit the audio: even shares are dull, but in order.
        starts = [begin + (end - begin) * number // len(blocks) for number in range(len(blocks))]
    ends = [*starts[1:], max(end, min(latest, starts[-1] + _SHORTEST_SAMPLES))]
    return [
        Caption(start, stop, "\n".join(block.lines), segment.speaker)
        for start, stop, block in zip(starts, ends, blocks, strict=True)
    ]


def _spoken_offset(segment: Segment, written_offset: int) -> int:
    """Where in the spoken text the written character at this offset is said."""
    for piece in segment.pieces:
        if piece.written_end > written_offset:
            return piece.start + max(
                0, _scaled(written_offset, piece.written_start, piece.written_end, piece.end - piece.start)
            )
    if segment.pieces:
        return len(segment.spoken)
    return _scaled(written_offset, 0, len(segment.written), len(segment.spoken))


def _scaled(offset: int, start: int, end: int, length: int) -> int:
    return (offset - start) * length // max(1, end - start)


def _clock_of_marks(take: TakeInfo) -> Callable[[int], int]:
    marks = sorted(take.marks, key=lambda mark: (mark.start, mark.start_samples))
    starts = [mark.start for mark in marks]

    def heard_at(spoken_offset: int) -> int:
        # The word under the offset, or the next one where the offset falls between words.
        at = bisect.bisect_right(starts, spoken_offset) - 1
        if at < 0 or marks[at].end <= spoken_offset:
            at = min(at + 1, len(marks) - 1)
        return resampled_length(marks[at].start_samples, take.rate_hz)

    return heard_at


def _clock_of_shares(segment: Segment, length: int) -> Callable[[int], int]:
    return lambda spoken_offset: _scaled(spoken_offset, 0, len(segment.spoken), length)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _speaker(name: str) -> str:
    """A name that every reader of ``<v …>`` takes: no markup characters, one line."""
    return " ".join(re.sub(r"[<>\x00-\x1f]", " ", name.replace("&", " and ")).split())
