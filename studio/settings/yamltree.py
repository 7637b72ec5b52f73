"""YAML text → a tree of nodes that know where they stand.

Whatever the text is, the only failure is a :class:`YamlFault` with its place. Nothing is constructed here, and what
makes YAML dangerous or surprising is refused: tags of programs, aliases that multiply, merge keys, endless nesting,
characters that no document can hold. Numbers are read as people write them: ``010`` is ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

MOST_CHARACTERS = 4_000_000
MOST_DEPTH = 24
_MOST_READ_SLOWLY = 200_000
#: How many nodes a text may repeat by aliases.
MOST_ALIASED = 2_000

_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "int": int,
    "float": (int, float),
    "bool": bool,
    "null": type(None),
}
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEXADECIMAL = re.compile(r"[-+]?0x[0-9a-fA-F_]*[0-9a-fA-F]")
_NUMBER = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?0x[0-9a-fA-F_]{1,15}|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **{form: word in ("true", "yes", "on") for word in ("true", "false", "yes", "no", "on", "off")
       for form in (word, word.capitalize(), word.upper())},
}  # fmt: skip
_MOST_DIGITS = 18


class YamlFault(Exception):  # noqa: N818 - a fault of the text, not of the program
    """What makes a text unreadable, and the range of characters where."""

    def __init__(self, problem: str, start: int, end: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.start = start
        self.end = start + 1 if end is None else end


@dataclass(slots=True)
class Node:
    """What stands at the characters ``[start, end)`` of a text; both are 0 where there is no text."""

    start: int
    end: int
    size: int = field(default=1, kw_only=True)


@dataclass
class Scalar(Node):
    """One value, as written; ``given`` says that it is the value itself and not its text."""

    text: str
    is_quoted: bool = False
    given: str | int | float | bool | None = None

    @cached_property
    def value(self) -> str | int | float | bool | None:
        """What the text means: None, true or false, a number (finite or not), or itself."""
        if self.given is not None or self.is_quoted:
            return self.text if self.given is None else self.given
        return meaning_of(self.text)


@dataclass(slots=True)
class Items(Node):
    """A list."""

    items: list[Node]


@dataclass(slots=True)
class Pairs(Node):
    """A mapping, in the order of the text; keys may repeat."""

    pairs: list[tuple[Scalar, Node]]

    def get(self, *path: str) -> Node:
        """What stands under a key of this mapping, or a key of what stands there; the nearest around it if nothing."""
        for key, value in self.pairs:
            if path and key.text == path[0]:
                return value.get(*path[1:]) if isinstance(value, Pairs) else value
        return self


def meaning_of(text: str) -> str | int | float | bool | None:
    """What an unquoted text means."""
    if text in _WORDS:
        return _WORDS[text]
    figures = text.replace("_", "")
    if text[0] not in "+-.0123456789" or not _NUMBER.fullmatch(text):
        return text
    if _HEXADECIMAL.fullmatch(text):
        return int(figures, 16)
    if figures.lstrip("+-").isdigit() and len(figures) <= _MOST_DIGITS:
        return int(figures)
    return float(figures.lower().replace(".inf", "inf").replace(".nan", "nan"))


def read_tree(text: str, most_characters: int = MOST_CHARACTERS) -> Node | None:
    """The tree of a YAML text; None where it is empty.

    Raises:
        YamlFault: the text cannot be read.
    """
    import yaml

    if len(text) > most_characters:
        raise YamlFault(f"it has {len(text):,} characters, too many to read", 0)
    try:
        return _Builder(getattr(yaml, "CSafeLoader", yaml.SafeLoader), text).tree()
    except (yaml.YAMLError, ValueError) as error:
        first = error
    if len(text) > _MOST_READ_SLOWLY:
        raise _fault_of(first) from None
    try:  # the parser written in Python, whose complaints are the same on every machine
        return _Builder(yaml.SafeLoader, text).tree()
    except (yaml.YAMLError, ValueError) as error:
        raise _fault_of(error) from None


def _fault_of(error: Exception) -> YamlFault:
    import yaml

    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        return YamlFault(error.problem or "it is not understood", mark.index if mark else 0)
    if isinstance(error, yaml.reader.ReaderError):
        return YamlFault("a character that YAML does not allow", error.position)
    return YamlFault("it holds what is no character", 0)


def tree_of(value: object) -> Node:
    """The tree of a plain value, which has no place."""
    if isinstance(value, Mapping):
        return Pairs(0, 0, [(Scalar(0, 0, str(key), is_quoted=True), tree_of(item)) for key, item in value.items()])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Items(0, 0, [tree_of(item) for item in value])
    given = value if isinstance(value, str | int | float) else None
    return Scalar(0, 0, "" if value is None else str(value), is_quoted=given is None and value is not None, given=given)


def plain(node: Node) -> Any:
    """The plain value of a tree."""
    if isinstance(node, Pairs):
        return {key.text: plain(value) for key, value in node.pairs}
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return node.value if isinstance(node, Scalar) else None


class _Builder:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, loader: type, text: str) -> None:
        self._loader = loader(text)
        self._text = text
        self._anchors: dict[str, Node | None] = {}
        self._aliased = 0

    def tree(self) -> Node | None:
        root, documents = None, 0
        stack: list[tuple[str | None, Items | Pairs, list[Node]]] = []
        for event in self._events():
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise self._fault("a second document begins here", event)
                continue
            if name.endswith("StartEvent"):
                stack.append(self._opened(name, event))
                if len(stack) > MOST_DEPTH:
                    raise self._fault("it is nested too deeply", event)
                continue
            if name.endswith("EndEvent"):
                anchor, made, children = stack.pop()
                node = self._closed(made, children, event)
            else:
                anchor = event.anchor if name == "ScalarEvent" else None
                node = self._scalar(event) if name == "ScalarEvent" else self._alias(event)
            if anchor:
                self._anchors[anchor] = node
            if stack:
                stack[-1][2].append(node)
            else:
                root = node
        return root

    def _events(self) -> Iterator[Any]:
        while self._loader.check_event():
            event = self._loader.get_event()
            if type(event).__name__ not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                yield event

    def _opened(self, name: str, event: Any) -> tuple[str | None, Items | Pairs, list[Node]]:
        kind, tag = (Pairs, "map") if name == "MappingStartEvent" else (Items, "seq")
        if event.tag not in (None, "!", _CORE + tag):
            raise self._fault(f"the tag {_shown(event.tag)} is not known here", event)
        if event.anchor:
            self._anchors[event.anchor] = None  # it is not whole yet
        return event.anchor, kind(event.start_mark.index, 0, []), []

    def _closed(self, made: Items | Pairs, children: list[Node], event: Any) -> Node:
        made.end = self._end(made.start, event)
        made.size = 1 + sum(child.size for child in children)
        if isinstance(made, Items):
            made.items = children
            return made
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise YamlFault("a list or a mapping cannot be a key", key.start, key.end)
            if key.text == "<<" and not key.is_quoted:
                raise YamlFault("merge keys are not understood", key.start, key.end)
            made.pairs.append((key, value))
        return made

    def _scalar(self, event: Any) -> Scalar:
        start, tag = event.start_mark.index, event.tag
        node = Scalar(start, self._end(start, event), event.value, is_quoted=bool(event.style) or tag == "!")
        if wrong := _FORBIDDEN.search(event.value):
            raise YamlFault(f"the character U+{ord(wrong[0]):04X} cannot stand in a text", start, node.end)
        if tag in (None, "!"):
            return node
        wanted = _SCALAR_TAGS.get(tag.removeprefix(_CORE))
        if wanted is None:
            raise YamlFault(f"the tag {_shown(tag)} is not known here", start, node.end)
        node.is_quoted = wanted is str
        if not isinstance(node.value, wanted) or (wanted is int and isinstance(node.value, bool)):
            raise YamlFault(f"{event.value[:40]!r} is not what its tag {_shown(tag)} says", start, node.end)
        return node

    def _alias(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            within = event.anchor in self._anchors
            raise self._fault(f"*{event.anchor} stands " + ("for what it is in" if within else "for nothing"), event)
        self._aliased += node.size
        if self._aliased > MOST_ALIASED:
            raise self._fault("aliases repeat too much", event)
        return node

    def _end(self, start: int, event: Any) -> int:
        end = event.end_mark.index
        return start + max(1, len(self._text[start:end].rstrip())) if end > start else start + 1

    def _fault(self, problem: str, event: Any) -> YamlFault:
        return YamlFault(problem, event.start_mark.index, self._end(event.start_mark.index, event))


def _shown(tag: str) -> str:
    return "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
