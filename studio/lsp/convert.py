"""Plain values of :mod:`studio.desk` → types of the protocol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lsprotocol import types

from studio.desk.completion import Offer, Offered
from studio.desk.fixes import Remedy, Way
from studio.desk.hints import Hint
from studio.desk.lengths import Lens
from studio.desk.symbols import Symbol, SymbolKind
from studio.desk.tokens import Token
from studio.lsp.positions import Positions
from studio.lsp.texts import OpenText
from studio.model.diagnostics import Diagnostic, Edit, Severity
from studio.model.ledger import Fate
from studio.model.source import Span

PREVIEW = "studio.preview"
SOURCE = "studio"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_OFFERS = {
    Offered.SPEAKER: types.CompletionItemKind.Class,
    Offered.VOICE: types.CompletionItemKind.Value,
    Offered.CUE: types.CompletionItemKind.Function,
    Offered.SOUND: types.CompletionItemKind.File,
    Offered.SETTING: types.CompletionItemKind.Property,
    Offered.CLASS: types.CompletionItemKind.EnumMember,
    Offered.TERM: types.CompletionItemKind.Text,
    Offered.RULE: types.CompletionItemKind.Constant,
}
_SYMBOLS = {SymbolKind.SECTION: types.SymbolKind.Namespace, SymbolKind.CUE: types.SymbolKind.Event}
_SILENT = ("comment", ())
_TOKENS: dict[Fate, tuple[str, tuple[str, ...]]] = {
    Fate.SPOKEN: ("string", ()),
    Fate.SPEAKER: ("class", ()),
    Fate.HEADING: ("namespace", ()),
    Fate.CUE: ("macro", ()),
    Fate.MARKUP: ("operator", ()),
    Fate.LEFT_OUT: ("comment", ("deprecated",)),  # struck out: it holds words, and nobody hears them
}
LEGEND = types.SemanticTokensLegend(
    token_types=["string", "class", "namespace", "macro", "operator", "comment"], token_modifiers=["deprecated"]
)


def diagnostic(found: Diagnostic, positions: Positions) -> types.Diagnostic:
    """A finding at its place, with what to do about it."""
    message = f"{found.message}\n{_sentence(found.hint)}" if found.hint else found.message
    return types.Diagnostic(
        range=positions.range(found.span),
        message=message,
        severity=_SEVERITIES[found.severity],
        code=found.code if found.code[-3:].isdigit() else found.name,
        source=SOURCE,
        data={"name": found.name},
    )


def text_edits(edits: Iterable[Edit], positions: Positions) -> list[types.TextEdit]:
    """Edits of one text."""
    return [types.TextEdit(range=positions.range(edit.span), new_text=edit.text) for edit in edits]


def workspace_edit(text: OpenText, edits: Iterable[Edit], *, versioned: bool) -> types.WorkspaceEdit:
    """Edits of one text, for this state of it alone where the client can tell states apart."""
    made = text_edits(edits, text.positions)
    if not versioned:
        return types.WorkspaceEdit(changes={text.uri: made})
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=text.uri, version=text.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(text_document=identifier, edits=made)])


def code_action(remedy: Remedy, text: OpenText, *, versioned: bool) -> types.CodeAction:
    """A quick fix; the safe ones are those that an editor may apply unasked."""
    return types.CodeAction(
        title=remedy.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(remedy.finding, text.positions)],
        is_preferred=True if remedy.way is Way.SAFE else None,
        edit=workspace_edit(text, remedy.edits, versioned=versioned),
    )


def code_lens(lens: Lens, text: OpenText) -> types.CodeLens:
    """A lens with a command that plays what it is about, where that is a segment."""
    command = types.Command(lens.title, "")
    if lens.segment is not None:
        command = types.Command(lens.title, PREVIEW, arguments=[{"uri": text.uri, "segment": lens.segment}])
    first = text.positions.position(lens.span.start)
    place = types.Range(first, first) if lens.span.start == lens.span.end else text.positions.range(lens.span)
    return types.CodeLens(range=place, command=command)


def inlay_hint(hint: Hint, positions: Positions) -> types.InlayHint:
    """A hint behind what it is about."""
    return types.InlayHint(
        position=positions.position(hint.offset),
        label=f"“{hint.text}”",
        tooltip=f"What is said here, by the rule “{hint.rule}”",
        padding_left=True,
    )


def document_symbol(symbol: Symbol, positions: Positions) -> types.DocumentSymbol:
    """An entry of the outline with those below it."""
    return types.DocumentSymbol(
        name=symbol.name,
        kind=_SYMBOLS[symbol.kind],
        range=positions.range(symbol.span),
        selection_range=positions.range(symbol.name_span),
        detail=symbol.detail or None,
        children=[document_symbol(child, positions) for child in symbol.children],
    )


def completion_item(offer: Offer, positions: Positions) -> types.CompletionItem:
    """An offer that replaces what is typed of it."""
    return types.CompletionItem(
        label=offer.text.strip(),
        kind=_OFFERS[offer.kind],
        detail=offer.detail or None,
        text_edit=types.TextEdit(range=positions.range(offer.span), new_text=offer.text),
    )


def semantic_tokens(tokens: Iterable[Token], positions: Positions) -> types.SemanticTokens:
    """Tokens as the protocol packs them: each by its distance from the one before."""
    data: list[int] = []
    line = column = 0
    for token in tokens:
        place = positions.position(token.span.start)
        kind, modifiers = _TOKENS.get(token.fate, _SILENT)
        column = column if place.line == line else 0
        bits = sum(1 << LEGEND.token_modifiers.index(modifier) for modifier in modifiers)
        data += [
            place.line - line,
            place.character - column,
            positions.units(token.span),
            LEGEND.token_types.index(kind),
            bits,
        ]
        line, column = place.line, place.character
    return types.SemanticTokens(data)


def folding_ranges(spans: Iterable[Span], positions: Positions) -> Sequence[types.FoldingRange]:
    """Folds by whole lines."""
    ranges = [positions.range(span) for span in spans]
    return [types.FoldingRange(one.start.line, one.end.line, kind=types.FoldingRangeKind.Region) for one in ranges]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
