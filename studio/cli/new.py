"""``studio new``: make a show, or the next episode of one."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, print_json, put
from studio.kit.errors import ConfigurationError


def new(
    name: Annotated[str, typer.Argument(metavar="FOLDER|episode", help="The folder of a new show; or `episode`.")],
    episode: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="Of the episode, after `episode`.")] = None,
    *,
    title: Annotated[str | None, typer.Option("--title", help="Title of the show; by default from the folder.")] = None,
    author: Annotated[str | None, typer.Option("--author", help="Author of the show; by default its title.")] = None,
    framework: Annotated[
        str | None, typer.Option("--framework", metavar="NAME", help="Editorial pillars: diamond, or none (default).")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Make a show, or its next episode: `studio new episode TITLE`.

    A new show has settings, two voices and a first episode that can be rendered at once.
    """
    from studio.actions import new as actions
    from studio.settings.workspace import open_workspace

    if name == "episode":
        made = actions.new_episode(open_workspace(show, about=()), episode or "")
        if output is ReportFormat.JSON:
            print_json(made.as_json())
        else:
            put(made.script)
            put(f"  write it, then: studio lint {made.id}, studio render {made.id}")
        return
    if episode is not None:
        raise ConfigurationError("usage", "a show takes one name", hint='Say studio new FOLDER --title "TITLE".')
    folder = (show or Path()) / name
    if show is not None and not show.is_dir():
        raise ConfigurationError("missing-folder", "there is no such folder", where=str(show))
    actions.check_free(folder)
    asks = not yes and output is ReportFormat.TEXT and sys.stdin is not None and sys.stdin.isatty()
    title = title if title is not None else _answer("Title", actions.title_of(folder), asks)
    author = author if author is not None else _answer("Author", title, asks)
    names = [*actions.Framework]
    chosen = framework if framework is not None else _answer(f"Pillars ({', '.join(names)})", "none", asks)
    if chosen not in names:
        raise ConfigurationError(
            "unknown-framework", f"there is no framework `{chosen}`", hint=f"Choose from {', '.join(names)}."
        )
    show_made = actions.new_show(folder, title=title, author=author, framework=actions.Framework(chosen))
    if output is ReportFormat.JSON:
        print_json(show_made.as_json())
        return
    for place in show_made.written:
        put(f"new   {folder / place}")
    for place in show_made.kept:
        put(f"kept  {folder / place}")
    put(f"\nhear it: cd {shlex.quote(str(folder))} && studio render ep01")


def _answer(question: str, default: str, asks: bool) -> str:
    return str(typer.prompt(question, default=default)) if asks else default
