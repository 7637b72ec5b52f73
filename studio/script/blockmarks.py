"""Block rules for the Markdown parser: cues, footnotes, comments, and what is written a little beside Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it.rules_block.reference import reference

from studio.script.definitions import is_definition

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock

_CUE = re.compile(r"::(?!:)\S")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,80}\]:")
_ABBREVIATION = re.compile(r"\*\[[^\]\n]{1,80}\]:")
_CLOSE_HEADING = re.compile(r"(?P<hashes>#[A-Z0-9](?=[^#]*$)|#{2,6}[^\s#])")
_LISTING = re.compile(r"\{(?:%-?|\{[<%])\s*highlight\b(?P<info>[^%>}]*)")
_LISTING_END = re.compile(r"\{(?:%-?|\{[<%])\s*(?:endhighlight|/\s*highlight)\b")
_IMPORT = re.compile(r"import\s+(?:[\w*{][^'\"]{0,300}\sfrom\s+)?(?P<quote>['\"])[^'\"]{1,300}(?P=quote)\s*;?\s*$")
_EXPORT = re.compile(r"export\s+(?:default\b|(?:async\s+)?(?:const|let|var|function|class)\s+[\w$]+).{0,1000}[={(]")
_MOST_LINES = 1_000


def line_rule(token_type: str, start: str, pattern: re.Pattern[str]) -> Any:
    """A block rule for constructs of one line; the token's ``content`` is that line."""

    def rule(state: StateBlock, line: int, _end_line: int, silent: bool) -> bool:
        if state.is_code_block(line):
            return False
        begin, end = state.bMarks[line] + state.tShift[line], state.eMarks[line]
        if not state.src.startswith(start, begin) or not pattern.match(state.src, begin, end):
            return False
        if not silent:
            token = state.push(token_type, "", 0)
            token.content = state.src[begin:end]
            token.map = [line, line + 1]
            state.line = line + 1
        return True

    return rule


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _push_lines(state: StateBlock, token_type: str, line: int, end: int) -> bool:
    token = state.push(token_type, "", 0)
    token.content = "\n".join(_text(state, number) for number in range(line, end))
    token.map = [line, end]
    state.line = end
    return True


def _footnote(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """``[^1]: text``, and the indented lines that go on with it."""
    if state.is_code_block(line) or not _FOOTNOTE.match(_text(state, line)):
        return False
    if silent:
        return True
    end = line + 1
    for number in range(line + 1, end_line):
        if not state.isEmpty(number):
            goes_on = state.sCount[number] - state.blkIndent >= 2
            if not goes_on and (number > end or _begins_something(_text(state, number))):
                break
            end = number + 1
    return _push_lines(state, "footnote_line", line, end)


def _begins_something(text: str) -> bool:
    return text.startswith(("#", ">", "- ", "* ", "```", "~~~", "::", "[")) or text[:1].isdigit()


def _comment(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """``%%`` … ``%%`` over several lines, blank ones included."""
    first = _text(state, line)
    if state.is_code_block(line) or not first.startswith("%%") or "%%" in first[2:]:
        return False
    for number in range(line + 1, min(end_line, line + _MOST_LINES)):
        if _text(state, number).rstrip().endswith("%%"):
            return silent or _push_lines(state, "comment_lines", line, number + 1)
    return False


def _listing(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """Code between the shortcodes of Jekyll or Hugo."""
    opening = None if state.is_code_block(line) else _LISTING.match(_text(state, line))
    if opening is None:
        return False
    for number in range(line, min(end_line, line + _MOST_LINES)):
        if _LISTING_END.search(_text(state, number)):
            if not silent:
                _push_lines(state, "fence", line, number + 1)
                state.tokens[-1].info = opening["info"].strip().split(" ")[0]
            return True
    return False


def _module_lines(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """What MDX takes from and gives to other modules; an object runs on to the line that closes it."""
    first = _text(state, line)
    if state.is_code_block(line) or not (_IMPORT.match(first) or _EXPORT.match(first)):
        return False
    end = line + 1
    while first.rstrip().endswith(("{", "(", "[", "=>")) and end < end_line:
        end += 1
        if _text(state, end - 1).startswith(("}", ")", "]")):
            break
    return silent or _push_lines(state, "html_block", line, end)


def _definition(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """A link definition whose destination looks like one; ``[GUEST]: Yes.`` is somebody's answer."""
    begin = state.bMarks[line] + state.tShift[line]
    if not is_definition(state.src, begin) or not reference(state, line, end_line, silent):
        return False
    if not silent:
        state.env.setdefault("definitions", []).append((line, state.line))
    return True


def _close_heading(state: StateBlock, line: int, _end_line: int, silent: bool) -> bool:
    """``##Heading`` without the space that Markdown asks for; ``#word`` in lower case is a tag."""
    text = _text(state, line)
    if state.is_code_block(line) or not text.startswith("#") or not _CLOSE_HEADING.match(text):
        return False
    title = text.lstrip("#")
    if title[0].isdigit() and not text.startswith("##"):
        return False
    if not silent:
        level = len(text) - len(title)
        state.line = line + 1
        for token_type, nesting in (("heading_open", 1), ("inline", 0), ("heading_close", -1)):
            token = state.push(token_type, "" if nesting == 0 else f"h{level}", nesting)  # type: ignore[arg-type]
            token.map, token.markup = [line, line + 1], "#" * level
            token.meta["close"] = True
            if nesting == 0:
                token.content, token.children = title.strip().rstrip("#").rstrip(), []
    return True


def use_block_marks(md: MarkdownIt) -> None:
    """Teach a parser the blocks of this file."""
    breaks: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    before = md.block.ruler.before
    before("fence", "cue", line_rule("cue", "::", _CUE), breaks)
    before("fence", "comment_lines", _comment, breaks)
    before("fence", "listing", _listing, breaks)
    before("fence", "module_lines", _module_lines)
    before("reference", "footnote", _footnote, breaks)
    before("reference", "abbreviation", line_rule("footnote_line", "*[", _ABBREVIATION), breaks)
    before("heading", "close_heading", _close_heading)
    md.block.ruler.at("reference", _definition)
