"""YAML front matter → :class:`~studio.model.Episode`, each complaint at its exact place."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from studio.model.source import Span
from studio.script.problems import FRONT_MATTER, UNKNOWN_KEY, WRONG_VALUE, Problems, did_you_mean

if TYPE_CHECKING:
    from studio.script.lines import Lines

KEYS: Mapping[str, str] = {
    "id": "short name of the episode, used for its folder and its address; default: the file's name",
    "number": "episode number, a whole number",
    "season": "season number, a whole number",
    "title": "title as listeners see it, without “Episode 17:”",
    "summary": "one or two sentences for the feed",
    "published": "publication date, 2026-11-23 or with a time; without a time zone it is UTC",
    "speakers": "speaker names of this script and the voice of each (`HOST: rowan`)",
    "guests": "list of guests",
    "links": "show notes: a list of addresses, or of `title: address`",
    "targets": "how many of each mark the episode aims at (`detail: 28`)",
    "lexicon": "pronunciations for this episode alone (`etcd: et see dee`)",
}
ALIASES = {"voices": "speakers", "date": "published"}
_MOST_CHARACTERS = 65_536
_MOST_BRACKETS = 500  # PyYAML's time grows with the square of the nesting
_FENCE = re.compile(r"---[ \t]*$")
_FENCE_END = re.compile(r"(?:---|\.\.\.)[ \t]*$")


@dataclass
class FrontMatter:
    """What was found: ``end_line`` is the first line of the script proper, ``values`` fit ``Episode``'s fields."""

    end_line: int = 0
    values: dict[str, Any] = field(default_factory=dict)


def read_front_matter(lines: Lines, problems: Problems) -> FrontMatter:
    """The front matter at the top of a script; empty where there is none, or where it cannot be read."""
    if not _FENCE.match(lines.lines[0]):
        return FrontMatter()
    end = next((n for n, line in enumerate(lines.lines[1:], 1) if _FENCE_END.match(line)), None)
    if end is None:
        # A script in the wild may begin with a horizontal rule; front matter has a key on its first line.
        if len(lines.lines) > 1 and re.match(r"[A-Za-z_]+:", lines.lines[1]):
            problems.add(FRONT_MATTER, lines.span(0, 1), "The front matter is never closed", "end it with a line ---")
        return FrontMatter()
    text = "\n".join(lines.lines[1:end])
    found = FrontMatter(end + 1)
    if len(text) > _MOST_CHARACTERS:
        problems.add(FRONT_MATTER, lines.span(0, 1), f"The front matter has {len(text):,} characters, too many to read")
        return found
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        problems.add(FRONT_MATTER, lines.span(0, 1), "The front matter is nested too deeply to be read")
        return found
    reader = _Reader(lines, problems)
    node = reader.compose(text)
    if node is not None:
        found.values = reader.read(node)
    return found


class _Reader:
    def __init__(self, lines: Lines, problems: Problems) -> None:
        self._lines = lines
        self._problems = problems

    def compose(self, text: str) -> yaml.nodes.MappingNode | None:
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            offset = self._offset(mark) if mark else self._lines.starts[0]
            self._syntax(Span(offset, offset + 1), error.problem or "the YAML cannot be read")
            return None
        except yaml.reader.ReaderError as error:
            before = text[: error.position]
            offset = self._lines.starts[1 + before.count("\n")] + len(before) - (before.rfind("\n") + 1)
            self._syntax(Span(offset, offset + 1), "a character that YAML does not allow")
            return None
        except RecursionError:
            self._syntax(self._lines.span(0, 1), "it is nested too deeply")
            return None
        if node is None:
            return None
        if not isinstance(node, yaml.nodes.MappingNode):
            self._syntax(self._span(node), "it has to be lines of “key: value”")
            return None
        return node

    def read(self, node: yaml.nodes.MappingNode) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.nodes.ScalarNode) else ""
            name = ALIASES.get(key, key)
            if name not in KEYS:
                self._problems.add(
                    UNKNOWN_KEY, self._span(key_node), f"Unknown key “{key}”", did_you_mean(key, [*KEYS, *ALIASES])
                )
            elif name in values:
                self._problems.add(WRONG_VALUE, self._span(key_node), f"“{key}” is given twice", "keep one of them")
            else:
                self._read_value(name, value_node, values)
        return values

    def _read_value(self, name: str, node: yaml.nodes.Node, values: dict[str, Any]) -> None:
        try:
            raw = _construct(node)
            if raw is not None:
                values[name] = _CONVERTERS[name](raw)
        except (_WrongValueError, ValueError, RecursionError, yaml.YAMLError) as error:
            expected = error.args[0] if isinstance(error, _WrongValueError) else "something else"
            self._problems.add(WRONG_VALUE, self._span(node), f"“{name}” has to be {expected}", f"{name}: {KEYS[name]}")

    def _syntax(self, span: Span, what: str) -> None:
        hint = "check the indentation, and put quotes around values that contain “: ” or “#”"
        self._problems.add(FRONT_MATTER, span, f"The front matter cannot be read: {what}", hint)

    def _offset(self, mark: yaml.error.Mark) -> int:
        line = min(mark.line + 1, len(self._lines.lines) - 1)
        return self._lines.starts[line] + min(mark.column, len(self._lines.lines[line]))

    def _span(self, node: yaml.nodes.Node) -> Span:
        start, end = self._offset(node.start_mark), self._offset(node.end_mark)
        text = self._lines.source.text[start:end]
        return Span(start, max(start + len(text.rstrip()), start + 1))


class _WrongValueError(Exception):
    pass


def _construct(node: yaml.nodes.Node) -> Any:
    constructor = yaml.constructor.SafeConstructor()
    return constructor.construct_document(node)


def _text(raw: Any) -> str:
    if isinstance(raw, (dict, list, bool)):
        raise _WrongValueError("text")
    return " ".join(str(raw).split())


def _identifier(raw: Any) -> str:
    text = _text(raw)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", text):
        raise _WrongValueError("letters, digits, dots, hyphens and underscores")
    return text


def _whole_number(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise _WrongValueError("a whole number")
    return raw


def _moment(raw: Any) -> datetime.datetime:
    if isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime):
        raw = datetime.datetime(raw.year, raw.month, raw.day)
    if isinstance(raw, str):
        try:
            raw = datetime.datetime.fromisoformat(raw)
        except ValueError:
            raise _WrongValueError("a date such as 2026-11-23") from None
    if not isinstance(raw, datetime.datetime):
        raise _WrongValueError("a date such as 2026-11-23")
    return raw if raw.tzinfo else raw.replace(tzinfo=datetime.UTC)


def _text_mapping(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict):
        raise _WrongValueError("lines of “name: value”")
    return {_text(key): _text(value) for key, value in raw.items()}


def _targets(raw: Any) -> dict[str, int]:
    if not isinstance(raw, dict):
        raise _WrongValueError("lines of “mark: number”")
    return {_text(key): _whole_number(value) for key, value in raw.items()}


def _names(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, list):
        return tuple(_text(item) for item in raw)
    return (_text(raw),)


def _links(raw: Any) -> tuple[tuple[str, str], ...]:
    """``(title, address)`` pairs, from ``[address]``, ``[{title: address}]``, ``[{title:, url:}]`` or a mapping."""
    if isinstance(raw, dict):
        return tuple(_text_mapping(raw).items())
    if not isinstance(raw, list):
        raise _WrongValueError("a list of addresses")
    links: list[tuple[str, str]] = []
    for item in raw:
        if isinstance(item, dict) and "url" in item:
            links.append((_text(item.get("title", item["url"])), _text(item["url"])))
        elif isinstance(item, dict):
            links.extend(_text_mapping(item).items())
        else:
            links.append((_text(item), _text(item)))
    return tuple(links)


_CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    "id": _identifier,
    "number": _whole_number,
    "season": _whole_number,
    "title": _text,
    "summary": _text,
    "published": _moment,
    "speakers": _text_mapping,
    "guests": _names,
    "links": _links,
    "targets": _targets,
    "lexicon": _text_mapping,
}
