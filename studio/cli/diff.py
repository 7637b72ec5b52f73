"""``studio diff``: what a listener would hear otherwise than before."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import CacheOption, EpisodeArgument, FinalOption, ShowOption, note, print_json, put
from studio.cli.progress import listening
from studio.kit.durations import duration

if TYPE_CHECKING:
    from studio.changes import Changes
    from studio.changes.sound import ChangesHeard
    from studio.model.show import Show


class DiffFormat(StrEnum):
    """How changes are reported."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def diff(
    episode: EpisodeArgument,
    revision: Annotated[
        str | None, typer.Argument(metavar="[REVISION]", help="Of git: a branch, a tag, HEAD~2; else the last render.")
    ] = None,
    *,
    audio: Annotated[
        Path | None, typer.Option("--audio", metavar="FILE", help="Write an MP3 of every change, before and after.")
    ] = None,
    all_of_it: Annotated[
        bool,
        typer.Option("--all", help="With --audio: every segment that a lexicon or a voice changes, not the first."),
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a page of the changes; --audio is in it.")
    ] = None,
    final: FinalOption = False,
    show: ShowOption = None,
    cache: CacheOption = None,
    output: Annotated[DiffFormat, typer.Option("--format", help="Text, data, or Markdown.")] = DiffFormat.TEXT,
) -> None:
    """Tell what changed since a git revision, or since the last render: speech, pauses, cues, headings, pillars."""
    from studio import changes as reports
    from studio.actions import diff as actions
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    with listening() as events:
        workspace = open_workspace(show, cache=cache, about=[episode])
        files = find_episode(workspace.show, episode)
        found = actions.diff(workspace, files, revision, events, final=final, make_changed=audio is not None)
        heard = None
        if audio is not None:
            from studio.changes.sound import write_changes

            heard = write_changes(workspace, found, audio, events, everything=all_of_it)
    if html is not None:
        _write_page(html, found, workspace.show, heard)
    if output is DiffFormat.JSON:
        print_json({**reports.as_json(found), "audio": heard and heard.as_json(), "html": html and str(html)})
    else:
        put(reports.as_markdown(found) if output is DiffFormat.MARKDOWN else reports.as_text(found), end="")
    if heard is not None:
        note(f"{duration(heard.duration_s)} in {heard.path}")
        if heard.left_out:
            note(f"{heard.left_out} more changes of the same causes are not heard in it: --all plays them")
    elif audio is not None:
        note(f"no speech sounds otherwise: {audio} is not written")


def _write_page(path: Path, found: Changes, show: Show, heard: ChangesHeard | None) -> None:
    from studio.changes import as_html
    from studio.kit.files import write_atomically

    spots = {one.change: (one.start_s, one.after_s, one.end_s) for one in heard.played} if heard else {}
    page = as_html(found, show, heard.path.read_bytes() if heard else None, spots)
    write_atomically(path, page.encode("utf-8"))
