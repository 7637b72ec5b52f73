"""What a declared field may be: each kind reads a node of YAML, and says in words what it takes."""

from __future__ import annotations

import dataclasses
import datetime
import math
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from studio.kit.errors import suggest
from studio.settings.complaints import ReportedError, WrongError
from studio.settings.yamltree import Items, Node, Pairs, Scalar, plain

if TYPE_CHECKING:
    from studio.model.fields import Declared
    from studio.model.source import Source
    from studio.settings.reader import Reading

LINES = "lines of “name: value”"
BAD: Any = object()
"""Stands for a value that could not be read; what is wrong with it has been reported."""


class Kind(Protocol):
    """One kind of value: ``shown`` names it in the reference pages."""

    @property
    def shown(self) -> str: ...

    def read(self, reading: Reading, node: Node, label: str) -> Any:
        """The value of a node; WrongError or ReportedError where it has none."""


class Placed(dict[str, Any]):
    """A mapping that another room checks, and that remembers where it stands. Pickled, it is a plain mapping."""

    node: Pairs | None = None
    source: Source | str = ""
    label: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and what it has to look like."""

    form: str = ""
    may_be_empty: bool = True

    @property
    def shown(self) -> str:
        return _FORMS[self.form][0] if self.form else "text"

    def read(self, reading: Reading, node: Node, label: str) -> str:
        """The text; in a loose reading, as it is written, with single spaces."""
        if not isinstance(node, Scalar):
            raise WrongError("text" if reading.loose else "a single value")
        if not reading.loose and not isinstance(node.value, str):
            raise WrongError("text", hint="Put it in quotes.")
        text = " ".join(node.text.split()) if reading.loose else node.text
        if not self.may_be_empty and not text.strip():
            raise WrongError("text", code="empty-value", message="" if reading.loose else f"`{label}` is empty")
        return _FORMS[self.form][1](text, reading) if self.form else text


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number in a range."""

    low: float | None
    high: float | None
    whole: bool

    @property
    def shown(self) -> str:
        name = "whole number" if self.whole else "number"
        if self.low is None and self.high is None:
            return name
        return f"{name}, {self._range(' to ')}"

    def read(self, reading: Reading, node: Node, label: str) -> float:
        """The number."""
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WrongError("a whole number" if self.whole else "a number")
        if not (self.low is None or self.low <= value) or not (self.high is None or value <= self.high):
            raise WrongError(self._range(" and ", "between "), code="out-of-range")
        if not math.isfinite(value) or (self.whole and value != int(value)):
            raise WrongError("a whole number" if self.whole else "a number")
        return int(value) if self.whole else float(value)

    def _range(self, joint: str, before: str = "") -> str:
        if self.low is None or self.high is None:
            return f"at least {_figure(self.low)}" if self.high is None else f"at most {_figure(self.high)}"
        return f"{before}{_figure(self.low)}{joint}{_figure(self.high)}"


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    shown: str = "true or false"

    def read(self, reading: Reading, node: Node, label: str) -> bool:
        """The answer."""
        if isinstance(node, Scalar) and isinstance(node.value, bool):
            return node.value
        raise WrongError("true or false")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few values."""

    values: tuple[Any, ...]

    @property
    def shown(self) -> str:
        return "one of " + ", ".join(str(value) or "''" for value in self.values)

    def read(self, reading: Reading, node: Node, label: str) -> Any:
        """The chosen value, of the type in which it was declared."""
        if not isinstance(node, Scalar):
            raise WrongError("a single value")
        for value in self.values:
            if (value == node.value and not isinstance(node.value, bool)) or (reading.loose and value == node.text):
                return value
        hint = suggest(node.text[:80], [str(value) for value in self.values])
        raise WrongError(self.shown, code="unknown-value", hint=hint)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or a date with a time; without a time zone it is UTC."""

    shown: str = "date"

    def read(self, reading: Reading, node: Node, label: str) -> datetime.datetime:
        """The moment, with its time zone."""
        import yaml

        text = node.text.strip() if isinstance(node, Scalar) else ""
        try:
            if yaml.constructor.SafeConstructor.timestamp_regexp.match(text):
                scalar = yaml.ScalarNode("tag:yaml.org,2002:timestamp", text)
                found = yaml.constructor.SafeConstructor().construct_yaml_timestamp(scalar)
                text = found.isoformat()
            moment = datetime.datetime.fromisoformat(text)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
            aware.astimezone(datetime.UTC)  # the first and the last day do not have every time zone
        except (ValueError, OverflowError):
            raise WrongError("a date such as 2026-11-23") from None
        return aware


@dataclass(frozen=True, slots=True)
class File:
    """A file that is there."""

    shown: str = "file"

    def read(self, reading: Reading, node: Node, label: str) -> Path:
        """Where it is."""
        text = Text(may_be_empty=False).read(reading, node, label)
        path = reading.resolve(text)
        if path is None or not reading.is_there(path):
            raise WrongError(reading.show_path(text, path), code="missing-file")
        return path


@dataclass(frozen=True, slots=True)
class Several:
    """A list; a single value counts as a list of one."""

    item: Kind

    @property
    def shown(self) -> str:
        return f"list of {self.item.shown}s"

    def read(self, reading: Reading, node: Node, label: str) -> tuple[Any, ...]:
        """The values, in order."""
        if isinstance(node, Pairs):
            raise WrongError(f"a {self.shown}")
        items = node.items if isinstance(node, Items) else [node]
        return tuple(_all_good(reading.checked(self.item, item, label) for item in items))


@dataclass(frozen=True, slots=True)
class Names:
    """A mapping of the author's own names to values of one kind; ``gather`` makes the field's value of it."""

    item: Kind
    gather: Callable[[dict[str, Any]], Any] = dict

    @property
    def shown(self) -> str:
        return self.item.shown

    def read(self, reading: Reading, node: Node, label: str) -> Any:
        """The values by name, gathered."""
        if not isinstance(node, Pairs):
            raise WrongError(LINES)
        found: dict[str, Any] = {}
        for key, value in node.pairs:
            name = " ".join(key.text.split())
            if name in found:
                reading.complain("duplicate-key", key, f"{label}.{name}", name)
            found[name] = reading.checked(self.item, value, f"{label}.{name}", name)
        _all_good(found.values())
        return self.gather(found)


@dataclass(frozen=True, slots=True)
class Nested:
    """A mapping with declared keys; a class may name in ``short`` the field that a single value stands for."""

    into: type
    shown: str = "settings"

    def read(self, reading: Reading, node: Node, label: str) -> Any:
        """The dataclass, filled."""
        return self.read_named(reading, node, label, "")

    def read_named(self, reading: Reading, node: Node, label: str, name: str) -> Any:
        """The same for one that stands under a name of the author's own."""
        short = getattr(self.into, "short", None)
        if short and isinstance(node, Scalar):
            if not node.text.strip():
                raise WrongError("text")
            node = Pairs(node.start, node.end, [(Scalar(node.start, node.end, short), node)])
        if not isinstance(node, Pairs):
            raise WrongError(LINES)
        found: Any = reading.read(self.into, node, f"{label}.", name)
        if found is BAD:
            raise ReportedError
        return found


@dataclass(frozen=True, slots=True)
class Free:
    """A mapping that another room understands and checks; ``flat`` allows single values only."""

    flat: bool = False

    @property
    def shown(self) -> str:
        return "text, number or flag" if self.flat else "settings"

    def read(self, reading: Reading, node: Node, label: str) -> Placed:
        """The mapping, with its place."""
        if not isinstance(node, Pairs):
            raise WrongError(LINES)
        found = Placed()
        for key, value in node.pairs:
            if key.text in found:
                reading.complain("duplicate-key", key, f"{label}.{key.text}", key.text)
            elif self.flat and not isinstance(value, Scalar):
                reading.complain("wrong-type", value, f"{label}.{key.text}", key.text, expected="a single value")
            found[key.text] = plain(value)
            if self.flat and found[key.text] is None:
                del found[key.text]
        found.node, found.source, found.label = node, reading.source, f"{label}."
        return found


@dataclass(frozen=True, slots=True)
class Links:
    """``(title, address)`` pairs, from ``[address]``, ``[{title: address}]``, ``[{title:, url:}]`` or a mapping."""

    shown: str = "list of addresses"

    def read(self, reading: Reading, node: Node, label: str) -> tuple[tuple[str, str], ...]:
        """The links, in order."""
        if isinstance(node, Scalar):
            raise WrongError("a list of addresses")
        texts = Names(Text(may_be_empty=False))
        links: list[tuple[str, str]] = []
        for item in node.items if isinstance(node, Items) else [node]:
            kind: Kind = Text(may_be_empty=False) if isinstance(item, Scalar) else texts
            found = reading.checked(kind, item, label)
            if found is BAD:
                raise ReportedError
            if isinstance(found, str):
                links.append((found, found))
            elif "url" in found and isinstance(node, Items):
                links.append((found.get("title", found["url"]), found["url"]))
            else:
                links += found.items()
        return tuple(links)


def kind_of(hint: Any, declared: Declared, *, required: bool) -> Kind:
    """The kind of a field, from its annotation and its declaration."""
    options = [one for one in typing.get_args(hint) if one is not type(None)]
    if isinstance(hint, types.UnionType) and len(options) == 1:
        hint = options[0]
    if declared.choices:
        return Choice(declared.choices)
    if declared.form == "links":
        return Links()
    if typing.get_origin(hint) in (tuple, Mapping):
        return _gathering_kind(hint, declared)
    if dataclasses.is_dataclass(hint):
        return Nested(typing.cast(type, hint))
    if issubclass(hint, Enum):
        return Choice(tuple(hint))
    simple: dict[type, Kind] = {
        str: Text(declared.form, not required),
        bool: Flag(),
        int: Number(declared.low, declared.high, whole=True),
        float: Number(declared.low, declared.high, whole=False),
        Path: File(),
        datetime.datetime: Moment(),
    }
    return simple[hint]


def _gathering_kind(hint: Any, declared: Declared) -> Kind:
    first, second = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        if typing.get_origin(first) is tuple:
            return Names(Text(may_be_empty=False), lambda found: tuple(sorted(found.items())))
        kind = kind_of(first, declared, required=False)
        return Names(kind, lambda found: tuple(found.values())) if isinstance(kind, Nested) else Several(kind)
    if second is object or isinstance(second, types.UnionType):
        return Free(flat=second is not object)
    return Names(kind_of(second, declared, required=True))


def _figure(value: float | None) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _all_good(values: Iterable[Any]) -> list[Any]:
    found = list(values)
    if BAD in found:
        raise ReportedError
    return found


def _url(text: str, reading: Reading) -> str:
    if not re.match(r"https?://[^\s/]+\.[^\s]+$|https?://localhost", text):
        raise WrongError(f"an http(s) address, not {text[:200]!r}", code="not-a-url")
    return text


def _colour(text: str, reading: Reading) -> str:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise WrongError(f"a colour such as #1f77b4, not {text[:40]!r}", code="bad-colour")
    return text


def _pattern(text: str, reading: Reading) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        shown = text if len(text) <= 80 else text[:80] + "…"
        raise WrongError(code="bad-pattern", message=f"`{shown}` is not a regular expression: {error}") from None
    return text


def _identifier(text: str, reading: Reading) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}", text):
        raise WrongError("letters, digits, dots, hyphens and underscores")
    return text


def _file_name(text: str, reading: Reading) -> str:
    path = reading.resolve(text)
    if path is None or not reading.is_there(path):
        raise WrongError(reading.show_path(text, path), code="missing-file")
    return text


def _ipa(text: str, reading: Reading) -> str:
    from studio.speech.entries import pronunciation_fault

    ipa = text.strip("/")
    if fault := pronunciation_fault(ipa=ipa):
        raise WrongError("IPA", message=fault.message, hint=fault.hint)
    return ipa


def _pronunciation(text: str, reading: Reading) -> str:
    from studio.speech.entries import pronunciation_fault, sound_of

    sound = sound_of(text)
    if fault := pronunciation_fault(sound.ipa or "", sound.respelling or ""):
        raise WrongError("a pronunciation", message=fault.message, hint=fault.hint)
    return text


#: Form of a text → its name in the reference pages, and what checks it and gives what counts.
_FORMS: Mapping[str, tuple[str, Callable[[str, Reading], str]]] = {
    "url": ("address", _url),
    "colour": ("colour", _colour),
    "pattern": ("pattern", _pattern),
    "identifier": ("identifier", _identifier),
    "file": ("file", _file_name),
    "ipa": ("IPA", _ipa),
    "pronunciation": ("pronunciation", _pronunciation),
}
