"""The author's notes, Markdown, as HTML that may stand in any page or app."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from studio.script.dialects import use_dialects
from studio.script.formulas import inline_formula, latex_of, math_block
from studio.script.markdown import bracketed_span, is_comment
from studio.speech.formulas import read_formula

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^\[\^([^\]\s]{1,80})\]:[ \t]*", re.MULTILINE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FIRST_LEVEL = 3
"""Notes stand below a heading of the page, so theirs begin one level deeper."""


def rich_text(markdown: str, pictures: Mapping[str, str] | None = None, *, remote: bool = True) -> Any:
    """HTML (as ``markupsafe.Markup``) of one block of notes: paragraphs, lists, tables, code, links and pictures.

    Addresses other than ``https:``, ``http:`` and ``mailto:`` are left out, what they are addresses of stays; HTML of
    the author's own is shown as it was written, comments are not.

    Args:
        markdown: the block.
        pictures: as it names them → the addresses of those that travel along.
        remote: whether pictures on the web are shown; on a page that fetches nothing from elsewhere they are links.
    """
    from markupsafe import Markup

    md = _markdown()
    tokens = md.parse(_FOOTNOTE.sub(r"\1\\. ", markdown))
    levels = sorted({token.tag for token in tokens if token.type == "heading_open"})
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, _FIRST_LEVEL + levels.index(token.tag))}"
        if token.children is not None:
            token.children = list(_without_dead_links(token.children))
    env = {"pictures": pictures or {}, "remote": remote}
    return Markup(md.renderer.render(tokens, md.options, env).strip())


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.container import container_plugin

    md = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    md.use(container_plugin, "block", validate=lambda *_: True, render=_nothing)
    md.inline.ruler.before("escape", "formula", inline_formula)
    md.inline.ruler.before("link", "bracketed_span", bracketed_span)
    use_dialects(md)
    md.block.ruler.before("fence", "math_block", math_block, {"alt": ["paragraph", "blockquote", "list"]})
    for name, rule in _RULES.items():
        md.add_render_rule(name, rule)
    return md


def _formula(written: str) -> str:
    latex = latex_of(written)
    formula = read_formula(latex)
    return f"<code>{html.escape(latex)}</code>" if formula.trouble else html.escape(formula.text)


def _address(address: str) -> str:
    shown = html.escape(address)
    return f'<a href="{shown}">{shown}</a>' if _SAFE.match(address) else shown


def _html(written: str) -> str:
    if is_comment(written):
        return ""
    return "<br />" if _LINE_BREAK.fullmatch(written.strip()) else html.escape(written)


def _image(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A picture on the web, or one that travels along; of any other its description."""
    token = tokens[index]
    named = str(token.attrs["src"])
    source = env["pictures"].get(named, named)
    described = renderer.renderInlineAsText(token.children, options, env) if token.children else named
    description = html.escape(described)
    if source == named and not _SAFE.match(source):
        return description
    if source == named and not env["remote"]:
        opened = sum({"link_open": 1, "link_close": -1}.get(before.type, 0) for before in tokens[:index])
        return description if opened else f'<a href="{html.escape(source)}" rel="noopener">{description}</a>'
    return f'<img src="{html.escape(source)}" alt="{description}" loading="lazy" />'


def _nothing(*_: object) -> str:
    return ""


_RULES: dict[str, Callable[..., str]] = {
    **dict.fromkeys(("span_open", "span_close", "wiki_link", "comment"), _nothing),
    "pair_open": lambda *_: "<mark>",
    "pair_close": lambda *_: "</mark>",
    "footnote": lambda _, tokens, index, *__: html.escape(tokens[index].content.replace("^", "")),
    "shortcode": lambda _, tokens, index, *__: html.escape(tokens[index].content),
    "citation": lambda _, tokens, index, *__: html.escape(tokens[index].content.removeprefix("^")),
    "address": lambda _, tokens, index, *__: _address(tokens[index].content),
    "formula": lambda _, tokens, index, *__: _formula(tokens[index].content),
    "math_block": lambda _, tokens, index, *__: f"<p>{_formula(tokens[index].content)}</p>\n",
    "html_inline": lambda _, tokens, index, *__: _html(tokens[index].content),
    "html_block": lambda _, tokens, index, *__: f"<p>{_html(tokens[index].content)}</p>\n",
    "image": _image,
}


def _without_dead_links(tokens: Sequence[Token]) -> Iterator[Token]:
    is_dead = False
    for token in tokens:
        if token.type == "link_open":
            is_dead = not _SAFE.match(str(token.attrs["href"]))
        if not (is_dead and token.type in ("link_open", "link_close")):
            yield token
