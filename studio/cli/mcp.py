"""``studio mcp``: the commands as tools for assistants."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption
from studio.kit.errors import ConfigurationError


def mcp(
    *,
    allow_write: Annotated[
        bool, typer.Option("--allow-write", help="Tools that edit scripts and make sound, too; else they only read.")
    ] = False,
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Serve an assistant by the Model Context Protocol, on standard input and output (extra `mcp`)."""
    del output  # what keeps it from serving is told so; what it serves is the protocol's
    from studio.kit.packages import install_hint
    from studio.settings.workspace import open_workspace

    root = open_workspace(show).show.root
    try:
        from studio.mcp.server import make_server
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "missing-extra", f"the extra mcp is not installed ({error.name} is missing)", hint=install_hint("mcp")
        ) from error
    os.chdir(root)  # what a client names counts from there, wherever it starts its servers
    make_server(root, allow_write=allow_write).run("stdio")
