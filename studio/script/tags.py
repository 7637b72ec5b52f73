"""What stands in angle brackets: HTML, which is markup, or words such as ``<Enter>`` and ``List<String>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from markdown_it.rules_block.html_block import html_block
from markdown_it.rules_inline.autolink import autolink
from markdown_it.rules_inline.html_inline import html_inline

from studio.script.folds import begins_with_fold

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset
    figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header html iframe legend li main menu menuitem
    nav noframes ol optgroup option p pre script search section style summary table tbody td textarea tfoot th thead tr
    ul video audio canvas svg noscript
    """.split()
)
_VOID = frozenset("area base basefont br col embed hr img input link meta param source track wbr".split())
_PAIRED = frozenset(
    """
    a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label map mark math meter object output
    picture progress q rp rt ruby s samp select slot small span strike strong sub sup template time title tt u var
    """.split()
)
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?P<rest>[^<>]*)>")
_ATTRIBUTES = re.compile(
    r"(?:\s+(?:[\w:@.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+)"
    r"|open|hidden|disabled|checked|controls|autoplay|loop|muted|async|defer|required|readonly|selected|allowfullscreen))*\s*/?",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?|ftp|mailto|tel|sms|xmpp|irc|ssh|git|file):", re.IGNORECASE)
_TYPE = r"(?:[A-Z]\w*|int|uint|long|short|char|byte|float|double|bool|boolean|str|string|void|any|object|[iuf]\d{1,3})"
_GENERIC = re.compile(rf"<[ ]?&?{_TYPE}[*?&]?(?:\[\])?(?:(?:[ ]*,[ ]*|<|>+,[ ]*){_TYPE}[*?&]?(?:\[\])?)*>+")
_PLACEHOLDER = re.compile(r"<(?P<words>[A-Za-z][\w.'’:-]*(?:[ ][\w.'’-]+){0,4})>(?!\w)")


def is_tag(text: str, at: int = 0) -> bool:
    """Whether HTML begins at ``at``: a comment or the like, or a tag that browsers know and that is used as one."""
    if text.startswith(("<!", "<?"), at):
        return True
    match = _TAG.match(text, at)
    if match is None or not _ATTRIBUTES.fullmatch(match["rest"]):
        return False
    name = match["name"].lower()
    if match["rest"].rstrip().endswith("/"):
        return True
    if name not in _BLOCKS | _VOID | _PAIRED:
        return bool(match["closing"]) or f"</{match['name']}>" in text[match.end() :]
    if match["name"] not in (name, name.upper()):
        return False
    closes = match["closing"] or "=" in match["rest"] or name in _BLOCKS | _VOID
    return bool(closes) or f"</{name}" in text[match.end() :].lower()


def html_tag(state: StateInline, silent: bool) -> bool:
    """An inline rule: HTML that is used as such."""
    return state.src[state.pos] == "<" and is_tag(state.src, state.pos) and html_inline(state, silent)


def html_lines(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    """A block rule: HTML that is used as such."""
    begin = state.bMarks[line] + state.tShift[line]
    if not state.src.startswith("<", begin) or not is_tag(state.src[begin : begin + _LONGEST], 0):
        return False
    if begins_with_fold(state.src[begin : state.eMarks[line]]):
        return False
    return html_block(state, line, end_line, silent)


def address_in_brackets(state: StateInline, silent: bool) -> bool:
    """An inline rule: ``<https://…>``; ``<std::string>`` is no address, though it looks like one to Markdown."""
    if state.src[state.pos] != "<":
        return False
    is_address = _LINK.match(state.src, state.pos + 1) or "@" in state.src[state.pos : state.pos + 200].split(">")[0]
    return bool(is_address) and autolink(state, silent)


def words_in_brackets(state: StateInline, silent: bool) -> bool:
    """An inline rule: ``<Enter>`` is the word, and ``List<String>`` is a list *of* it."""
    found = _reading(state.src, state.pos, state.posMax) if state.src[state.pos] == "<" else None
    if found is None:
        return False
    end, say = found
    if not silent:
        token = state.push("reading", "", 0)
        token.content = state.src[state.pos : end]
        token.meta["say"] = say
    state.pos = end
    return True


def readings(text: str) -> Iterator[tuple[int, int, str]]:
    """Where words stand in angle brackets in a text without markup, and how they are said."""
    at = text.find("<")
    while at >= 0:
        found = _reading(text, at, len(text))
        if found is not None:
            yield at, *found
        at = text.find("<", found[0] if found else at + 1)


def _reading(text: str, at: int, end: int) -> tuple[int, str] | None:
    follows_word = at > 0 and text[at - 1].isalnum()
    match = (_GENERIC if follows_word else _PLACEHOLDER).match(text, at, end)
    if match is None or (follows_word and match[0].count("<") != match[0].count(">")):
        return None
    return match.end(), _of(match[0]) if follows_word else match["words"]


def _of(types: str) -> str:
    return re.sub(r"[*?&>]|\[\]", "", types.replace("<", " of ")).replace("  ", " ")


_LONGEST = 10_000
