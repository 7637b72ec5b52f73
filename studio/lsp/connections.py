"""How a client is connected, and when the server ends: with the client's `exit`, its silence, or its death."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

from pygls.io_ import StdinAsyncReader, StdoutWriter, run_async

from studio.kit.errors import ConfigurationError
from studio.lsp.registration import make_server
from studio.lsp.server import StudioServer
from studio.lsp.work import log

_LOOKS_FOR_PARENT_S = 2.0
#: Python's own. Commands, which are over soon, look for garbage rarely; a server would hold twice what it needs.
_GARBAGE_THRESHOLDS = (700, 10, 10)


def serve_stdio(home: Path | None = None) -> int:
    """Serve the client at standard input and output; the exit code that the protocol asks for.

    Texts without a file belong to the show in ``home``; None for the client's first folder.
    What else is printed in this process, or by one that it starts, goes to standard error.
    """
    server = make_server(home)
    reading, writing = _own_streams()
    server.protocol.set_writer(StdoutWriter(writing))
    return _until_exit(server, _converse(server, StdinAsyncReader(reading, ThreadPoolExecutor(1, "studio-stdin"))))


def serve_tcp(host: str, port: int, ready: Callable[[str], None], home: Path | None = None) -> int:
    """Serve the first client that connects; the exit code that the protocol asks for.

    Args:
        host: address to listen on.
        port: 0 for any that is free.
        ready: told the address, ``host:port``, once it is listened on.
        home: as for :func:`serve_stdio`.

    Raises:
        ConfigurationError: the address cannot be listened on.
    """
    server = make_server(home)
    return _until_exit(server, _accept(server, host, port, ready))


async def _accept(server: StudioServer, host: str, port: int, ready: Callable[[str], None]) -> None:
    first: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = (
        asyncio.get_running_loop().create_future()
    )

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if first.done():  # it would get what the first one asked for
            writer.close()
        else:
            first.set_result((reader, writer))

    try:
        listening = await asyncio.start_server(connected, host, port)
    except OSError as error:
        raise ConfigurationError(
            "no-address", f"cannot listen on {host}:{port}: {error.strerror}", hint="Choose another with --tcp."
        ) from None
    address = listening.sockets[0].getsockname()
    ready(f"{host}:{address[1]}")
    reader, writer = await first
    listening.close()
    server.protocol.set_writer(writer)
    await _converse(server, reader)


async def _converse(server: StudioServer, reader: Any) -> None:
    """Read messages until there are no more."""
    parent = asyncio.ensure_future(_end_with_parent(server))
    try:
        await run_async(Event(), reader, server.protocol, log, server.report_server_error)
    except (ConnectionError, asyncio.IncompleteReadError) as error:
        log.info("the client has gone: %s", error)
    finally:
        parent.cancel()
        server.work.close()


async def _end_with_parent(server: StudioServer) -> None:
    """Leave when the process that the client named is no more: an editor that crashed closes nothing."""
    while True:
        await asyncio.sleep(_LOOKS_FOR_PARENT_S)
        if server.process_id and not _lives(server.process_id):
            log.info("the client's process %d is gone", server.process_id)
            sys.stderr.flush()
            os._exit(1)  # a thread may wait for input that never comes


def _until_exit(server: StudioServer, conversation: Any) -> int:
    gc.set_threshold(*_GARBAGE_THRESHOLDS)
    try:
        asyncio.run(conversation)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    finally:
        server.work.close()
    return 0 if server.was_shut_down else 1


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another person's
        return True
    return True


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the protocol alone."""
    reading, writing = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return reading, writing
