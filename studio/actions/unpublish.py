"""``studio unpublish``: take an episode out of the feed folder."""

from __future__ import annotations

from studio.kit.errors import ConfigurationError
from studio.publish import publish as transactions
from studio.publish.draft import Outcome
from studio.settings.episodes import find_episode
from studio.settings.workspace import Workspace


def unpublish(workspace: Workspace, episode: str, *, dry_run: bool = False) -> Outcome:
    """Take an episode out of the feed, and its files with it; its GUID stays reserved for it.

    Args:
        workspace: the show, and its feed folder.
        episode: as a person types it; one whose script has gone is known by its id.
        dry_run: change nothing and tell what would change.

    Raises:
        StudioError: ``not-published``.
    """
    try:
        name = find_episode(workspace.show, episode).id
    except ConfigurationError:
        name = episode
    return transactions.unpublish(name, workspace.show, workspace.public, dry_run=dry_run)
