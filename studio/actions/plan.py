"""``studio plan``: what a render would make again, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from studio.render.options import RenderOptions
from studio.render.up_to_date import up_to_date
from studio.settings.episodes import EpisodeFiles
from studio.settings.workspace import Workspace
from studio.voices.finals import with_finals

if TYPE_CHECKING:
    from studio.takes import VoiceWork


@dataclass(frozen=True, slots=True)
class Missing:
    """A take that would be made: its segment's number and place, and the reason."""

    number: int
    where: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What a render would do.

    Attributes:
        episode: its id.
        segments: how many there are.
        reasons: why the files of the episode are to be made again; empty where they are good.
        missing: the takes that would be made.
        expected_s: how long making them will take on this machine, roughly, seconds.
        voices: the same by voice, with the cost where a voice's file names a price.
    """

    episode: str
    segments: int
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...]
    expected_s: float = 0.0
    voices: tuple[VoiceWork, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether a render would make nothing."""
        return not self.reasons

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def plan(
    workspace: Workspace,
    episode: EpisodeFiles,
    options: RenderOptions | None = None,
    counted: set[str] | None = None,
) -> Planned:
    """What :func:`studio.actions.render.render` would make, by the same answer; nothing is made.

    Args:
        workspace: the episode's show, and its caches.
        episode: which one.
        options: how.
        counted: keys of takes that are the work of episodes before this one; those of this one are added.

    Raises:
        StudioError: as for a render.
    """
    options = options or RenderOptions()
    if options.final:
        workspace = with_finals(workspace)
    verdict = up_to_date(episode, workspace, options)
    if verdict.rendered is not None:
        return Planned(episode.id, verdict.rendered.takes_made + verdict.rendered.takes_reused, (), ())
    from studio.render.narrations import Narrations
    from studio.takes import expected_s, open_store, plan_takes, work_by_voice

    source, segments = Narrations(workspace).read(episode, skip_unspeakable=options.skip_unspeakable)
    store = open_store(workspace)
    plans = plan_takes(
        segments,
        workspace.show,
        store,
        episode=episode,
        source=source,
        allow_bad=options.allow_bad_takes,
    )
    missing = tuple(
        Missing(
            one.segment.number,
            one.where,
            str(one.reason),
            one.segment.written,
        )
        for one in plans
        if not one.present
    )
    counted = set() if counted is None else counted
    own = [one for one in plans if one.key not in counted]
    counted.update(one.key for one in own if not one.present)
    expected = round(expected_s(own, store), 2)
    return Planned(episode.id, len(plans), verdict.reasons, missing, expected, work_by_voice(own, store))
