"""``studio import``: bring a script from another tool, or a feed with all its subscribers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, note, print_json, put, warn
from studio.kit.errors import ConfigurationError

if TYPE_CHECKING:
    from studio.actions.import_ import ScriptImport

_FORMS = (
    "brackets, docx, fountain, gdocs, markua, names, notebooklm, podcastfy, podvoice, srt, ssmd, vtt"  # a test holds it
)


def import_(
    what: Annotated[str, typer.Argument(metavar="FILE|feed", help="A script of another tool; or `feed`.")],
    feed: Annotated[
        str | None, typer.Argument(metavar="[ADDRESS]", help="Of the feed, after `feed`: URL or file.")
    ] = None,
    *,
    form: Annotated[
        str | None, typer.Option("--from", metavar="FORM", help=f"Of the script; by default by its content: {_FORMS}.")
    ] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE", help="The script to be written.")] = None,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FOLDER", help="Of a feed: the folder of the show to be made.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Bring a script from another tool; or, with `studio import feed ADDRESS`, a show with its episodes and GUIDs."""
    if what == "feed":
        _feed(feed, into, form=form, to=to, force=force, output=output)
        return
    if feed is not None or into is not None:
        raise ConfigurationError(
            "usage", "one script at a time", hint="Say studio import FILE, or import feed ADDRESS."
        )
    from studio.actions.import_ import import_script
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, about=(str(to.parent),) if to is not None and to.parent.is_dir() else None)
    done = import_script(workspace, Path(what), form=form, to=to, force=force)
    if output is ReportFormat.JSON:
        print_json(done.as_json())
    else:
        _tell(done)


def _tell(done: ScriptImport) -> None:
    put(done.script)
    speakers = ", ".join(f"{name} ({voice})" for name, voice in done.speakers.items()) or "the narrator alone"
    put(f"  read as {done.form}: {done.paragraphs} paragraphs; {speakers}")
    put(f"  hear it: studio render {done.script}")
    for one in done.kept:
        kept = "a link now, spoken as its host" if one.what == "address" else "not spoken, kept as a comment"
        note(f"{done.source}:{one.line}: {kept}: {one.what}: {' '.join(one.text.split())[:120]}")
    for line, message in done.doubts:
        warn(f"{done.source}:{line}: {message}" if line else f"{done.source}: {message}")


def _feed(
    address: str | None, into: Path | None, *, form: str | None, to: Path | None, force: bool, output: ReportFormat
) -> None:
    if address is None or form is not None or to is not None:
        raise ConfigurationError("usage", "a feed has an address", hint="Say studio import feed URL --into FOLDER.")
    from studio.actions.import_feed import import_feed

    done = import_feed(address, into or Path(), force=force)
    if output is ReportFormat.JSON:
        print_json(done.as_json())
        return
    for path in done.written:
        put(f"new   {path}")
    put(f"{done.episodes} episodes stay as they are: {done.title}")
    for doubt in done.doubts:
        warn(doubt)
