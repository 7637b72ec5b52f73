"""``studio serve``: listen to the feed folder on this machine."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, note, print_json, put
from studio.cli.publish import FeedOption
from studio.kit.interrupts import EXIT_INTERRUPTED


def serve(
    *,
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Port on this machine; 0: any.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="Address to listen on; others can reach 0.0.0.0.")] = "127.0.0.1",
    feed: FeedOption = None,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Serve the published pages and the feed on this machine, until Ctrl-C."""
    with _stopping_at_once():
        _serve(show, feed, host, port, output)


def _serve(show: Path | None, feed: Path | None, host: str, port: int, output: ReportFormat) -> None:
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


@contextmanager
def _stopping_at_once() -> Iterator[None]:
    """Ctrl-C ends the process whatever it is doing: raised amid an import, it may be swallowed, and nothing is lost."""

    def stop(_signal: int, _frame: object) -> None:
        note("stopped")
        sys.stderr.flush()
        os._exit(EXIT_INTERRUPTED)

    try:
        before = signal.signal(signal.SIGINT, stop)
    except ValueError:  # not in the main thread, where signals do not arrive
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
