"""The attribute grammar: ``{#id .class word key="value" key=value}``, after a heading, a bracketed span or a cue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_OPEN = re.compile(r"\{[ \t]*")
_ITEM = re.compile(
    r"""
      \#(?P<id>[\w:.-]+)
    | \.(?P<class>[\w-]+)
    | (?P<key>[A-Za-z][\w-]*)[ \t]*=[ \t]*(?:"(?P<quoted>(?:[^"\\\n]|\\.)*)"|“(?P<curly>[^”\n]*)”|(?P<bare>[^\s"{}]+))
    | (?P<word>[\w.+-]+)
    """,
    re.VERBOSE,
)
_GAP = re.compile(r"[ \t]*(?P<close>\})?")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Attribute:
    """One item between the braces; ``[start, end)`` are offsets into the text that was parsed."""

    kind: Literal["id", "class", "pair", "word"]
    key: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in one pair of braces, which covers ``[start, end)`` of the text that was parsed."""

    items: tuple[Attribute, ...]
    start: int
    end: int

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, in order, without their dots."""
        return tuple(item.key for item in self.items if item.kind == "class")

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Key and value of each ``key=value``, in order."""
        return tuple((item.key, item.value) for item in self.items if item.kind == "pair")

    @property
    def is_one_word(self) -> bool:
        """Whether nothing but a word stands there, as in ``{Array}``: more likely text than an attribute."""
        return len(self.items) == 1 and self.items[0].kind == "word"

    def shifted(self, by: int) -> Attributes:
        """The same attributes, for offsets that count from ``by`` characters earlier."""
        items = tuple(Attribute(i.kind, i.key, i.value, i.start + by, i.end + by) for i in self.items)
        return Attributes(items, self.start + by, self.end + by)


def parse_attributes(text: str, start: int = 0) -> Attributes | None:
    """The attributes whose opening brace stands at ``start``; None where the text is no attribute group."""
    opening = _OPEN.match(text, start)
    if opening is None:
        return None
    items: list[Attribute] = []
    at = opening.end()
    while at - start < _LONGEST:
        item = _ITEM.match(text, at)
        if item is None:
            return None
        items.append(_attribute(item))
        gap = _GAP.match(text, item.end())
        if gap is None or (gap["close"] is None and gap.end() == item.end()):
            return None
        at = gap.end()
        if gap["close"]:
            return Attributes(tuple(items), start, at)
    return None


def _attribute(item: re.Match[str]) -> Attribute:
    if item["id"]:
        return Attribute("id", item["id"], "", *item.span())
    if item["class"]:
        return Attribute("class", item["class"], "", *item.span())
    if item["key"]:
        value = next(value for value in (item["quoted"], item["curly"], item["bare"]) if value is not None)
        return Attribute("pair", item["key"], re.sub(r"\\(.)", r"\1", value), *item.span())
    return Attribute("word", item["word"], "", *item.span())
