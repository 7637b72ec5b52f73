"""``studio takes``: the takes of one segment, and which of them is heard."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.model.narration import Segment
from studio.model.script import Script
from studio.narration.read import read_episode
from studio.narration.select import Selection, select_one
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.takes import choose, list_takes, open_store, stale_choices


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
    """A segment with its takes.

    Attributes:
        number: of the segment.
        where: its place in the script.
        text: its written form.
        takes: in the order in which they were made.
        stale: texts with a choice that are no longer in the episode.
        sound: a WAV file of the take that was made now.
    """

    number: int
    where: str
    text: str
    takes: tuple[ListedTake, ...]
    stale: tuple[str, ...] = ()
    sound: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {**asdict(self), "sound": str(self.sound) if self.sound else None}


def takes(
    workspace: Workspace,
    episode: EpisodeFiles,
    selection: Selection,
    *,
    pick: int | None = None,
    recording: Path | None = None,
) -> SegmentTakes:
    """The takes of a segment, after choosing one of them or a recording where that is asked for.

    Args:
        workspace: the show, and where takes are kept.
        episode: which one.
        selection: of one segment.
        pick: number of the take to be heard from now on, from 1.
        recording: a sound file to be heard instead of any take.

    Raises:
        ConfigurationError: no or several segments match, or the choice cannot be used.
    """
    script, segments, segment = one_segment(workspace, episode, selection)
    if recording is not None:
        choose(workspace.show, episode, segment, recording=recording)
    elif pick is not None:
        choose(workspace.show, episode, segment, take=pick)
    stale = tuple(choice.text for choice in stale_choices(segments, workspace.show, episode))
    return listing(workspace, episode, script, segment, stale=stale)


def one_segment(
    workspace: Workspace, episode: EpisodeFiles, selection: Selection
) -> tuple[Script, tuple[Segment, ...], Segment]:
    """The script, all its segments, and the one that is meant; what cannot be spoken is passed over.

    Raises:
        ConfigurationError: no or several segments match.
    """
    script, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
    return script, narration.segments, select_one(narration.segments, script, selection)


def listing(
    workspace: Workspace,
    episode: EpisodeFiles,
    script: Script,
    segment: Segment,
    *,
    stale: tuple[str, ...] = (),
    sound: Path | None = None,
) -> SegmentTakes:
    """What is known of a segment's takes, as a report."""
    found = tuple(
        ListedTake(
            take.take,
            take.info.length_samples / take.info.rate_hz if take.info else None,
            take.chosen,
            take.info.flaws if take.info else (),
            take.recording,
        )
        for take in list_takes(segment, workspace.show, open_store(workspace), episode)
    )
    where = str(script.source.location(segment.span.start))
    return SegmentTakes(segment.number, where, segment.written, found, stale, sound)
