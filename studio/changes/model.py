"""What can change between two versions of an episode."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from studio.changes.version import Passage, Version


class Kind(StrEnum):
    """What kind of change; the order is that in which they are told."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    TEXT = "text"
    WRITTEN = "written form"
    PRONUNCIATION = "pronunciation"
    SPEAKER = "speaker"
    VOICE = "voice"
    TAKE = "take"
    PAUSE = "pause"
    SOUND = "cue"
    HEADING = "heading"
    PILLAR = "pillar"


#: Kinds whose speech sounds otherwise than before.
HEARD = frozenset((Kind.ADDED, Kind.REMOVED, Kind.TEXT, Kind.PRONUNCIATION, Kind.SPEAKER, Kind.VOICE, Kind.TAKE))


@dataclass(frozen=True, slots=True)
class Word:
    """A run of a text: as it was on both sides, or ``changed``."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        kinds: what changed, at least one.
        before, after: the passages that it concerns on either side, each in a row; nothing on both sides where it
            concerns no speech.
        was, now: what is no speech (a pause, a cue, a heading) in words; empty where it is not there.
        places: numbers of the segments (as they are now) after which a pause is another one.
        line: of the script as it is now, or as it was where nothing is left.
        causes: what it follows from where that is not the script: ``lexicon: Kafka “kafka” → “kahf-ka”``.
    """

    kinds: tuple[Kind, ...]
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()
    was: str = ""
    now: str = ""
    places: tuple[int, ...] = ()
    line: int = 1
    causes: tuple[str, ...] = ()

    @property
    def is_heard(self) -> bool:
        """Whether speech sounds otherwise, and not merely stands elsewhere or is written otherwise."""
        return not HEARD.isdisjoint(self.kinds)

    @property
    def before_s(self) -> float:
        """Length of the speech before, without the pause after it."""
        return _length_s(self.before)

    @property
    def after_s(self) -> float:
        """Length of the speech after, without the pause after it."""
        return _length_s(self.after)

    @property
    def is_measured(self) -> bool:
        """Whether both lengths are those of takes."""
        return all(one.is_measured for one in (*self.before, *self.after))


@dataclass(frozen=True, slots=True)
class FanOut:
    """A cause outside the script, and the numbers of the segments (as they are now) that it changes."""

    cause: str
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """All that changed from ``before`` to ``after``, in the order of the script as it is now.

    Unchanged speech is in ``before`` and ``after`` alone. ``since`` names the earlier version in words.
    """

    before: Version
    after: Version
    changes: tuple[Change, ...]
    since: str = ""

    @property
    def heard(self) -> tuple[Change, ...]:
        """The changes whose speech sounds otherwise."""
        return tuple(change for change in self.changes if change.is_heard)

    @property
    def fan_outs(self) -> tuple[FanOut, ...]:
        """What follows from a lexicon, a voice, a setting: each cause once, with all that it changes."""
        found: dict[str, list[int]] = {}
        for change in self.changes:
            for cause in change.causes:
                found.setdefault(cause, []).extend((*change.places, *(one.number for one in change.after)))
        return tuple(FanOut(cause, tuple(sorted(set(numbers)))) for cause, numbers in found.items())

    @property
    def changed_s(self) -> tuple[float, float]:
        """Seconds of speech that sound otherwise, before and after."""
        return sum(change.before_s for change in self.heard), sum(change.after_s for change in self.heard)

    def told_from(self, since: str) -> Changes:
        """The same, with a name for the earlier version."""
        return replace(self, since=since)


def _length_s(passages: Iterable[Passage]) -> float:
    """With the pauses between them."""
    chosen = list(passages)
    return sum(one.length_s for one in chosen) + sum(one.pause_s for one in chosen[:-1])
