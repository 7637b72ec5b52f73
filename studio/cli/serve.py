"""``studio serve``: listen to the feed folder on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import ShowOption
from studio.cli.publish import FeedOption


def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=1, max=65_535, help="Port on this machine.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; others can reach 0.0.0.0.")] = "127.0.0.1",
    feed: FeedOption = None,
    show: ShowOption = None,
) -> None:
    """Serve the published pages and the feed on this machine, until Ctrl-C."""
    from studio.settings.workspace import open_workspace
    from studio.web.server import run

    workspace = open_workspace(show, public=feed)
    print(f"http://{host}:{port}/ (feed: http://{host}:{port}/feed.xml, stop with Ctrl-C)", flush=True)
    run(workspace.public, workspace.show, host=host, port=port)
