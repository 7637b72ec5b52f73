"""``studio unpublish``: take an episode out of the feed folder."""

from __future__ import annotations

import datetime

from studio.kit.errors import ConfigurationError
from studio.publish import publish as transactions
from studio.publish.draft import Outcome
from studio.publish.merge import look
from studio.publish.prefer import Prefer
from studio.settings.episodes import find_episode
from studio.settings.workspace import Workspace


def unpublish(
    workspace: Workspace,
    episode: str,
    *,
    dry_run: bool = False,
    to: str | None = None,
    prefer: Prefer | None = None,
) -> Outcome:
    """Take an episode out of the feed, and its files with it; its GUID stays reserved for it.

    Args:
        workspace: the show, and its feed folder.
        episode: as a person types it; one whose script has gone is known by its id.
        dry_run: change nothing and tell what would change.
        to: where the feed is served from; what was published there from elsewhere is taken over first.
        prefer: whose version stands where an episode was changed both there and here.

    Raises:
        StudioError: ``not-published``, ``feed-conflict``.
    """
    try:
        name = find_episode(workspace.show, episode).id
    except ConfigurationError:
        name = episode
    there = look(workspace.public, to) if to else None
    now = datetime.datetime.now(datetime.UTC)
    return transactions.unpublish(
        name, workspace.show, workspace.public, now=now, dry_run=dry_run, there=there, prefer=prefer
    )
