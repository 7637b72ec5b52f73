"""``studio lsp``: the language server that editors speak to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, note, print_json
from studio.kit.errors import ConfigurationError


def lsp(
    *,
    stdio: Annotated[
        bool, typer.Option("--stdio", help="Speak on standard input and output; so it does by default.")
    ] = False,
    tcp: Annotated[
        str | None, typer.Option("--tcp", metavar="[HOST:]PORT", help="Wait for one client there; 0 is any free port.")
    ] = None,
    log: Annotated[
        Path | None, typer.Option("--log", metavar="FILE", help="Write what happens to a file; else to standard error.")
    ] = None,
    log_level: Annotated[str, typer.Option("--log-level", help="debug, info, warning or error.")] = "warning",
    show: ShowOption = None,
    output: FormatOption = ReportFormat.TEXT,
) -> None:
    """Serve an editor: findings, fixes, spoken forms and lengths while a script is written.

    Each file belongs to the show around it; texts without a file to the one that is named, or to the editor's folder.
    """
    from studio.settings.workspace import open_workspace

    home = open_workspace(show).show.root if show is not None else None
    if stdio and tcp is not None:
        raise ConfigurationError("usage", "--stdio and --tcp do not go together", hint="Choose one of them.")
    host, port = _address(tcp) if tcp is not None else ("", 0)
    try:
        from studio.lsp.connections import serve_stdio, serve_tcp
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs"):
            raise
        raise ConfigurationError(
            "missing-extra", "the language server is not installed", hint="Run `pip install 'studio-podcast[desk]'`."
        ) from None
    _open_log(log, log_level)

    def tell(address: str) -> None:
        if output is ReportFormat.JSON:
            print_json({"address": address})
            sys.stdout.flush()
        else:
            note(f"listening on {address}")

    raise typer.Exit(serve_stdio(home) if tcp is None else serve_tcp(host, port, tell, home))


def _address(typed: str) -> tuple[str, int]:
    host, _, port = typed.rpartition(":")
    if not (port.isascii() and port.isdecimal() and int(port) <= 65_535):
        raise ConfigurationError("usage", f"`{typed}` is no address", hint="Write --tcp 127.0.0.1:2087.")
    return host.strip("[]") or "127.0.0.1", int(port)


def _open_log(path: Path | None, level: str) -> None:
    import logging

    from studio.lsp.work import WithoutAnswers

    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise ConfigurationError("usage", f"`{level}` is no log level", hint="Write debug, info, warning or error.")
    try:
        handler = logging.FileHandler(path, encoding="utf-8") if path else logging.StreamHandler(sys.stderr)
    except OSError as error:
        raise ConfigurationError("no-log", f"cannot write the log: {error.strerror}", where=str(path)) from None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(WithoutAnswers())
    logging.basicConfig(level=number, handlers=[handler], force=True)
