"""What a declared field may be: how each kind of value is read from YAML, and what it is called.

A kind reads ``(reading, node, label, name)``: the node, what it is called from the top of the file, and the author's
own name for it where it has one. It gives the value, or raises WrongError or ReportedError.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from studio.kit.errors import suggest
from studio.settings.complaints import ReportedError, WrongError, shortened
from studio.settings.forms import FORMS
from studio.settings.yamltree import Items, Node, Pairs, Scalar, plain

if TYPE_CHECKING:
    from studio.model.fields import Declared
    from studio.model.source import Source


class Reads(Protocol):
    """What a kind asks of the reading that it is part of: :class:`studio.settings.reader.Reading`."""

    loose: bool
    source: Source | str

    def checked(self, kind: Kind, node: Node, label: str, name: str = "") -> Any:
        """A value of a kind, or :data:`BAD` with a complaint."""

    def read(self, into: type, node: Pairs, label: str = "", name: str = "") -> Any:
        """A declared dataclass from a mapping."""

    def existing(self, text: str) -> Path:
        """The file that a path leads to."""

    def complain(
        self, code: str, node: Node, label: str, name: str = "", *,
        expected: str = "", message: str = "", hint: str | None = None,
    ) -> None:  # fmt: skip
        """Note what is wrong, and where."""


LINES = "lines of “name: value”"
BAD: Any = object()
"""Stands for a value that could not be read; what is wrong with it has been reported."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value.

    Attributes:
        shown: what it is called in the reference pages.
        read: gives the value of a node.
        into: the dataclass that a mapping is read into.
        has_names: whether it is a mapping of the author's own names.
    """

    shown: str
    read: Callable[[Reads, Node, str, str], Any]
    into: type | None = None
    has_names: bool = False


class Placed(dict[str, Any]):
    """A mapping that another room checks, and that remembers where it stands. Pickled, it is a plain mapping."""

    node: Pairs | None = None
    source: Source | str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)


def text(form: str = "", *, may_be_empty: bool = False) -> Kind:
    """A text of a form; in a loose reading whatever is written, with single spaces."""
    shown, check = FORMS[form] if form else ("text", None)

    def read(reading: Reads, node: Node, label: str, name: str) -> str:
        if not isinstance(node, Scalar):
            raise WrongError("text" if reading.loose else "a single value")
        if not reading.loose and not isinstance(node.value, str):
            raise WrongError("text", hint="Put it in quotes.")
        if node.behind and (reading.loose or node.behind[1:].lstrip()[:1].isdigit()):
            doubt_comment(reading, node, label, name)
        if node.before and reading.loose:
            _doubt_anchor(reading, node, label, name)
        found = " ".join(node.text.split()) if reading.loose else node.text
        if not may_be_empty and not found.strip():
            raise WrongError("text", code="empty-value", message="" if reading.loose else f"`{label}` is empty")
        return check(found, reading) if check else found

    return Kind(shown, read)


def doubt_comment(reading: Reads, node: Scalar, label: str, name: str) -> None:
    """Say that the end of a text is lost; where it is a comment indeed, a space behind its ``#`` says so."""
    end = node.end if node.text else node.start
    reading.complain(
        "lost-part",
        Node(end, end + 1 + len(node.behind)),
        label,
        name,
        message=f"“{shortened(node.behind, 40)}” is a comment to YAML, and no part of “{label}”",
        hint=_in_quotes(f"{node.text} {node.behind}".strip())
        + ("" if node.behind[1:].lstrip()[:1].isdigit() else ", or a space behind # where it is a comment"),
    )


def _doubt_anchor(reading: Reads, node: Scalar, label: str, name: str) -> None:
    reading.complain(
        "lost-part",
        Node(node.start, node.start + len(node.before)),
        label,
        name,
        message=f"“{shortened(node.before, 40)}” names a value in YAML, and is no part of “{label}”",
        hint=_in_quotes(f"{node.before} {node.text}"),
    )


def _in_quotes(whole: str) -> str:
    quoted = "'" + whole.replace("'", "''") + "'" if '"' in whole or "\\" in whole else f'"{whole}"'
    return f"Put quotes around it: {shortened(quoted)}"


def number(low: float | None, high: float | None, *, whole: bool) -> Kind:
    """A finite number in a range, both ends included."""
    expected = "a whole number" if whole else "a number"
    low_shown, high_shown = (f"{end:,}" if isinstance(end, int) else f"{end or 0:g}" for end in (low, high))
    limits = f"{low_shown} to {high_shown}" if high is not None else f"{low_shown} and more"
    between = f"between {low_shown} and {high_shown}" if high is not None else f"at least {low_shown}"

    def read(reading: Reads, node: Node, label: str, name: str) -> float:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WrongError(expected)
        if not (low is None or low <= value) or not (high is None or value <= high):
            raise WrongError(between, code="out-of-range")
        if not math.isfinite(value) or (whole and value != int(value)):
            raise WrongError(expected)
        return int(value) if whole else float(value)

    return Kind(expected.removeprefix("a ") + (f", {limits}" if low is not None else ""), read)


def choice(values: tuple[Any, ...]) -> Kind:
    """One of a few values, given as it was declared."""
    shown = "one of " + ", ".join(str(value) or "''" for value in values)

    def read(reading: Reads, node: Node, label: str, name: str) -> Any:
        if not isinstance(node, Scalar):
            raise WrongError("a single value")
        for value in values:
            if (value == node.value and not isinstance(node.value, bool)) or (reading.loose and value == node.text):
                return value
        hint = suggest(node.text[:80], [str(value) for value in values])
        raise WrongError(shown, code="unknown-value", hint=hint)

    return Kind(shown, read)


def several(item: Kind) -> Kind:
    """A list; a single value counts as a list of one."""
    shown = f"list of {item.shown}s"

    def read(reading: Reads, node: Node, label: str, name: str) -> tuple[Any, ...]:
        if isinstance(node, Pairs):
            raise WrongError(f"a {shown}")
        items = node.items if isinstance(node, Items) else [node]
        return tuple(_all_good(reading.checked(item, one, label) for one in items))

    return Kind(shown, read)


def names(item: Kind, gather: Callable[[dict[str, Any]], Any] = dict) -> Kind:
    """A mapping of the author's own names to values of one kind; ``gather`` makes the field's value of it."""

    def read(reading: Reads, node: Node, label: str, name: str) -> Any:
        found: dict[str, Any] = {}
        for key, value in _pairs(node):
            own = " ".join(key.text.split())
            if own in found:
                reading.complain("duplicate-key", key, f"{label}.{own}", own)
            found[own] = reading.checked(item, value, f"{label}.{own}", own)
        _all_good(found.values())
        return gather(found)

    return Kind(item.shown, read, item.into, has_names=True)


def nested(into: type) -> Kind:
    """A mapping with declared keys.

    A class may name in ``SHORT`` the field that a single value stands for, and say by ``fault()`` what of its values
    does not fit together.
    """
    short = getattr(into, "SHORT", "")

    def read(reading: Reads, node: Node, label: str, name: str) -> Any:
        if short and isinstance(node, Scalar):
            if not node.text.strip():
                raise WrongError("text")
            node = Pairs(node.start, node.end, [(Scalar(node.start, node.end, short), node)])
        found: Any = reading.read(into, Pairs(node.start, node.end, _pairs(node)), f"{label}.", name)
        if found is BAD:
            raise ReportedError
        fault = getattr(found, "fault", None)
        if message := fault() if fault else "":
            raise WrongError(message=f"`{label}`: {message}")
        return found

    return Kind("settings", read, into)


def free(*, flat: bool) -> Kind:
    """A mapping that another room understands and checks; a flat one holds single values only."""

    def read(reading: Reads, node: Node, label: str, name: str) -> Placed:
        found = Placed()
        for key, value in _pairs(node):
            if key.text in found:
                reading.complain("duplicate-key", key, f"{label}.{key.text}", key.text)
            elif flat and not isinstance(value, Scalar):
                reading.complain("wrong-type", value, f"{label}.{key.text}", key.text, expected="a single value")
            elif not flat or plain(value) is not None:
                found[key.text] = plain(value)
        found.node, found.source = typing.cast(Pairs, node), reading.source
        return found

    return Kind("text, number or flag" if flat else "settings", read)


def kind_of(hint: Any, declared: Declared, *, required: bool) -> Kind:
    """The kind of a field, from its annotation and its declaration."""
    options = [one for one in typing.get_args(hint) if one is not type(None)]
    if isinstance(hint, types.UnionType) and len(options) == 1:
        hint = options[0]
    if declared.choices or declared.form == "links":
        return choice(declared.choices) if declared.choices else Kind("list of addresses", _read_links)
    if typing.get_origin(hint) in (tuple, Mapping):
        return _gathering_kind(hint, declared)
    if dataclasses.is_dataclass(hint):
        return nested(typing.cast(type, hint))
    if issubclass(hint, Enum):
        return choice(tuple(hint))
    simple = {
        str: text(declared.form, may_be_empty=not required),
        bool: Kind("true or false", _read_flag),
        int: number(declared.low, declared.high, whole=True),
        float: number(declared.low, declared.high, whole=False),
        Path: Kind("file", _read_file),
        datetime.datetime: Kind("date", _read_moment),
    }
    return simple[hint]


def _gathering_kind(hint: Any, declared: Declared) -> Kind:
    first, second = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        if typing.get_origin(first) is tuple:
            return names(text(), lambda found: tuple(sorted(found.items())))
        kind = kind_of(first, declared, required=False)
        return names(kind, lambda found: tuple(found.values())) if kind.into else several(kind)
    if second is object or isinstance(second, types.UnionType):
        return free(flat=second is not object)
    return names(kind_of(second, declared, required=True))


def _pairs(node: Node) -> list[tuple[Scalar, Node]]:
    if not isinstance(node, Pairs):
        raise WrongError(LINES)
    return node.pairs


def _all_good(values: Iterable[Any]) -> list[Any]:
    found = list(values)
    if BAD in found:
        raise ReportedError
    return found


def _read_flag(reading: Reads, node: Node, label: str, name: str) -> bool:
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    raise WrongError("true or false")


def _read_moment(reading: Reads, node: Node, label: str, name: str) -> datetime.datetime:
    """A date, or a date with a time; without a time zone it is UTC."""
    import yaml

    written = node.text.strip() if isinstance(node, Scalar) else ""
    try:
        if yaml.constructor.SafeConstructor.timestamp_regexp.match(written):
            scalar = yaml.ScalarNode("tag:yaml.org,2002:timestamp", written)
            written = yaml.constructor.SafeConstructor().construct_yaml_timestamp(scalar).isoformat()
        moment = datetime.datetime.fromisoformat(written)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        aware.astimezone(datetime.UTC)  # the first and the last day do not have every time zone
    except (ValueError, OverflowError):
        raise WrongError("a date such as 2026-11-23") from None
    return aware


def _read_file(reading: Reads, node: Node, label: str, name: str) -> Path:
    return reading.existing(text().read(reading, node, label, name))


def _read_links(reading: Reads, node: Node, label: str, name: str) -> tuple[tuple[str, str], ...]:
    """``(title, address)`` pairs, from ``[address]``, ``[{title: address}]``, ``[{title:, url:}]`` or a mapping."""
    if isinstance(node, Scalar):
        raise WrongError("a list of addresses")
    links: list[tuple[str, str]] = []
    for item in node.items if isinstance(node, Items) else [node]:
        found = reading.checked(text() if isinstance(item, Scalar) else names(text()), item, label)
        if found is BAD:
            raise ReportedError
        if isinstance(found, str):
            found = {found: found}
        elif "url" in found and isinstance(node, Items):
            found = {found.get("title", found["url"]): found["url"]}
        links += found.items()
    return tuple(links)
