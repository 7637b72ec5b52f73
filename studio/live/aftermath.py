"""What became of work at which the desk was stopped: looked up in what is there, not in what was noted."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from studio.settings.episodes import EpisodeFiles, find_episodes
from studio.settings.workspace import Workspace


class JobKind(StrEnum):
    """What is done."""

    RENDER = "render"
    PUBLISH = "publish"
    VERIFY = "verify"


def aftermath(workspace: Workspace, kind: JobKind, names: Sequence[str]) -> tuple[bool, str]:
    """Whether it was done after all, and what there is, in words.

    Args:
        workspace: the show as it is now.
        kind: of the work.
        names: ids of the episodes.

    Raises:
        StudioError: the show or an episode cannot be used as it stands.
    """
    chosen = find_episodes(workspace.show, names)
    if kind is JobKind.RENDER:
        return _rendered(workspace, chosen)
    if kind is JobKind.PUBLISH:
        return _published(workspace, chosen)
    return False, "nothing was changed"


def _rendered(workspace: Workspace, chosen: Sequence[EpisodeFiles]) -> tuple[bool, str]:
    from studio.actions.plan import plan

    plans = [plan(workspace, episode) for episode in chosen]
    if all(one.is_nothing for one in plans):
        return True, "rendered; the desk was stopped right after"
    total = sum(one.segments for one in plans)
    return False, f"{total - sum(len(one.missing) for one in plans)} of {total} passages are made and kept"


def _published(workspace: Workspace, chosen: Sequence[EpisodeFiles]) -> tuple[bool, str]:
    from studio.actions.publish import publish

    # Looking finishes what was past its point of no return.
    outcome = publish(workspace, [episode.id for episode in chosen], dry_run=True)
    if outcome.changes:
        return False, f"the feed is whole; {len(outcome.changes)} of its files are still to be changed"
    return True, "published; the desk was stopped right after"
