r"""Formulas in a script: where ``$…$``, ``\(…\)``, ``$$…$$`` and ``\begin{…}`` are mathematics, and how they are said.

A formula that can be spoken is text like any other: its run holds what a reader sees (``O(n log n)``) and the words in
its place. One that cannot stays as it was written, for the linter to report.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from studio.model.script import Block, BlockKind, Inline, InlineKind, Section
from studio.model.source import Source
from studio.speech import Style, numbers
from studio.speech.formulas import is_function, read_formula

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_INLINE = re.compile(
    r"\$\$(?P<display>[^$]{1,2000})\$\$(?!\$)|\$`(?P<code>[^`\n]{1,500})`\$|\$(?![\s$])(?P<dollars>[^$]{1,500}?)(?<![\s\\])\$"
    r"|\\\((?P<round>[^$]{1,500}?)\\\)|\\\[(?P<square>[^$]{1,500}?)\\\]"
)
_BLOCK = re.compile(
    r"\s*(?:\$\$(?P<dollars>.*)\$\$|\\\[(?P<square>.*)\\\]|(?P<environment>\\begin\{.*\})"
    r"|(?P<fence>`{3,}|~{3,})[^\n]*\n(?P<code>.*)(?P=fence))\s*",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(
    r"\\begin\{(?P<name>equation|align|aligned|gather|multline|eqnarray|displaymath|math)(?P<star>\*?)\}"
)
_QUOTED = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_LONGEST_BLOCK = 200  # lines
# Behind a formula only a digit or a word's letters make its dollar a price; “$n$th” and “$x$s” are none.
_SUFFIX = re.compile(r"(?:th|st|nd|rd|s)?(?!\w)")
_SURE = re.compile(r"[\\^_]")
_SENTENCES = re.compile(r"[a-z]{2}[.!?][ \n]+[A-Z]")
_UNFINISHED = re.compile(r"[_^/(\[-]\Z")
_OPERATOR = re.compile(r"[=<>+*/|−×·≤≥≠∈^_\\{]|(?<=\w) ?- ?(?=\w)")
_HANGING = re.compile(r"[-+*/=<>,;:(\[_^–—…]\Z|\A[*/=,;:)\]]")
_LONE_SIGN = re.compile(r"\\[A-Za-z]+|\^\{?\\circ\}?")  # “90$^\circ$C”, “$\sim$10”
_SIGNS = "μ"
_SUFFIXED = re.compile(r"(?:th|st|nd|rd|s|-[a-z]+)(?!\w)")
_LAST_NUMBER = re.compile(r"(\d{1,6})\)?\Z")
_WORDS = re.compile(r"\\[A-Za-z]+(?:\{[^{}]*\})?|(?P<word>[A-Za-z]{2,})")
_NEIGHBOUR = re.compile(r"[ \n]+[A-Za-z0-9]")


# ------------------------------------------------------------------------------------------------ what is a formula


def inline_formula(state: StateInline, silent: bool) -> bool:
    """An inline rule of the Markdown parser: a formula is one token, whose content is all that was written."""
    if state.src[state.pos] not in "$\\":
        return False
    match = _INLINE.match(state.src, state.pos, state.posMax)
    if match is None or not _is_mathematics(match):
        return False
    if not silent:
        state.push("formula", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _is_mathematics(match: re.Match[str]) -> bool:
    """Whether what stands between the marks is mathematics, and no prices, escaped brackets or shell variables."""
    kind = str(match.lastgroup)
    tex, before = match[kind].strip(), match.string[max(match.start() - 1, 0) : match.start()]
    match kind:
        case "code":
            return True
        case "display":
            return before != "$" and not tex.isalpha() and (_is_sure(tex) or not _is_prose(tex))
        case "square":
            return not _is_prose(tex) and bool(_OPERATOR.search(tex))
        case "dollars":
            return _is_between_dollars(tex, before, match.string, match.end())
        case _:
            return _looks_like_a_term(tex)


def _is_between_dollars(tex: str, before: str, text: str, end: int) -> bool:
    if _LONE_SIGN.fullmatch(tex):
        return True
    is_sure = _is_sure(tex) and not _SENTENCES.search(tex)
    if (before.isalnum() and not is_sure) or before == "$" or not _SUFFIX.match(text, end):
        return False
    return (is_sure and not tex[:1].isdigit()) or (_looks_like_a_term(tex) and (is_sure or "\n" not in tex))


def _is_sure(tex: str) -> bool:
    """Whether it holds a command, an index or an exponent; ``${HOME}/`` and ``${A}_`` are a shell's."""
    return bool(_SURE.search(tex)) and not _UNFINISHED.search(tex)


def _looks_like_a_term(tex: str) -> bool:
    opened, closed = sum(map(tex.count, "([")), sum(map(tex.count, ")]"))
    return opened == closed and not _is_prose(tex) and not _HANGING.search(tex)


def _is_prose(tex: str) -> bool:
    """Whether words of a language stand in it side by side."""
    for match in _WORDS.finditer(tex):
        if match["word"] and not is_function(match["word"]):
            follows = _NEIGHBOUR.match(tex, match.end())
            leads = re.search(r"[A-Za-z0-9][ \n]+\Z", tex[: match.start()][-4:])
            if follows or leads:
                return True
    return False


def math_block(state: StateBlock, line: int, end_line: int, silent: bool) -> bool:
    r"""A block rule: ``$$ … $$``, ``\[ … \]`` and ``\begin{align} … \end{align}`` on lines of their own."""
    if state.is_code_block(line):
        return False
    begin = state.bMarks[line] + state.tShift[line]
    opening = next((mark for mark in ("$$", "\\[", "\\begin{") if state.src.startswith(mark, begin)), None)
    environment = _ENVIRONMENT.match(state.src, begin) if opening == "\\begin{" else None
    if opening is None or (opening == "\\begin{" and environment is None):
        return False
    closing = (
        f"\\end{{{environment['name']}{environment['star']}}}" if environment else {"$$": "$$"}.get(opening, "\\]")
    )
    at = begin + len(opening)
    for last in range(line, min(end_line, line + _LONGEST_BLOCK)):
        text = state.src[at : state.eMarks[last]].rstrip()
        if text.endswith(closing):
            inside = state.src[begin + len(opening) : state.eMarks[last]].rstrip()[: -len(closing)]
            if opening == "\\[" and (_is_prose(inside) or not _OPERATOR.search(inside)):
                return False
            if not silent:
                token = state.push("math_block", "", 0)
                token.content = state.getLines(line, last + 1, state.blkIndent, keepLastLF=False)
                token.map = [line, last + 1]
                state.line = last + 1
            return True
        if closing in text:
            return False
        at = state.bMarks[min(last + 1, end_line)]
    return False


# ------------------------------------------------------------------------------------------------ how it is said


def latex_of(written: str) -> str:
    """What stands between the marks of a formula, or in the fence of a block of code that holds one."""
    for pattern in (_INLINE, _BLOCK):
        match = pattern.fullmatch(written)
        if match:
            return next((part for part in match.groupdict().values() if part and part[0] not in "`~"), "").strip()
    return written


def with_formulas(section: Section, source: Source, style: Style) -> Section:
    """The section with words for each of its formulas that can be spoken."""
    blocks = tuple(_block(block, source, style) for block in section.blocks)
    return section if blocks == section.blocks else replace(section, blocks=blocks)


def title_text(runs: Iterable[Inline]) -> str:
    """What a reader sees of a title: formulas in one line of Unicode, too."""
    texts = (read_formula(latex_of(run.text)).text if _is_silent(run) else run.text for run in runs)
    return " ".join("".join(texts).split())


def _block(block: Block, source: Source, style: Style) -> Block:
    if block.kind is BlockKind.FORMULA and not block.inlines:
        written = source.slice(block.span)
        lines = _QUOTED.sub("", written) if "\n" in written else written
        run = _said(Inline(InlineKind.FORMULA, lines, block.span), style)
        return block if run.say is None else replace(block, kind=BlockKind.PARAGRAPH, info="", inlines=(run,))
    if not any(map(_is_silent, block.inlines)) or block.kind is BlockKind.NOTES:
        return block
    runs = tuple(_with_suffixes([_said(run, style) if _is_silent(run) else run for run in block.inlines]))
    becomes_text = block.kind is BlockKind.FORMULA and not any(map(_is_silent, runs))
    return replace(block, kind=BlockKind.PARAGRAPH if becomes_text else block.kind, inlines=runs)


def _is_silent(run: Inline) -> bool:
    return run.kind is InlineKind.FORMULA and run.say is None


def _with_suffixes(runs: Sequence[Inline]) -> Iterator[Inline]:
    """“$k$-means” and “$n$th” are one word, which a voice says as one."""
    taken = 0
    for run, following in itertools.zip_longest(runs, runs[1:]):
        at, taken = taken, 0
        is_word = run.kind is InlineKind.FORMULA and run.say and following is not None
        suffix = _SUFFIXED.match(following.text) if is_word and following.is_literal else None
        if suffix:
            taken = suffix.end()
            span = replace(run.span, end=following.span.start + taken)
            text = run.text + suffix[0]
            yield replace(run, text=text, say=_joined(run, suffix[0]), span=span, places=(span,) * len(text))
        elif not at:
            yield run
        elif at < len(run.text):
            yield replace(run, text=run.text[at:], span=replace(run.span, start=run.span.start + at))


def _joined(formula: Inline, suffix: str) -> str:
    """“n plus one” with “st” is “n plus first”."""
    words, number = str(formula.say), _LAST_NUMBER.search(formula.text)
    last = numbers.cardinal(number[1]) if number and suffix in ("th", "st", "nd", "rd") else ""
    return words.removesuffix(last) + numbers.ordinal(number[1]) if number and last else words + suffix


def _said(run: Inline, style: Style) -> Inline:
    """The run with words and a readable text, or as it is where it is too much for the ear.

    A lone sign belongs to the figures around it, as in ``3$\\times$`` and ``5 $\\mu$s``, and is text.
    """
    formula = read_formula(latex_of(run.text), style)
    if formula.trouble:
        return run
    if len(formula.text) == 1 and (formula.text in _SIGNS or not formula.text.isalnum()):
        return replace(run, kind=InlineKind.TEXT, text=formula.text, places=(run.span,))
    return replace(run, text=formula.text, say=formula.words, places=(run.span,) * len(formula.text))
