"""Making, listing and choosing the takes of one segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.actions.preview import write_take
from studio.kit.errors import ConfigurationError
from studio.model.narration import Segment
from studio.model.script import Script
from studio.model.show import Show
from studio.narration.read import read_episode
from studio.narration.select import find_segments, no_such_segment
from studio.settings.episodes import EpisodeFiles
from studio.settings.show import script_path
from studio.takes import TakeStore, choose, list_takes, plan_takes, retake, stale_choices
from studio.takes.listening import listen
from studio.takes.picking import TakeListing


@dataclass(frozen=True, slots=True)
class ListedTake:
    """A take of the segment: its number (0 for a recording), its length where it is made, whether it is used."""

    take: int
    length_s: float | None
    chosen: bool
    flaws: tuple[str, ...] = ()
    recording: str | None = None


@dataclass(frozen=True, slots=True)
class SegmentTakes:
    """A segment with its takes; ``stale`` are texts with a choice that are no longer in the episode."""

    number: int
    where: str
    text: str
    takes: tuple[ListedTake, ...]
    stale: tuple[str, ...] = ()
    sound: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "sound": str(self.sound) if self.sound else None}


@dataclass(frozen=True, slots=True)
class HeardTake:
    """A segment and what a recogniser understood; ``word_error`` is wrong, missing and added words per word."""

    number: int
    where: str
    spoken: str
    heard: str
    word_error: float

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def segment_takes(
    show: Show,
    episode: str,
    *,
    number: int | None = None,
    line: int | None = None,
    grep: str | None = None,
    cache: Path | None = None,
    pick: int | None = None,
    recording: Path | None = None,
) -> SegmentTakes:
    """The takes of a segment, after choosing one of them or a recording where that is asked for.

    Raises:
        ConfigurationError: no or several segments match, or the choice cannot be used.
    """
    script, segments = _read(show, episode)
    segment = _one(script, segments, number=number, line=line, grep=grep)
    files, store = _files(show, episode, script), TakeStore((cache or show.cache) / "takes")
    if recording is not None:
        choose(show, files, segment, recording=recording)
    elif pick is not None:
        choose(show, files, segment, take=pick)
    stale = tuple(choice.text for choice in stale_choices(segments, show, files))
    return _listing(script, segment, list_takes(segment, show, store, files), stale)


def another_take(
    show: Show,
    episode: str,
    *,
    number: int | None = None,
    line: int | None = None,
    grep: str | None = None,
    cache: Path | None = None,
) -> SegmentTakes:
    """Make one more take of a segment, choose it, and write it to a WAV file.

    Raises:
        ConfigurationError: no or several segments match.
        StudioError: the take cannot be made; the former choice stays.
    """
    script, segments = _read(show, episode)
    segment = _one(script, segments, number=number, line=line, grep=grep)
    files, store = _files(show, episode, script), TakeStore((cache or show.cache) / "takes")
    made = retake(segment, show, store, files, source=script.source)
    sound = write_take(store, made.key, files.build / f"segment-{segment.number:04d}-take-{made.take}.wav")
    return _listing(script, segment, list_takes(segment, show, store, files), (), sound)


def heard_takes(show: Show, episode: str, *, cache: Path | None = None) -> tuple[HeardTake, ...]:
    """What a recogniser understood of every take that is made, worst first.

    Raises:
        StudioError: the extra ``asr`` is not installed.
    """
    script, segments = _read(show, episode)
    store = TakeStore((cache or show.cache) / "takes")
    plans = plan_takes(segments, show, store, episode=_files(show, episode, script))
    return tuple(
        HeardTake(
            one.plan.segment.number,
            str(script.source.location(one.plan.segment.span.start)),
            one.plan.segment.spoken,
            one.text,
            one.word_error,
        )
        for one in listen(plans, store)
    )


def _files(show: Show, episode: str, script: Script) -> EpisodeFiles:
    name = script.episode.id
    return EpisodeFiles(
        name,
        script_path(show, episode),
        show.build / name,
        show.scripts / f"{name}.takes.yaml",
        show.root / "recordings" / name,
    )


def _read(show: Show, episode: str) -> tuple[Script, tuple[Segment, ...]]:
    script, narration = read_episode(show, episode, skip_unspeakable=True)
    return script, narration.segments


def _one(
    script: Script, segments: Sequence[Segment], *, number: int | None, line: int | None, grep: str | None
) -> Segment:
    found = find_segments(segments, script, number=number, line=line, grep=grep)
    if number is None and line is None and grep is None:
        raise ConfigurationError(
            "no-segment", "no segment is named", where=script.source.path, hint="Use --segment, --line or --grep."
        )
    if len(found) == 1:
        return found[0]
    if not found:
        raise no_such_segment(segments, script, line)
    numbers = ", ".join(str(segment.number) for segment in found[:8])
    raise ConfigurationError(
        "several-segments",
        f"{len(found)} segments match: {numbers}{' …' if len(found) > 8 else ''}",
        where=script.source.path,
        hint="Name one with --segment.",
    )


def _listing(
    script: Script,
    segment: Segment,
    takes: Sequence[TakeListing],
    stale: tuple[str, ...],
    sound: Path | None = None,
) -> SegmentTakes:
    listed = tuple(
        ListedTake(
            take.take,
            take.info.length_samples / take.info.rate_hz if take.info else None,
            take.chosen,
            take.info.flaws if take.info else (),
            take.recording,
        )
        for take in takes
    )
    where = str(script.source.location(segment.span.start))
    return SegmentTakes(segment.number, where, segment.written, listed, stale, sound)
