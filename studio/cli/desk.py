"""``studio desk``: write, see and hear an episode in the browser."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, note, print_json, put
from studio.kit.errors import ConfigurationError
from studio.kit.packages import install_hint

_NEEDS = ("cattrs", "lsprotocol", "pygls", "sse_starlette", "starlette", "uvicorn", "watchfiles", "websockets")


def desk(
    episode: Annotated[
        str | None, typer.Argument(metavar="EPISODE", help="The episode to begin with; by default the show's first.")
    ] = None,
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port on this machine; 0: any.")] = 8600,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; others can reach, and change, all but this machine's.")
    ] = "127.0.0.1",
    opens: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Write, see and hear an episode in the browser, until Ctrl-C."""
    from studio.settings.episodes import find_episode
    from studio.settings.workspace import open_workspace

    workspace = open_workspace(show, about=[episode] if episode else [])
    first = find_episode(workspace.show, episode).id if episode else ""
    try:
        from studio.web.desk.run import is_loopback, run_desk
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _NEEDS:
            raise
        raise ConfigurationError(
            "missing-extra", "what the desk needs is not installed", hint=f"Run `{install_hint('desk')}`."
        ) from None

    def tell(address: str) -> None:
        if output is ReportFormat.JSON:
            print_json({"address": address, "episode": first})
        else:
            put(f"{address} (stop with Ctrl-C)")
        if not is_loopback(host):
            note(f"whoever can reach {host} can read and change this show")
        sys.stdout.flush()
        if opens and output is not ReportFormat.JSON:
            _open(address)

    run_desk(workspace.show.root, first, host=host, port=port, ready=tell)


def _open(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        note("no browser was found; open the address yourself")
