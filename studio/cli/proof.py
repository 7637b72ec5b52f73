"""``studio proof``: the episode as it will be heard, to be read before it is made."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from studio.cli.console import EpisodeArgument, ShowOption, print_document, print_json, put


class ProofFormat(StrEnum):
    """How a proof is given."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"


def proof(
    episode: EpisodeArgument,
    *,
    show: ShowOption = None,
    output: Annotated[ProofFormat, typer.Option("--format", help="Text, data, a page to print, or Markdown.")] = (
        ProofFormat.TEXT
    ),
) -> None:
    """Read an episode before it is made.

    Who says what, how it is spoken, and what is left out.
    """
    from studio import proof as reports
    from studio.actions.proof import proof as proof_episode
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, about=[episode])
    found = proof_episode(workspace, find_episode(workspace.show, episode))
    if output is ProofFormat.JSON:
        print_json(reports.as_json(found))
    elif output is ProofFormat.HTML:
        print_document(reports.as_html(found, workspace.show), output)
    else:
        put(reports.as_markdown(found) if output is ProofFormat.MARKDOWN else reports.as_text(found), end="")
