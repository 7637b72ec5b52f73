"""``studio unpublish``: take an episode out of the feed folder."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import Format, FormatOption, ShowOption, print_json
from studio.cli.publish import DryRunOption, FeedOption, outcome_record, print_outcome


def unpublish(
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="Id of a published or scheduled episode.")],
    *,
    dry_run: DryRunOption = False,
    feed: FeedOption = None,
    show: ShowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Take an episode out of the feed, and its files with it; its GUID stays reserved for it."""
    from studio.publish import publish as transactions
    from studio.settings.show import show_from

    the_show = show_from(show)
    outcome = transactions.unpublish(episode, the_show, feed or the_show.root / "public", dry_run=dry_run)
    if output is Format.JSON:
        print_json(outcome_record(outcome))
    else:
        print_outcome(outcome)
