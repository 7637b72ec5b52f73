"""``studio unpublish``: take an episode out of the feed folder."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, print_json
from studio.cli.publish import (
    DryRunOption,
    FeedOption,
    PreferOption,
    ToOption,
    copy,
    outcome_record,
    print_copied,
    print_outcome,
    print_told,
    tell_doubts,
    tell_world,
)


def unpublish(
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="Id of a published or scheduled episode.")],
    *,
    dry_run: DryRunOption = False,
    to: ToOption = None,
    prefer: PreferOption = None,
    feed: FeedOption = None,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Take an episode out of the feed, and its files with it.

    Its GUID stays reserved for it.
    """
    from studio.actions import unpublish as actions
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, public=feed)
    outcome = actions.unpublish(workspace, episode, dry_run=dry_run, to=to, prefer=prefer)
    copied = copy(workspace, to, dry_run=dry_run)
    tell_doubts(outcome)
    told = tell_world(workspace, to, dry_run=dry_run)
    if output is ReportFormat.JSON:
        print_json(outcome_record(outcome, copied, told))
    else:
        print_outcome(outcome)
        print_copied(copied, to)
        print_told(told)
