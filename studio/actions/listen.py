"""``studio listen``: what a speech recogniser makes of each take."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from studio.narration.read import read_episode
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.takes import TakeStore, plan_takes
from studio.takes import listening as recognisers


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


def listen(workspace: Workspace, episode: EpisodeFiles) -> tuple[HeardTake, ...]:
    """What a recogniser understood of every take that is made, worst first.

    Raises:
        StudioError: the extra ``asr`` is not installed.
    """
    script, narration = read_episode(workspace.show, episode, skip_unspeakable=True)
    store = TakeStore(workspace.takes)
    plans = plan_takes(narration.segments, workspace.show, store, episode=episode)
    return tuple(
        HeardTake(
            one.plan.segment.number,
            str(script.source.location(one.plan.segment.span.start)),
            one.plan.segment.spoken,
            one.text,
            one.word_error,
        )
        for one in recognisers.listen(plans, store)
    )
