"""YAML text → a tree of nodes that know where they stand.

Whatever the text is, the only failure is a :class:`YamlFaultError` with its place. What makes YAML dangerous or
surprising is refused: tags of programs, aliases that multiply, merge keys, endless nesting, characters that no document
can hold. Numbers are read as people write them: ``010`` is ten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

MOST_CHARACTERS = 4_000_000
MOST_DEPTH = 24
#: How many nodes a text may repeat by aliases.
MOST_ALIASED = 2_000

_MOST_READ_SLOWLY = 200_000
_MOST_DIGITS = 18
_MOST_SHOWN = 120
_VALUE = re.compile(r"[ \t]*(?:- +)?(?P<key>[^\s:#'\"&*!|>%@`\[{][^:\n]{0,60}):[ \t]+(?P<value>\S.*?)[ \t]*$")
#: A list or an object, whole or not, or a value in quotes: what is wrong with it is no lack of quotes.
_FLOW = re.compile(r"""[\[{](?!.*[\]}]\s*\S)|(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\Z""")
#: What a plain text may not hold, or not begin with.
_SIGN = re.compile(r"""\A(?:["'@`*&!%|>?-]|\[.*\]\s*\S|\{.*\}\s*\S)|:(?=\s|\Z)|\s\#""")
#: A comment that people set off from its ``#`` is meant as one; “#1” and “#golang” may not be.
_BEHIND = re.compile(r"[ \t]+(?P<text>#(?:[ \t]?\d|[^\s#!-]).*?)[ \t]*(?=\r|\n|\Z)")
_CORE = "tag:yaml.org,2002:"
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9][0-9_]*)|(?P<hexadecimal>[-+]?0x[0-9a-fA-F]{1,15})"
    r"|[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_WORDS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_WORDS |= {form: True for word in ("true", "yes", "on") for form in (word, word.capitalize(), word.upper())}
_WORDS |= {form: False for word in ("false", "no", "off") for form in (word, word.capitalize(), word.upper())}


class YamlFaultError(Exception):
    """What makes a text unreadable, the characters ``[start, end)`` where, and what to do, where that is known."""

    def __init__(self, problem: str, start: int, end: int = 0, hint: str | None = None) -> None:
        super().__init__(problem)
        self.problem, self.start, self.end, self.hint = problem, start, end or start + 1, hint


@dataclass(slots=True)
class Node:
    """What stands at the characters ``[start, end)`` of a text; both are 0 where there is no text.

    ``size`` counts the nodes in it, itself included, and ``height`` its levels.
    """

    start: int
    end: int
    size: int = field(default=1, kw_only=True)
    height: int = field(default=1, kw_only=True)


@dataclass
class Scalar(Node):
    """One value, as written; ``given`` is the value itself, where there is no text."""

    text: str
    is_quoted: bool = False
    given: str | int | float | bool | None = None
    behind: str = ""
    """What stands behind a ``#`` on its line and looks like a part of it: ``#1`` of ``Talk #1``; to YAML a comment."""
    before: str = ""
    """What stands before it and looks like a part of it: ``&a`` of ``&a Talk``; to YAML the name of the value."""

    @cached_property
    def value(self) -> str | int | float | bool | None:
        """What the text means: None, true or false, a number (finite or not), or itself."""
        if self.given is not None or self.is_quoted:
            return self.text if self.given is None else self.given
        if self.text in _WORDS:
            return _WORDS[self.text]
        match = _NUMBER.fullmatch(self.text)
        if match is None:
            return self.text
        figures = self.text.replace("_", "").lower()
        if match["hexadecimal"] or (match["whole"] and len(figures) <= _MOST_DIGITS):
            return int(figures, 16 if match["hexadecimal"] else 10)
        return float(figures.replace(".inf", "inf").replace(".nan", "nan"))


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


def read_tree(text: str, most_characters: int = MOST_CHARACTERS) -> Node | None:
    """The tree of a YAML text; None where it is empty.

    Raises:
        YamlFaultError: the text cannot be read.
    """
    try:
        return _read(text, most_characters)
    except YamlFaultError as fault:
        raise _unquoted(text, fault) or fault from None


def _unquoted(text: str, fault: YamlFaultError) -> YamlFaultError | None:
    """The fault of a value that is read once there are quotes around it, which is what people forget."""
    before = text[: fault.start].rstrip()
    for at in dict.fromkeys((fault.start, max(0, len(before) - 1))):  # some values are missed on the next line only
        first = text.rfind("\n", 0, at) + 1
        line = text[first:].split("\n", 1)[0]
        found = _VALUE.match(line) if len(text) <= _MOST_READ_SLOWLY else None
        if found is None or _FLOW.match(found["value"]) or not _SIGN.search(found["value"]) or "tab" in fault.problem:
            continue
        start, end = first + found.start("value"), first + found.end("value")
        quoted = (
            "'" + found["value"].replace("'", "''") + "'"
            if re.search(r'["\\]', found["value"])
            else f'"{found["value"]}"'
        )
        try:
            _read(text[:start] + quoted + text[end:], MOST_CHARACTERS)
        except YamlFaultError as other:
            if other.start < end + 2:
                continue
        hint = (
            f"Put quotes around it: {found['key']}: {quoted}" if len(quoted) <= _MOST_SHOWN else "Put quotes around it."
        )
        return YamlFaultError("this value needs quotes around it", start, end, hint)
    return None


def _read(text: str, most_characters: int) -> Node | None:
    import yaml

    if len(text) > most_characters:
        raise YamlFaultError(f"it has {len(text):,} characters, too many to read", 0)
    # The parser written in Python comes second: its complaints are the same on every machine.
    loaders = (getattr(yaml, "CSafeLoader", yaml.SafeLoader), yaml.SafeLoader)
    fault = YamlFaultError("it holds what is no character", 0)
    for loader in loaders[: 1 if len(text) > _MOST_READ_SLOWLY else 2]:
        try:
            return _Builder(loader, text).tree()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            problem = error.problem or "it is not understood"
            if mark and text[mark.index : mark.index + 1] == "\t":
                problem = "there is a tab; YAML is indented with spaces"
            fault = YamlFaultError(problem, mark.index if mark else 0)
        except yaml.reader.ReaderError as error:
            fault = YamlFaultError("a character that YAML does not allow", error.position)
        except (
            yaml.YAMLError,
            ValueError,
            OverflowError,
        ):  # half of a surrogate pair, or an escape beyond the last character
            pass
    raise fault


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
        self._holds_hashes = " #" in text
        self._may_hold_odd_characters = "\\" in text or _FORBIDDEN.search(text) is not None
        self._anchors: dict[str, Node | None] = {}
        self._repeated: set[str] = set()
        self._aliased = 0

    def tree(self) -> Node | None:
        import yaml

        roots: list[Node] = []
        siblings = roots
        stack: list[tuple[Any, list[Node]]] = []  # the event that opened a list or a mapping, and what stands around it
        while not isinstance(event := self._loader.get_event(), yaml.StreamEndEvent):
            if isinstance(event, yaml.ScalarEvent):
                node: Node = self._scalar(event)
                anchor = event.anchor
            elif isinstance(event, yaml.CollectionStartEvent):
                stack.append((event, siblings))
                siblings = []
                self._open(event, len(stack))
                continue
            elif isinstance(event, yaml.CollectionEndEvent):
                opened, around = stack.pop()
                node = self._closed(opened, event, siblings)
                siblings, anchor = around, opened.anchor
            elif isinstance(event, yaml.AliasEvent):
                node, anchor = self._alias(event, len(stack)), None
            elif isinstance(event, yaml.DocumentStartEvent) and roots:
                raise self._fault("a second document begins here", event)
            else:
                continue
            if anchor:
                self._anchors[anchor] = node
            siblings.append(node)
        for name in self._anchors.keys() - self._repeated:
            if isinstance(named := self._anchors[name], Scalar):
                named.before = f"&{name}"
        return roots[0] if roots else None

    def _open(self, event: Any, depth: int) -> None:
        if depth > MOST_DEPTH:
            raise self._fault("it is nested too deeply", event)
        if event.tag not in (None, "!", f"{_CORE}map", f"{_CORE}seq"):
            raise self._fault(f"the tag {_shown(event.tag)} is not known here", event)
        if event.anchor:
            self._anchors[event.anchor] = None  # it is not whole yet

    def _closed(self, opened: Any, closed: Any, children: list[Node]) -> Node:
        import yaml

        start = opened.start_mark.index
        end, size = self._end(start, closed), 1 + sum([child.size for child in children])
        height = 1 + max([child.height for child in children], default=0)
        if isinstance(closed, yaml.SequenceEndEvent):
            return Items(start, end, children, size=size, height=height)
        keys = []
        for key in children[::2]:
            if not isinstance(key, Scalar):
                raise YamlFaultError("a list or a mapping cannot be a key", key.start, key.end)
            if key.text == "<<" and not key.is_quoted:
                raise YamlFaultError("merge keys are not understood", key.start, key.end)
            keys.append(key)
        return Pairs(start, end, list(zip(keys, children[1::2], strict=True)), size=size, height=height)

    def _scalar(self, event: Any) -> Scalar:
        if self._may_hold_odd_characters and (wrong := _FORBIDDEN.search(event.value)):
            raise self._fault(f"the character U+{ord(wrong[0]):04X} cannot stand in a text", event)
        if event.tag not in (None, "!", f"{_CORE}str"):
            raise self._fault(f"the tag {_shown(event.tag)} is not known here", event)
        start, is_quoted = event.start_mark.index, bool(event.style or event.tag)
        end = self._end(start, event)
        behind = (
            _BEHIND.match(self._text, end if event.value else start) if self._holds_hashes and not is_quoted else None
        )
        return Scalar(start, end, event.value, is_quoted=is_quoted, behind=behind["text"] if behind else "")

    def _alias(self, event: Any, depth: int) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None:
            within = event.anchor in self._anchors
            raise self._fault(f"*{event.anchor} stands for " + ("what it is in" if within else "nothing"), event)
        self._repeated.add(event.anchor)
        self._aliased += node.size
        if self._aliased > MOST_ALIASED or depth + node.height > MOST_DEPTH:
            raise self._fault("aliases repeat too much", event)
        return node

    def _end(self, start: int, event: Any) -> int:
        return start + max(1, len(self._text[start : event.end_mark.index].rstrip()))

    def _fault(self, problem: str, event: Any) -> YamlFaultError:
        start = event.start_mark.index
        return YamlFaultError(problem, start, self._end(start, event))


def _shown(tag: str) -> str:
    return "!!" + tag.removeprefix(_CORE) if tag.startswith(_CORE) else tag
