"""Timed text on screen, from what the author wrote, at the moments at which it is heard."""

from __future__ import annotations

import bisect
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence

from studio.audio.slots import RATE_HZ, resampled_length
from studio.episode.times import clock, milliseconds
from studio.model.narration import Narration, Segment
from studio.model.takes import TakeInfo
from studio.model.timeline import Caption, Timeline

LINE_CHARS = 65
"""Longest line of a caption (Apple's transcript guide)."""

LINES = 2
"""Lines of one caption."""

SHORTEST_SAMPLES = RATE_HZ // 10
"""Below this a caption only flickers: the segment's text then stays in one."""

_SENTENCE_END = re.compile(r"""[.!?…][)\]"'”’»]*$""")


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
        end = begin + heard if heard >= SHORTEST_SAMPLES // 2 else clip.start_samples + clip.length_samples
        found += _segment_captions(segment, take, begin, end)
    return tuple(found)


def transcript_vtt(captions: Sequence[Caption], rate_hz: int, language: str = "en") -> str:
    """WebVTT of captions whose samples count at ``rate_hz``, with a voice per cue; text is escaped, none is blank."""
    cues = [f"WEBVTT\nLanguage: {language}\n"]
    for caption in captions:
        start, end = (milliseconds(at, rate_hz) for at in (caption.start_samples, caption.end_samples))
        voice = f"<v {_speaker(caption.speaker)}>" if caption.speaker else ""
        cues.append(f"{clock(start)} --> {clock(end)}\n{voice}{_escaped(caption.text)}\n")
    return "\n".join(cues)


def _segment_captions(segment: Segment, take: TakeInfo, begin: int, end: int) -> list[Caption]:
    parts = list(_parts(segment.written))
    if not parts:
        return []
    if (end - begin) < len(parts) * SHORTEST_SAMPLES:
        parts = [(0, "\n".join(text for _, text in parts))]
    heard_at = _clock_of_marks(take) if take.marks else _clock_of_shares(segment, end - begin)
    starts = [begin, *(begin + heard_at(_spoken_offset(segment, offset)) for offset, _ in parts[1:])]
    ends = [*starts[1:], end]
    if any(stop - start < SHORTEST_SAMPLES // 2 for start, stop in zip(starts, ends, strict=True)):
        # Marks that do not fit the audio: even shares are dull, but in order.
        starts = [begin + (end - begin) * index // len(parts) for index in range(len(parts))]
        ends = [*starts[1:], end]
    return [
        Caption(start, stop, text, segment.speaker) for start, stop, (_, text) in zip(starts, ends, parts, strict=True)
    ]


def _parts(written: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each caption of a written text: sentences, cut into lines of about equal length."""
    for offset, sentence in _sentences(written):
        lines = _lines(sentence)
        for first in range(0, len(lines), LINES):
            group = lines[first : first + LINES]
            yield offset + group[0][0], "\n".join(text for _, text in group)


def _sentences(written: str) -> Iterator[tuple[int, str]]:
    start: int | None = None
    end = 0
    for word in re.finditer(r"\S+", written):
        start = word.start() if start is None else start
        end = word.end()
        if _SENTENCE_END.search(word.group()) and end - start >= LINE_CHARS // 2:
            yield start, written[start:end]
            start = None
    if start is not None:
        yield start, written[start:end]


def _lines(text: str) -> list[tuple[int, str]]:
    """Lines with their offset in ``text``, evened out so that no line is left with one lonely word."""
    words = text.split()
    filled = _filled(words, LINE_CHARS)
    if len(filled) > 1:
        even = -(-len(" ".join(words)) // len(filled))
        widths = range(min(LINE_CHARS, even), LINE_CHARS)
        filled = next((lines for width in widths if len(lines := _filled(words, width)) <= len(filled)), filled)
    placed, at = [], 0
    for line in filled:
        at = text.index(line.split(" ", 1)[0], at)
        placed.append((at, line))
        for word in line.split(" "):
            at = text.index(word, at) + len(word)
    return placed


def _filled(words: Sequence[str], width: int) -> list[str]:
    """As many words on each line as it can hold; a word that is longer than a line is broken."""
    if max(map(len, words)) > width:
        return textwrap.wrap(" ".join(words), width, break_on_hyphens=False)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


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
