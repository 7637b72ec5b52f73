"""markdown-it-py, set up for scripts: block rules for cues and notes, and an inline parser that knows where it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from studio.script.attributes import parse_attributes
from studio.script.blockmarks import use_block_marks
from studio.script.dialects import use_dialects
from studio.script.formulas import inline_formula, math_block
from studio.script.tags import address_in_brackets, html_lines, html_tag, words_in_brackets

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from markdown_it.ruler import RuleOptionsType


class _SpannedState(StateInline):
    """Notes in each token's ``meta["span"]`` which part of the source it was made from."""

    pending_start = 0

    def append_pending(self, text: str) -> None:
        if not self._pending and not self._pending_buffer:
            self.pending_start = self.pos
        self._pending_buffer.append(text)

    def pushPending(self) -> Token:  # noqa: N802  (the base class's name)
        token = super().pushPending()
        # Pending text is always taken over literally, so its length tells where it ends.
        token.meta["span"] = (self.pending_start, self.pending_start + len(token.content))
        return token


class _SpannedInline(ParserInline):
    """The same tokens as markdown-it's own parser, each with its span."""

    def tokenize(self, state: StateInline) -> None:
        rules = self.ruler.getRules("")
        end, deepest = state.posMax, state.md.options["maxNesting"]
        while state.pos < end:
            start, count = state.pos, len(state.tokens)
            if state.level < deepest:
                for rule in rules:
                    if rule(state, False):
                        break
                else:
                    state.append_pending(state.src[state.pos])
                    state.pos += 1
                    continue
            else:
                state.append_pending(state.src[state.pos])
                state.pos += 1
                continue
            if len(state.tokens) > count:
                _note_spans(state.tokens, count, start, state.pos)
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]) -> list[Token]:
        state = _SpannedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _note_spans(tokens: list[Token], first: int, start: int, end: int) -> None:
    """Give the tokens that one rule made the characters ``[start, end)`` that it consumed."""
    at = start
    autolink = any(token.markup == "autolink" for token in tokens[first:])
    for token in tokens[first:]:
        if "span" in token.meta:
            continue
        if token.type == "text" and autolink:
            token.meta["span"] = (start + 1, end - 1)
        elif token.type == "text":
            # Emphasis markers: one token each, in order.
            token.meta["span"] = (at, at + len(token.content))
            at += len(token.content)
        else:
            token.meta["span"] = (start, end)


def bracketed_span(state: StateInline, silent: bool) -> bool:
    """``[text]{attributes}`` → ``span_open``, the text's tokens, ``span_close``."""
    if state.src[state.pos] != "[":
        return False
    start, end = state.pos, state.posMax
    closing = state.md.helpers.parseLinkLabel(state, start)
    if closing < 0 or state.src[closing + 1 : closing + 2] != "{":
        return False
    attributes = parse_attributes(state.src, closing + 1)
    if attributes is None or attributes.end > end:
        return False
    if not silent:
        token = state.push("span_open", "span", 1)
        token.meta["attributes"] = attributes
        state.pos, state.posMax = start + 1, closing
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = attributes.end, end
    return True


@cache
def script_markdown() -> MarkdownIt:
    """The parser for scripts; it parses blocks only, inline text goes through ``.inline.parse``."""
    md = MarkdownIt("commonmark")
    md.inline = _SpannedInline()
    md.enable(["table", "strikethrough"])
    md.core.ruler.enableOnly(["block"])
    md.inline.ruler2.disable("fragments_join")
    md.inline.ruler.before("escape", "formula", inline_formula)
    use_dialects(md)
    md.inline.ruler.before("link", "bracketed_span", bracketed_span)
    md.inline.ruler.at("autolink", address_in_brackets)
    md.inline.ruler.at("html_inline", html_tag)
    md.inline.ruler.before("html_inline", "words_in_brackets", words_in_brackets)
    md.block.ruler.at("html_block", html_lines, {"alt": ["paragraph", "reference", "blockquote"]})
    breaks: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    use_block_marks(md)
    md.block.ruler.before("fence", "math_block", math_block, breaks)
    md.use(container_plugin, "block", validate=lambda _info, _markup: True)
    return md


def is_comment(html: str) -> bool:
    """Whether a piece of HTML is one or more comments and nothing else."""
    at = 0
    while html.startswith("<!--", at):
        end = html.find("-->", at + 4)
        if end < 0:
            return False
        at = end + 3
        while html[at : at + 1].isspace():
            at += 1
    return at > 0 and at == len(html)
