"""The server: which messages are answered, and with which look at which text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.exceptions import FeatureNotificationError, FeatureRequestError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

from studio import __version__
from studio.desk.desk import Desk
from studio.lsp.texts import OpenText, Texts
from studio.lsp.work import Work, log

T = TypeVar("T")
_LEVELS: dict[Any, int] = {FeatureRequestError: logging.INFO}


class _Protocol(LanguageServerProtocol):
    """The protocol without the library's own copy of every text, whose lines end where the protocol's do not."""

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Generator[Any, Any, None]:
        """Leave it to the server."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Generator[Any, Any, None]:
        """Leave it to the server."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Generator[Any, Any, None]:
        """Leave it to the server."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


@dataclass(frozen=True, slots=True)
class Shared:
    """For several clients of one process: a desk, the one thread that uses it, the folder whose files they write."""

    desk: Desk
    thread: ThreadPoolExecutor
    within: Path


class StudioServer(LanguageServer):
    """The server of one client.

    Args:
        home: where texts without a file are thought to be; None for the client's first folder.
        shared: what several clients share; None for a server of its own.
        told: called with every new state of a text, before anything else is done with it.

    Attributes:
        has_home: whether that was told.
        texts: what the client has open.
        desk: what is known about these; for the thread of ``work`` alone.
        work: looks at texts.
    """

    def __init__(
        self,
        home: Path | None = None,
        shared: Shared | None = None,
        told: Callable[[OpenText], None] | None = None,
    ) -> None:
        super().__init__("studio", __version__, protocol_cls=_Protocol)
        self.has_home = home is not None
        self.texts = Texts(home or Path.cwd(), told, shared.within if shared else None)
        self.desk = shared.desk if shared else Desk()
        self.work = Work(self.texts, shared.thread if shared else None)
        self._due: dict[str, asyncio.Task[None]] = {}
        self._diagnose: Callable[[OpenText], list[types.Diagnostic]] | None = None

    # ------------------------------------------------------------------------------------------ clients

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics; sent to it as well they would be shown twice."""
        document = self.client_capabilities.text_document
        return document is not None and document.diagnostic is not None

    @property
    def edits_versions(self) -> bool:
        """Whether the client takes edits for one state of a text."""
        workspace = self.client_capabilities.workspace
        return bool(workspace and workspace.workspace_edit and workspace.workspace_edit.document_changes)

    @property
    def resolves_edits(self) -> bool:
        """Whether the client asks for the edits of an action when it is chosen, and not before."""
        document = self.client_capabilities.text_document
        support = document and document.code_action and document.code_action.resolve_support
        return bool(support and "edit" in support.properties)

    @property
    def was_shut_down(self) -> bool:
        """Whether the client has asked for an orderly end."""
        return bool(self.protocol._shutdown)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """To the log; the client hears of a failed notification in one sentence, and of a request by its answer."""
        log.log(_LEVELS.get(source, logging.ERROR), "%s: %s", getattr(source, "__name__", source), error)
        if source is FeatureNotificationError:
            message = types.LogMessageParams(types.MessageType.Error, f"studio lsp: {error}")
            self.window_log_message(message)

    # ------------------------------------------------------------------------------------------ looking

    async def look(self, uri: str, look: Callable[[OpenText], T | None]) -> T | None:
        """What a look at an open text gives; None for a text that is not open."""
        text = self.texts.get(uri)
        return None if text is None else await self.work.on(text, look)

    # ------------------------------------------------------------------------------------------ telling

    def tells(self, diagnose: Callable[[OpenText], list[types.Diagnostic]]) -> None:
        """Say how diagnostics are made."""
        self._diagnose = diagnose

    def diagnose_soon(self, text: OpenText) -> None:
        """Send a text's diagnostics when the thread of looks is free; what was due, and has not begun, is dropped.

        So nothing piles up while somebody types, and a single keystroke waits for nothing.
        """
        if before := self._due.pop(text.uri, None):
            before.cancel()
        if not self.pulls:
            self._due[text.uri] = asyncio.ensure_future(self._send_diagnostics(text))

    def diagnose_all(self) -> None:
        """The same for all texts: settings, or other scripts, have changed."""
        for text in self.texts.all():
            self.diagnose_soon(text)
        workspace = self.client_capabilities.workspace
        if self.pulls and workspace and workspace.diagnostics and workspace.diagnostics.refresh_support:
            self.workspace_diagnostic_refresh(None)

    def forget(self, text: OpenText) -> None:
        """Clear a closed text's diagnostics, and drop what is kept about it."""
        if before := self._due.pop(text.uri, None):
            before.cancel()
        if not self.pulls:
            self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(text.uri, []))
        self.desk.forget(text.document)

    async def _send_diagnostics(self, text: OpenText) -> None:
        assert self._diagnose is not None
        try:
            found = await self.work.on(text, self._diagnose)
        except Exception as error:
            if self.texts.get(text.uri) is text:
                log.error("no diagnostics for %s: %s", text.uri, error)
                self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"studio lsp: {error}"))
            return
        self._due.pop(text.uri, None)
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(text.uri, found, text.version))
