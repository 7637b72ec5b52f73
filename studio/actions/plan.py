"""What a render would make again, and why."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from studio.model.show import Show
from studio.narration.read import read_episode
from studio.settings.episodes import EpisodeFiles
from studio.settings.show import script_path
from studio.takes import TakeStore, plan_takes


@dataclass(frozen=True, slots=True)
class Missing:
    """A take that would be made: its segment's number and place, and the reason."""

    number: int
    where: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Planned:
    """All segments of an episode counted, and those whose takes are missing."""

    episode: str
    segments: int
    missing: tuple[Missing, ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def plan_episode(show: Show, episode: str, *, cache: Path | None = None, skip_unspeakable: bool = False) -> Planned:
    """Compare the script with the takes that are kept; nothing is made.

    Raises:
        StudioError: as for a render.
    """
    script, narration = read_episode(show, episode, skip_unspeakable=skip_unspeakable)
    store = TakeStore((cache or show.cache) / "takes")
    name = script.episode.id
    files = EpisodeFiles(
        name,
        script_path(show, episode),
        show.build / name,
        show.scripts / f"{name}.takes.yaml",
        show.root / "recordings" / name,
    )
    plans = plan_takes(narration.segments, show, store, episode=files, source=script.source)
    missing = tuple(
        Missing(
            plan.segment.number,
            plan.where,
            str(plan.reason),
            plan.segment.written,
        )
        for plan in plans
        if not plan.present
    )
    return Planned(script.episode.id, len(plans), missing)
