"""Timed text on screen, from what the author wrote, at the moments at which it is heard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from studio.audio.slots import RATE_HZ
from studio.episode.linebreaks import SHORTEST_S, Block, lay_out
from studio.episode.moments import heard_samples, moments
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
        heard = heard_samples(take, clip)
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
    heard_after = moments(segment, take, end - begin)

    def sample_at(offset: int) -> int:
        return begin + heard_after(offset) if offset else begin

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


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _speaker(name: str) -> str:
    """A name that every reader of ``<v …>`` takes: no markup characters, one line."""
    return " ".join(re.sub(r"[<>\x00-\x1f]", " ", name.replace("&", " and ")).split())
