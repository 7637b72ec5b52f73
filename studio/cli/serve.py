"""``studio serve``: listen to the feed folder on this machine."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, print_json, put
from studio.cli.publish import FeedOption


def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port on this machine; 0: any.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; others can reach 0.0.0.0.")] = "127.0.0.1",
    feed: FeedOption = None,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Serve the published pages and the feed on this machine, until Ctrl-C."""
    from studio.settings.workspace import open_workspace
    from studio.web.server import run

    workspace = open_workspace(show, public=feed)

    def tell(address: str) -> None:
        if output is ReportFormat.JSON:
            print_json({"address": address, "feed": f"{address}feed.xml"})
        else:
            put(f"{address} (feed: {address}feed.xml, stop with Ctrl-C)")
        sys.stdout.flush()

    run(workspace.public, workspace.show, host=host, port=port, ready=tell)
