"""markdown-it-py, set up for scripts: block rules for cues and notes, and an inline parser that knows where it is."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin

from studio.script.attributes import parse_attributes
from studio.script.blockmarks import use_block_marks
from studio.script.dialects import pattern_rule, use_dialects
from studio.script.tags import address_in_brackets, html_lines, html_tag, words_in_brackets

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from markdown_it.ruler import RuleOptionsType

# Dollars are money far more often than mathematics: a formula needs an operator of its own between them.
_FORMULA = re.compile(r"\$(?![\s\d])(?=[^$\n]*[\\^_{}=])[^$\n]{1,500}?(?<![\s\\])\$(?!\w)")
_DISPLAY = re.compile(r"\$\$[^$]{1,2000}\$\$")


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


def _bracketed_span(state: StateInline, silent: bool) -> bool:
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


def _math_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    r"""``$$ … $$`` and ``\[ … \]`` on lines of their own, blank lines included."""
    if state.is_code_block(line):
        return False
    begin = state.bMarks[line] + state.tShift[line]
    opening = next((mark for mark in ("$$", "\\[") if state.src.startswith(mark, begin)), None)
    if opening is None:
        return False
    closing = "$$" if opening == "$$" else "\\]"
    at = begin + 2
    for last in range(line, min(end_line, line + 200)):
        text = state.src[at : state.eMarks[last]].rstrip()
        if text.endswith(closing):
            if not silent:
                token = state.push("math_block", "", 0)
                token.map = [line, last + 1]
                state.line = last + 1
            return True
        if closing in text:
            return False
        at = state.bMarks[min(last + 1, end_line)]
    return False


@cache
def script_markdown() -> MarkdownIt:
    """The parser for scripts; it parses blocks only, inline text goes through ``.inline.parse``."""
    md = MarkdownIt("commonmark")
    md.inline = _SpannedInline()
    md.enable(["table", "strikethrough"])
    md.core.ruler.enableOnly(["block"])
    md.inline.ruler2.disable("fragments_join")
    md.inline.ruler.before("escape", "formula", pattern_rule("formula", "$", _DISPLAY, _FORMULA))
    use_dialects(md)
    md.inline.ruler.before("link", "bracketed_span", _bracketed_span)
    md.inline.ruler.at("autolink", address_in_brackets)
    md.inline.ruler.at("html_inline", html_tag)
    md.inline.ruler.before("html_inline", "words_in_brackets", words_in_brackets)
    md.block.ruler.at("html_block", html_lines, {"alt": ["paragraph", "reference", "blockquote"]})
    breaks: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    use_block_marks(md)
    md.block.ruler.before("fence", "math_block", _math_block, breaks)
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
