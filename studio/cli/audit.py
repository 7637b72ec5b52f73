"""``studio audit``: is every pillar there, how often, and for how long?"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from studio.cli.console import AllOption, EpisodesArgument, ShowOption, print_document, put


class AuditFormat(StrEnum):
    """How an audit is reported."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"


def audit(
    episodes: EpisodesArgument = None,
    *,
    everything: AllOption = False,
    show: ShowOption = None,
    output: Annotated[AuditFormat, typer.Option("--format", help="Table, data, page or season summary.")] = (
        AuditFormat.TEXT
    ),
) -> None:
    """Count pillars and marks against the episodes' targets.

    Exit code 1 where a target is missed.
    """
    from studio import audit as reports
    from studio.actions.audit import audit as audit_episodes
    from studio.settings.episodes import choose_episodes
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, about=episodes or ())
    the_show = workspace.show
    audits = audit_episodes(workspace, choose_episodes(the_show, episodes or (), everything=everything))
    if output is AuditFormat.JSON:
        print_document(reports.as_json(audits), output)
    elif output is AuditFormat.HTML:
        print_document(reports.as_html(audits, the_show), output)
    elif output is AuditFormat.MARKDOWN:
        put(reports.as_markdown(audits, the_show), end="")
    else:
        put(reports.as_text(audits, the_show), end="")
    if not all(one.meets_targets for one in audits):
        raise typer.Exit(1)
