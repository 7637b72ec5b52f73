"""The language server on a WebSocket: one message a frame, the texts that are open are those that are made audible."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from pygls.exceptions import JsonRpcException
from starlette.websockets import WebSocket, WebSocketDisconnect

from studio.lsp.registration import make_server
from studio.lsp.work import log
from studio.web.desk.site import Site, client_of

_MOST_SERVERS = 32
#: What a page does not read in time it does not get.
_MOST_WAITING = 512
_MOST_CHARS = 8 << 20


class Languages:
    """The language servers of the pages that are connected.

    Args:
        site: whose texts these are.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._count = 0

    async def serve(self, socket: WebSocket) -> None:
        """Serve one page until it goes."""
        if self._count >= _MOST_SERVERS:
            await socket.close(1013, "too many pages are open")
            return
        self._count += 1
        try:
            await socket.accept()
            await self._converse(socket, client_of(socket))
        finally:
            self._count -= 1

    async def _converse(self, socket: WebSocket, client: str) -> None:
        live = self._site.live
        server = make_server(live.root, self._site.shared, lambda text: self._site.typed(client, text.document))
        writer = _Writer(socket)
        server.protocol.set_writer(writer, include_headers=False)
        self._site.servers.add(server)
        sending = asyncio.ensure_future(writer.send_all())
        try:
            while True:
                text = await socket.receive_text()
                if len(text) > _MOST_CHARS:
                    await socket.close(1009, "this message is too large")
                    return
                _handle(server, text)
        except (WebSocketDisconnect, SystemExit, KeyError):  # the page went, or took its leave, or sent bytes
            return
        finally:
            sending.cancel()
            self._site.servers.discard(server)
            live.left(client)
            server.work.close()


def _handle(server: Any, text: str) -> None:
    try:
        server.protocol.handle_message(json.loads(text, object_hook=server.protocol.structure_message))
    except Exception as error:
        log.warning("a message was not understood: %s", error)
        server.report_server_error(error, JsonRpcException)


class _Writer:
    """Gives the protocol's library its way to write; messages leave one after the other."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._waiting: asyncio.Queue[str] = asyncio.Queue(_MOST_WAITING)
        self._loop = asyncio.get_running_loop()
        self._leaving: asyncio.Future[None] | None = None

    def write(self, data: bytes) -> None:
        """Leave a message."""
        self._loop.call_soon_threadsafe(self._put, data.decode())

    def close(self) -> None:
        """The socket is closed by who opened it."""

    async def send_all(self) -> None:
        """Send what is left until cancelled."""
        while True:
            text = await self._waiting.get()
            try:
                await self._socket.send_text(text)
            except (WebSocketDisconnect, RuntimeError):
                return

    def _put(self, text: str) -> None:
        try:
            self._waiting.put_nowait(text)
        except asyncio.QueueFull:
            if self._leaving is not None:
                return
            log.warning("a page reads too slowly and is left")
            self._leaving = asyncio.ensure_future(self._socket.close(1008, "too slow"))
