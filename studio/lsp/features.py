"""The protocol's features, each a look of :mod:`studio.desk` at a text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from lsprotocol import types
from lsprotocol.types import Range

from studio.desk.analysis import Analysis
from studio.desk.completion import completions
from studio.desk.documents import Kind
from studio.desk.fixes import fix_all, remedies
from studio.desk.folding import folds
from studio.desk.hints import hints
from studio.desk.hover import hover
from studio.desk.lengths import lenses
from studio.desk.links import script_links, settings_links
from studio.desk.rename import rename_speaker, speaker_at
from studio.desk.symbols import symbols
from studio.desk.tokens import tokens
from studio.lsp import convert
from studio.lsp.server import StudioServer
from studio.lsp.texts import OpenText

T = TypeVar("T")
_FIX_ALL = "source.fixAll.studio"


class Features:
    """Answers requests about texts; each method is one feature, run in the thread of looks.

    Args:
        server: whose texts these are.
    """

    def __init__(self, server: StudioServer) -> None:
        self._server = server
        self._desk = server.desk

    def diagnostics(self, text: OpenText) -> list[types.Diagnostic]:
        """Everything that is wrong with a text."""
        return [convert.diagnostic(one, text.positions) for one in self._desk.findings(text.document)]

    def report(self, text: OpenText, before: str | None) -> types.DocumentDiagnosticReport:
        """The same for a client that asks; ``before`` is the id of what it has."""
        found = self.diagnostics(text)
        told = hashlib.sha256(repr(found).encode("utf-8", "replace")).hexdigest()[:16]
        if told == before:
            return types.RelatedUnchangedDocumentDiagnosticReport(told)
        return types.RelatedFullDocumentDiagnosticReport(found, result_id=told)

    def actions(self, text: OpenText, params: types.CodeActionParams) -> list[types.CodeAction]:
        """Fixes for the findings in a range, comments that disable their rules, and all fixes at once."""
        analysis = self._desk.analysis(text.document)
        if analysis is None:
            return []
        wanted = params.context.only or (types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll)
        found: list[types.CodeAction] = []
        if _asks(wanted, types.CodeActionKind.QuickFix):
            span = text.positions.span(params.range)
            versioned = self._server.edits_versions
            found += [convert.code_action(one, text, versioned=versioned) for one in remedies(analysis, span)]
        every: list[types.CodeAction] = []
        if _asks(wanted, _FIX_ALL) and any(one.fix and one.fix.safe for one in analysis.findings):
            every.append(
                types.CodeAction(
                    "Mend all that is safe to mend", kind=_FIX_ALL, data={"uri": text.uri, "unsafe": False}
                )
            )
        if _asks(wanted, _FIX_ALL) and params.context.only is None and any(one.fix for one in analysis.findings):
            kind, data = types.CodeActionKind.QuickFix, {"uri": text.uri, "unsafe": True}
            every.append(types.CodeAction("Mend all, also where the meaning may change", kind=kind, data=data))
        return found + (every if self._server.resolves_edits else [self.resolved(text, one) for one in every])

    def resolved(self, text: OpenText, action: types.CodeAction) -> types.CodeAction:
        """An action that mends everything, with its edits."""
        analysis = self._desk.analysis(text.document)
        if analysis is not None and isinstance(action.data, dict):
            edits = fix_all(analysis, unsafe=bool(action.data.get("unsafe")))
            action.edit = convert.workspace_edit(text, edits, versioned=self._server.edits_versions)
        return action

    def hover(self, text: OpenText, position: types.Position) -> types.Hover | None:
        """What stands behind a place."""
        analysis = self._desk.analysis(text.document)
        found = hover(analysis, text.positions.offset(position)) if analysis else None
        if found is None:
            return None
        content = types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
        return types.Hover(content, text.positions.range(found.span))

    def lenses(self, text: OpenText) -> list[types.CodeLens]:
        """Lengths, and what plays them."""
        return self._of_script(text, lambda script: [convert.code_lens(one, text) for one in lenses(script)])

    def hints(self, text: OpenText, place: Range) -> list[types.InlayHint]:
        """What is said where something else is written."""
        positions = text.positions
        span = positions.span(place)
        return self._of_script(text, lambda script: [convert.inlay_hint(one, positions) for one in hints(script, span)])

    def symbols(self, text: OpenText) -> list[types.DocumentSymbol]:
        """The outline."""
        positions = text.positions
        return self._of_script(
            text, lambda script: [convert.document_symbol(one, positions) for one in symbols(script)]
        )

    def completions(self, text: OpenText, position: types.Position) -> list[types.CompletionItem]:
        """What may be written at a place."""
        positions = text.positions
        at = positions.offset(position)
        return self._of_script(
            text, lambda script: [convert.completion_item(one, positions) for one in completions(script, at)]
        )

    def speaker(self, text: OpenText, position: types.Position) -> types.PrepareRenamePlaceholder | None:
        """The speaker's name at a place."""
        analysis = self._desk.analysis(text.document)
        found = speaker_at(analysis, text.positions.offset(position)) if analysis else None
        return types.PrepareRenamePlaceholder(text.positions.range(found.span), found.name) if found else None

    def rename(self, text: OpenText, position: types.Position, name: str) -> types.WorkspaceEdit | None:
        """Another name for the speaker at a place."""
        analysis = self._desk.analysis(text.document)
        if analysis is None:
            return None
        edits = rename_speaker(analysis, text.positions.offset(position), name)
        return convert.workspace_edit(text, edits, versioned=self._server.edits_versions)

    def tokens(self, text: OpenText, place: Range | None = None) -> types.SemanticTokens:
        """What is heard of a stretch of the text, and what is not."""
        analysis = self._desk.analysis(text.document)
        span = text.positions.span(place) if place else None
        return convert.semantic_tokens(tokens(analysis, span) if analysis else (), text.positions)

    def folds(self, text: OpenText) -> list[types.FoldingRange]:
        """What can be folded away."""
        return self._of_script(text, lambda script: list(convert.folding_ranges(folds(script), text.positions)))

    def links(self, text: OpenText) -> list[types.DocumentLink]:
        """Ways to the files of sounds."""
        document, positions = text.document, text.positions
        analysis = self._desk.analysis(document)
        if analysis is not None:
            found = list(script_links(analysis))
        elif self._desk.kind(document) is not Kind.OTHER:
            found = list(settings_links(document, self._desk.show(document)))
        else:
            found = []
        return [types.DocumentLink(positions.range(one.span), target=one.path.absolute().as_uri()) for one in found]

    def _of_script(self, text: OpenText, make: Callable[[Analysis], list[T]]) -> list[T]:
        analysis = self._desk.analysis(text.document)
        return [] if analysis is None else make(analysis)


def _asks(wanted: Any, kind: str) -> bool:
    """Whether one of the kinds that a client asks for is this one, or above it."""
    return any(kind == one or kind.startswith(f"{getattr(one, 'value', one)}.") for one in wanted)
