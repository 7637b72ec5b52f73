"""Which message leads to which feature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from studio.kit.errors import StudioError
from studio.lsp import convert, sound
from studio.lsp.features import Features
from studio.lsp.server import Shared, StudioServer
from studio.lsp.texts import OpenText, path_of
from studio.lsp.work import log, told

_NOTHING: types.DocumentDiagnosticReport = types.RelatedFullDocumentDiagnosticReport([])
_WATCHED = ("**/*.md", "**/studio.yaml", "**/voices/*", "**/*.pls")


def make_server(
    home: Path | None = None, shared: Shared | None = None, told: Callable[[OpenText], None] | None = None
) -> StudioServer:
    """A server for one client, ready to be connected; see :class:`studio.lsp.server.StudioServer`."""
    server = StudioServer(home, shared, told)
    features = Features(server)
    server.tells(features.diagnostics)
    _follow_texts(server)
    _answer_findings(server, features)
    _answer_views(server, features)
    _answer_writing(server, features)
    _play_sounds(server)
    return server


def _follow_texts(server: StudioServer) -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.texts.encoding = _encoding(params)
        if server.has_home:
            return
        folders = [folder.uri for folder in params.workspace_folders or ()]
        for uri in (*folders, params.root_uri or ""):
            if (path := path_of(uri)) is not None and path.is_dir():
                server.texts.home = path
                break

    @server.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watches = workspace and workspace.did_change_watched_files
        if watches and watches.dynamic_registration:
            watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            registration = types.Registration("studio-files", method, options)
            try:
                await server.client_register_capability_async(types.RegistrationParams([registration]))
            except JsonRpcException as error:
                log.warning("the client watches no files: %s", error)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        server.diagnose_soon(server.texts.open(params.text_document))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        item = params.text_document
        if text := server.texts.change(item.uri, item.version, params.content_changes):
            server.diagnose_soon(text)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        if text := server.texts.close(params.text_document.uri):
            server.forget(text)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE, types.SaveOptions(include_text=False))
    def saved(_params: types.DidSaveTextDocumentParams) -> None:
        server.diagnose_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(_params: types.DidChangeWatchedFilesParams) -> None:
        server.diagnose_all()


def _answer_findings(server: StudioServer, features: Features) -> None:
    options = types.DiagnosticOptions(inter_file_dependencies=True, workspace_diagnostics=False, identifier="studio")

    @server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, options)
    async def diagnostic(params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        uri, before = params.text_document.uri, params.previous_result_id
        return await server.look(uri, lambda text: features.report(text, before)) or _NOTHING

    kinds = [types.CodeActionKind.QuickFix, "source.fixAll.studio"]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds, resolve_provider=True))
    async def code_action(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        return await server.look(params.text_document.uri, lambda text: features.actions(text, params))

    @server.feature(types.CODE_ACTION_RESOLVE)
    async def resolve(action: types.CodeAction) -> types.CodeAction:
        uri = action.data.get("uri", "") if isinstance(action.data, dict) else ""
        return await server.look(uri, lambda text: features.resolved(text, action)) or action


def _answer_views(server: StudioServer, features: Features) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        return await server.look(params.text_document.uri, lambda text: features.hover(text, params.position))

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions(resolve_provider=False))
    async def code_lens(params: types.CodeLensParams) -> list[types.CodeLens] | None:
        return await server.look(params.text_document.uri, features.lenses)

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintOptions(resolve_provider=False))
    async def inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint] | None:
        return await server.look(params.text_document.uri, lambda text: features.hints(text, params.range))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        return await server.look(params.text_document.uri, features.symbols)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, convert.LEGEND)
    async def tokens(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        return await server.look(params.text_document.uri, features.tokens)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, convert.LEGEND)
    async def some_tokens(params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
        return await server.look(params.text_document.uri, lambda text: features.tokens(text, params.range))

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    async def fold(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        return await server.look(params.text_document.uri, features.folds)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkOptions(resolve_provider=False))
    async def link(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        return await server.look(params.text_document.uri, features.links)


def _answer_writing(server: StudioServer, features: Features) -> None:
    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", "{", ".", "=", '"'])
    )
    async def completion(params: types.CompletionParams) -> list[types.CompletionItem] | None:
        return await server.look(params.text_document.uri, lambda text: features.completions(text, params.position))

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        return await server.look(params.text_document.uri, lambda text: features.speaker(text, params.position))

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        uri, name = params.text_document.uri, params.new_name
        return await server.look(uri, lambda text: features.rename(text, params.position, name))


def _play_sounds(server: StudioServer) -> None:
    player = ThreadPoolExecutor(1, "studio-preview")  # one sound after the other, beside the looks at texts

    def say(kind: types.MessageType, message: str) -> None:
        server.window_show_message(types.ShowMessageParams(kind, message))

    @server.command(convert.PREVIEW)
    async def preview(which: Any) -> dict[str, Any] | None:
        loop = asyncio.get_running_loop()
        asked = which if isinstance(which, dict) else {}
        text = server.texts.get(str(asked.get("uri", "")))
        if text is None:
            say(types.MessageType.Error, "This script is not open.")
            return None
        try:
            made = await loop.run_in_executor(player, sound.preview_text, text, asked)
        except StudioError as error:
            say(types.MessageType.Error, told(error))
            return None
        except Exception as error:
            log.exception("no preview of %s", text.uri)
            say(types.MessageType.Error, f"this is a fault of studio: {type(error).__name__}: {error}")
            return None
        if asked.get("play", True) and not await loop.run_in_executor(player, sound.play, made):
            say(types.MessageType.Info, f"No player was found; the sound is in {made.path}")
        return made.as_json()


def _encoding(params: types.InitializeParams) -> types.PositionEncodingKind | str:
    """What the server says it counts in: the first that the client offers and the library knows, else UTF-16."""
    general = params.capabilities.general
    offered = (general.position_encodings if general else None) or ()
    known = (types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16, types.PositionEncodingKind.Utf32)
    return next((one for one in offered if one in known), types.PositionEncodingKind.Utf16)
