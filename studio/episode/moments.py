"""When each written word of a segment is heard."""

from __future__ import annotations

import bisect
from collections.abc import Callable

from studio.audio.slots import resampled_length
from studio.model.narration import Segment
from studio.model.takes import TakeInfo
from studio.model.timeline import Clip


def heard_samples(take: TakeInfo, clip: Clip) -> int:
    """How long a take is heard in its slot, in samples of the timeline."""
    return min(resampled_length(take.length_samples, take.rate_hz), clip.length_samples - clip.lead_samples)


def moments(segment: Segment, take: TakeInfo, length_samples: int) -> Callable[[int], int]:
    """Offset in the written text → samples of the timeline from the segment's first.

    They come from the take's word marks; where an engine gives none, from the share of the spoken text before.

    Args:
        segment: what is said.
        take: its take.
        length_samples: how long that is heard.
    """
    heard_at = _clock_of_marks(take) if take.marks else _clock_of_shares(segment, length_samples)
    return lambda offset: heard_at(_spoken_offset(segment, offset))


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
