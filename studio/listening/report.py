"""What a hearing found: for people, for programs, and for the record of a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from studio.listening.advice import Advice, advise
from studio.listening.hear import Heard

if TYPE_CHECKING:
    from studio.listening.compare import Run
    from studio.listening.ear import Ear
    from studio.model.takes import TakeInfo


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where a segment was heard otherwise for longest.

    Attributes:
        kind: misheard, dropped, repeated or invented.
        said: the words that were to be heard.
        heard: what was heard for them.
        start_s, end_s: where they are in the take, where the engine gives word times.
    """

    kind: str
    said: str
    heard: str
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """A segment and what was heard of it.

    Attributes:
        number: of the segment.
        where: its place in the script.
        spoken: what should be heard.
        heard: what was heard.
        word_error: wrong, missing and added words per word.
        divergence: the longest one; None where there is none.
        faults: why the take does not pass, in words.
    """

    number: int
    where: str
    spoken: str
    heard: str
    word_error: float
    divergence: Divergence | None
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listened:
    """What was heard of an episode.

    Attributes:
        recogniser: who heard.
        version: of it.
        model: SHA-256 of its model.
        takes: how many were heard.
        word_error: wrong, missing and added words per word, over all of them.
        failed: numbers of the segments whose take does not pass.
        segments: worst first.
        advice: words that the lexicon might help with.
    """

    recogniser: str
    version: str
    model: str
    takes: int
    word_error: float
    failed: tuple[int, ...]
    segments: tuple[HeardSegment, ...]
    advice: tuple[Advice, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)

    @property
    def remarks(self) -> tuple[str, ...]:
        """A sentence for each take that does not pass, in the order of the segments."""
        failed = sorted((one for one in self.segments if one.faults), key=lambda one: one.number)
        return tuple(
            f"segment {one.number}{f', {one.where}' if one.where else ''}: {'; '.join(one.faults)}" for one in failed
        )

    def record(self) -> dict[str, Any]:
        """What a build's manifest keeps of it."""
        worst = self.segments[0] if self.segments and self.segments[0].word_error else None
        return {
            "recogniser": self.recogniser,
            "version": self.version,
            "model": self.model,
            "takes": self.takes,
            "word_error": round(self.word_error, 4),
            "worst": worst
            and {"segment": worst.number, "word_error": round(worst.word_error, 4), "heard": worst.heard},
            "failed": [
                {"segment": one.number, "faults": list(one.faults)}
                for one in sorted(self.segments, key=lambda one: one.number)
                if one.faults
            ],
        }


def report(heard: Sequence[Heard], ear: Ear) -> Listened:
    """What a hearing found; failed takes first, then by the longest divergence and by word error."""
    order = sorted(
        heard, key=lambda one: (not one.faults, -_longest(one), -one.comparison.word_error, one.plan.segment.number)
    )
    words = sum(one.comparison.words for one in heard)
    return Listened(
        recogniser=ear.name,
        version=ear.version,
        model=ear.model,
        takes=len(heard),
        word_error=sum(one.comparison.wrong for one in heard) / max(1, words),
        failed=tuple(one.plan.segment.number for one in heard if one.faults),
        segments=tuple(_segment(one) for one in order),
        advice=advise([one.comparison for one in heard]),
    )


def _longest(one: Heard) -> float:
    return one.comparison.runs[0].sounds if one.comparison.runs else 0.0


def _segment(one: Heard) -> HeardSegment:
    segment, runs = one.plan.segment, one.comparison.runs
    return HeardSegment(
        segment.number,
        one.plan.where,
        segment.spoken,
        one.hearing.text,
        one.comparison.word_error,
        _divergence(runs[0], one.plan.info) if runs else None,
        tuple(map(str, one.faults)),
    )


def _divergence(run: Run, info: TakeInfo | None) -> Divergence:
    times = place_s(run, info)
    start_s, end_s = times or (None, None)
    return Divergence(run.kind.value, run.said, run.heard, start_s, end_s)


def place_s(run: Run, info: TakeInfo | None) -> tuple[float, float] | None:
    """Start and end in seconds of the words of a run within the take; None where its engine gives no word times."""
    if info is None:
        return None
    marks = [mark for mark in info.marks if mark.start < max(run.end, run.start + 1) and mark.end > run.start]
    if not marks:
        return None
    return round(marks[0].start_samples / info.rate_hz, 2), round(marks[-1].end_samples / info.rate_hz, 2)
