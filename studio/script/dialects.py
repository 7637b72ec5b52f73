"""Inline marks of Markdown's dialects (Pandoc, Obsidian, Hugo, Jekyll …), as rules for the Markdown parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,80}\]")
_CITATIONS = (
    re.compile(r"\[(?:[^\[\]@\n]{0,60}[ ])?-?@[\w{][^\[\]\n]{0,300}\](?![({\[:])"),
    re.compile(r"\^\[[^\[\]]{1,1000}\]"),
)
_SHORTCODES = (
    re.compile(r"\{\{[<%].{0,1000}?[>%]\}\}|\{\{-?[ ]?/\*.{0,1000}?\*/[ ]?-?\}\}|\{%.{0,1000}?%\}", re.DOTALL),
    re.compile(r"\{\{[ ]?[\w.|:'\" -]{1,200}\}\}|\{:[^{}\n]{0,200}\}"),
    re.compile(r"\[/?[a-z][\w-]*(?:[ ][\w-]+=\"[^\"\n]*\")+[ ]?/?\]"),
    re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,30}:(?![\w:])"),
)
_COMMENTS = (re.compile(r"%%(?!%).{1,2000}?%%", re.DOTALL), re.compile(r"(?<=\s)\^(?=[\w-]*\d)[\w-]{4,40}\Z"))
_PAIR = re.compile(r"(?P<mark>==|\+\+)(?=[^\s=+])(?P<text>.{0,1000}?[^\s=+])(?P=mark)(?!\w)", re.DOTALL)
_WILDCARD = re.compile(r"\*(?=\.\w(?!\w*\*))|(?<=/)\*(?![\w*])")
_LOWERED = re.compile(r"~(?P<text>[\w+-]{1,12})~(?!~)")
_RAISED = re.compile(r"\^(?P<text>[+−-]?\d{1,4}|[a-z]{1,3}|[+−-])\^(?!\w)")
_SCRIPT_TAG = re.compile(r"<(?P<tag>su[bp])>(?P<text>[+−-]?\w{1,12}|[+−-])</(?P=tag)>", re.IGNORECASE)
_SUPERSCRIPTS = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_WIKI_LINK = re.compile(r"!?\[\[(?P<page>[^\[\]|\n]{1,300})(?:\|(?P<shown>[^\[\]\n]{1,300}))?\]\]")
_TEMPLATED = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\[\]]{0,300})\]\((?P<target>[^()\s{}]{0,200}\{[{%][^()\n]{1,300}?[%}]\}[^()\n]{0,200})\)"
)
_CONTENTS = frozenset(("toc", "_toc_"))
_ADDRESS = re.compile(r"://[^\s<>\"“”\[\]`]{2,}")
_SCHEME = re.compile(r"(?<![A-Za-z0-9])(?:https?|ftp)\Z", re.IGNORECASE)
_PUNCTUATION = ".,;:!?'’*_~|"


def pattern_rule(token_type: str, first: str, *patterns: re.Pattern[str]) -> Any:
    """An inline rule that turns what a pattern matches into one token, which keeps the text as it stands."""

    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in first:
            return False
        match = next((m for m in (p.match(state.src, state.pos, state.posMax) for p in patterns) if m), None)
        if match is None:
            return False
        if not silent:
            state.push(token_type, "", 0).content = match[0]
        state.pos = match.end()
        return True

    return rule


def _product(state: StateInline, silent: bool) -> bool:
    """``2*3*4`` is a product: its stars are no emphasis."""
    if state.src[state.pos] != "*" or state.pos == 0:
        return False
    end = state.pos
    while state.src[end : end + 1] == "*":
        end += 1
    left, right = state.src[state.pos - 1], state.src[end : end + 1]
    # A letter is a factor only where it stands alone: “**5**th” is a number in bold.
    left_alone = left.isalpha() and not state.src[max(state.pos - 2, 0) : state.pos - 1].isalnum()
    right_alone = right.isalpha() and not state.src[end + 1 : end + 2].isalnum()
    if not ((left.isdigit() and (right.isdigit() or right_alone)) or (left_alone and right.isdigit())):
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _wildcard(state: StateInline, silent: bool) -> bool:
    """The stars of ``/var/log/*.gz`` and ``*.py`` stand for a name: they are no emphasis, as that of ``*.NET*`` is."""
    if not _WILDCARD.match(state.src, state.pos) or state.src[max(state.pos - 1, 0) : state.pos].isalnum():
        return False
    if not silent:
        state.append_pending("*")
    state.pos += 1
    return True


def _pair(state: StateInline, silent: bool) -> bool:
    """``==highlighted==`` and ``++inserted++`` are the text inside."""
    match = _PAIR.match(state.src, state.pos, state.posMax)
    if match is None or (state.pos > 0 and state.src[state.pos - 1].isalnum()):
        return False
    if not silent:
        end = state.posMax
        state.push("pair_open", "", 1)
        state.pos, state.posMax = match.start("text"), match.end("text")
        state.md.inline.tokenize(state)
        state.push("pair_close", "", -1)
        state.posMax = end
    state.pos = match.end()
    return True


def _script_mark(state: StateInline, silent: bool) -> bool:
    """``H~2~O``, ``x^2^`` and the same in HTML: a lowered text is itself, a raised number is an exponent."""
    mark = state.src[state.pos]
    if (
        mark not in "~^<"
        or state.pos == 0
        or not (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] in ")]")
    ):
        return False
    match = {"~": _LOWERED, "^": _RAISED, "<": _SCRIPT_TAG}[mark].match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        is_raised = mark == "^" or match.groupdict().get("tag", "").lower() == "sup"
        token = state.push("text", "", 0)
        token.content = _raised(match["text"]) if is_raised else _lowered(match["text"])
        token.meta["span"] = match.span()
    state.pos = match.end()
    return True


def _raised(text: str) -> str:
    return text if text.isalpha() and text != "n" else text.translate(_SUPERSCRIPTS)


def _lowered(text: str) -> str:
    """A word stands apart from what it is written under: t~max~ is “t max”."""
    return f" {text}" if text.isalpha() and len(text) > 1 else text


def _wiki_link(state: StateInline, silent: bool) -> bool:
    """``[[page|shown]]`` is what is shown of it, ``![[picture.png]]`` is a picture."""
    match = _WIKI_LINK.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "![" else None
    if match is None:
        return False
    if not silent:
        if state.src[state.pos] == "!":
            state.push("image", "", 0).attrs = {"src": match["page"]}
        elif match["page"].strip().lower() in _CONTENTS:
            state.push("comment", "", 0)
        else:
            state.push("wiki_link", "", 0)
            start, end = match.span("shown") if match["shown"] else _page_name(match)
            token = state.push("text", "", 0)
            token.content = state.src[start:end]
            token.meta["span"] = (start, end)
    state.pos = match.end()
    return True


def _page_name(match: re.Match[str]) -> tuple[int, int]:
    """Where the name of the page stands, without its folder and without the place on it."""
    page, start = match["page"], match.start("page")
    name_end = page.find("#") if page.find("#") > 0 else len(page)
    first = max(page.rfind("/", 0, name_end), page.rfind("#", 0, name_end)) + 1
    return start + first, start + name_end


def _templated_link(state: StateInline, silent: bool) -> bool:
    """``[text]({{< ref "page" >}})``: a link whose destination a site generator makes is its text."""
    match = _TEMPLATED.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "![" else None
    if match is None:
        return False
    if not silent and match["image"]:
        state.push("image", "", 0).attrs = {"src": match["target"]}
    elif not silent:
        end = state.posMax
        state.push("wiki_link", "", 1)
        state.pos, state.posMax = match.span("text")
        state.md.inline.tokenize(state)
        state.push("wiki_link_close", "", -1)
        state.posMax = end
    state.pos = match.end()
    return True


def _address(state: StateInline, silent: bool) -> bool:
    """``https://…`` in running text, whose scheme is pending already where its colon is reached."""
    if not state.src.startswith("://", state.pos):
        return False
    match, scheme = _ADDRESS.match(state.src, state.pos, state.posMax), _SCHEME.search(state.pending[-5:])
    if match is None or scheme is None:
        return False
    rest = match[0].rstrip(_PUNCTUATION)
    while rest.endswith(")") and rest.count(")") > rest.count("("):
        rest = rest[:-1].rstrip(_PUNCTUATION)
    if not silent:
        state.pending = state.pending[: -len(scheme[0])]
        token = state.push("address", "", 0)
        token.content = scheme[0] + rest
        token.meta["span"] = (state.pos - len(scheme[0]), state.pos + len(rest))
    state.pos += len(rest)
    return True


def use_dialects(md: MarkdownIt) -> None:
    """Teach a parser the inline marks of this file."""
    before = md.inline.ruler.before
    before("link", "footnote", pattern_rule("footnote", "[", _FOOTNOTE))
    before("link", "citation", pattern_rule("citation", "[^", *_CITATIONS))
    before("link", "wiki_link", _wiki_link)
    before("link", "templated_link", _templated_link)
    before("link", "shortcode", pattern_rule("shortcode", "{[:", *_SHORTCODES))
    before("emphasis", "product", _product)
    before("emphasis", "wildcard", _wildcard)
    before("emphasis", "pair", _pair)
    before("strikethrough", "script_mark", _script_mark)
    before("strikethrough", "comment", pattern_rule("comment", "%^", *_COMMENTS))
    before("link", "address", _address)
