"""The one reader of what authors write: YAML → frozen dataclasses, by what their fields declare.

Every complaint is collected with its place, so that an author sees all mistakes of a file at once. A key that is not
declared is a mistake with a suggestion, never a setting that silently does nothing.
"""

from __future__ import annotations

import dataclasses
import difflib
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from studio.kit.errors import ConfigurationError, suggest
from studio.kit.inputs import absence, is_file, read_bytes
from studio.model.fields import Declared, declaration
from studio.model.source import Source
from studio.settings.complaints import Complaint, ReportedError, Wording, WrongError, as_error, shortened
from studio.settings.kinds import BAD, Kind, Placed, doubt_comment, kind_of
from studio.settings.yamltree import Node, Pairs, Scalar, YamlFaultError, read_tree, tree_of

T = TypeVar("T")
SETTINGS = Wording()
_MOST_SHOWN = 40
_NEAR = 0.75
#: Settings that there were once, and what to do where they still stand.
_GONE = {"words_per_minute": "Remove this line: lengths are estimated from what is spoken, at the pace of the voices."}


def read_text(path: Path, shown: str | None = None) -> Source:
    """Read a UTF-8 file; a missing, unreadable or undecodable one is a :class:`ConfigurationError`."""
    shown = shown or str(path)
    try:
        return Source(shown, read_bytes(path).decode("utf-8-sig"))
    except FileNotFoundError:
        raise ConfigurationError("missing-file", "there is no such file", where=shown) from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(
            "not-utf8", f"this file is not UTF-8 text (byte {error.start})", where=shown, hint="Save it as UTF-8."
        ) from None
    except OSError as error:
        raise ConfigurationError("unreadable-file", f"cannot read this file: {error.strerror}", where=shown) from None


@dataclass(frozen=True, slots=True)
class Field:
    """A declared field: ``key`` in the file, ``name`` in the dataclass."""

    key: str
    name: str
    kind: Kind
    required: bool
    default: Any
    declared: Declared


class Reading:
    """The reading of one text: gives values, and collects :attr:`complaints`.

    Args:
        source: the text, or where to say that plain values come from.
        wording: how complaints are worded.
        loose: take numbers, flags and dates as texts, as they are written, where a text is wanted.
        root: folder from which paths count.
    """

    def __init__(
        self, source: Source | str, *, wording: Wording = SETTINGS, loose: bool = False, root: Path | None = None
    ) -> None:
        self.source = source
        self.loose = loose
        self.complaints: list[Complaint] = []
        self._wording = wording
        self.root = root or Path()

    def top(self, most_characters: int | None = None) -> Pairs:
        """The mapping at the top of the text; an empty text counts as an empty one, and so does an unreadable one."""
        assert isinstance(self.source, Source)
        node: Node | None = None
        try:
            text = self.source.text
            node = read_tree(text) if most_characters is None else read_tree(text, most_characters)
        except YamlFaultError as fault:
            self.complain("invalid-yaml", Node(fault.start, fault.end), "", expected=fault.problem, hint=fault.hint)
        if node is None or isinstance(node, Pairs):
            return node or Pairs(0, 1, [])
        self.complain("wrong-type", node, "", message=self._wording.top)
        return Pairs(0, 1, [])

    def read(self, into: type[T], node: Pairs, label: str = "", name: str = "") -> T:
        """A declared dataclass from a mapping; ``BAD`` where what it requires is missing or wrong.

        Args:
            into: the dataclass.
            node: the mapping.
            label: what stands before its keys in messages, ``feed.``.
            name: the author's own name under which the mapping stands.
        """
        values = self.given(node, into, label=label)
        declared_in: Any = into
        for field in fields_of(declared_in):
            if field.declared.is_name:
                values[field.name] = name
            elif field.required and field.name not in values:
                return BAD  # type: ignore[no-any-return]
        return into(**values)

    def given(self, node: Pairs, *into: type, label: str = "", partly: bool = False) -> dict[str, Any]:
        """What a mapping sets of the fields of one or several dataclasses, by field name.

        Args:
            node: the mapping.
            into: the dataclasses; their fields may stand in any order.
            label: what stands before its keys in messages.
            partly: nothing is missing where a required field is not set.
        """
        table = _table(into)
        values: dict[str, Any] = {}
        seen: set[str] = set()
        unknown: list[Scalar] = []
        for key, item in node.pairs:
            field = table.get(key.text) or table.get(key.text.replace("-", "_"))
            if field is None:
                unknown.append(key)
            elif field.name in values:
                self.complain("duplicate-key", key, label + field.key, field.key)
                partly = True  # one of the two may be meant for what seems to be missing
            elif isinstance(item, Scalar) and self._is_unset(item):  # a key without a value is left out
                if item.behind and self.loose:
                    doubt_comment(self, item, label + field.key, field.key)
            else:
                seen.add(field.name)
                value = self.checked(field.kind, item, label + field.key)
                if value is not BAD:
                    values[field.name] = value
        unset = {field.key: field for field in table.values() if field.name not in seen}
        missing = {key for key, field in unset.items() if field.required and not partly}
        for key in unknown:
            meant = _near(key.text, missing) or _near(key.text, unset)
            missing -= set(meant)
            if gone := _GONE.get(key.text):
                message = f"`{label}{key.text}` is no setting any more"
                self.complain("removed-key", key, label + key.text, key.text, message=message, hint=gone)
                continue
            self.complain("unknown-key", key, label + key.text, key.text, hint=suggest(key.text[:80], meant or unset))
        for name in sorted(missing):
            self.complain("missing-key", node, label + name, name)
        return values

    def _is_unset(self, item: Scalar) -> bool:
        """Whether a value is none; “Null” is what an episode about it is called."""
        return item.value is None and not (self.loose and item.text.istitle())

    def checked(self, kind: Kind, node: Node, label: str, name: str = "") -> Any:
        """The value of a node; ``BAD``, and a complaint, where the kind does not take it."""
        try:
            return kind.read(self, node, label, name)
        except WrongError as wrong:
            self.complain(
                wrong.code, node, label, name, expected=wrong.expected, message=wrong.message, hint=wrong.hint
            )
        except ReportedError:
            pass
        return BAD

    def existing(self, text: str) -> Path:
        """The file that a path leads to, which counts from :attr:`root`; WrongError where there is none."""
        path = self.root / text
        if not is_file(path):
            raise WrongError(shortened(text), code=absence(path))
        return path

    def complain(
        self, code: str, node: Node, label: str, name: str = "", *,
        expected: str = "", message: str = "", hint: str | None = None,
    ) -> None:  # fmt: skip
        """Note a mistake.

        Args:
            code: the reader's code, or one of the caller's own.
            node: what it is about.
            label: what the setting is called, from the top of the file.
            name: its own name, where that is not the last part of the label.
            expected: what it would have to be.
            message: said instead of what the wording says.
            hint: what to do next.
        """
        wording = self._wording
        name = name or label.rpartition(".")[2]
        said = message or wording.message(code, label=label, name=name, value=_shown(node), expected=expected)
        if code == "missing-file":
            hint = hint or wording.absent_hint
        if expected and expected in said and hint and hint.startswith("Known here"):
            hint = None  # it would say the same again
        place = self.place(node)
        given = wording.codes.get(code, wording.code or code)
        self.complaints.append(Complaint(given, said, place, node.start, node.end, label, expected, hint))

    def place(self, node: Node) -> str:
        """Where a node stands, as a person is to see it."""
        if isinstance(self.source, str):
            return self.source
        return str(self.source.location(min(node.start, len(self.source.text))))

    def stop_if_wrong(self, *others: Reading) -> None:
        """Raise one ConfigurationError for all complaints, of this reading and of others, in the order of the text."""
        found = [one for reading in (self, *others) for one in sorted(reading.complaints, key=lambda one: one.start)]
        if found:
            raise as_error(found)

    def worded(self, wording: Wording) -> Reading:
        """A reading of the same text in other words, whose complaints are added to this one's."""
        other = Reading(self.source, wording=wording, loose=self.loose, root=self.root)
        other.complaints = self.complaints
        return other


def open_file(path: Path, shown: str, root: Path) -> tuple[Reading, Pairs]:
    """Begin to read a YAML file.

    Raises:
        ConfigurationError: it cannot be read, or is no YAML.
    """
    reading = Reading(read_text(path, shown), root=root)
    node = reading.top()
    reading.stop_if_wrong()
    return reading, node


def node_of(mapping: Mapping[str, object]) -> Pairs:
    """The node of a mapping that was read freely, or of a plain one, which has no places."""
    node = mapping.node if isinstance(mapping, Placed) and mapping.node is not None else tree_of(mapping)
    assert isinstance(node, Pairs)
    return node


def source_of(mapping: Mapping[str, object], where: str) -> Source | str:
    """The text in which a mapping that was read freely stands; ``where`` for a plain one."""
    return mapping.source if isinstance(mapping, Placed) and mapping.source else where


@cache
def fields_of(into: type) -> tuple[Field, ...]:
    """The declared fields of a dataclass, in its order."""
    hints = typing.get_type_hints(into)
    found = []
    for field in dataclasses.fields(into):
        declared = declaration(field.metadata)
        has_factory = field.default_factory is not dataclasses.MISSING
        required = field.default is dataclasses.MISSING and not has_factory
        kind = kind_of(hints[field.name], declared, required=required)
        default = None if required or has_factory else field.default
        found.append(Field(declared.key or field.name, field.name, kind, required, default, declared))
    return tuple(found)


@cache
def _table(into: tuple[type, ...]) -> Mapping[str, Field]:
    table = {}
    for one in into:
        for field in fields_of(one):
            if not field.declared.is_name:
                table.update(dict.fromkeys((*field.declared.also, field.key), field))
    return table


def documented(into: type, label: str = "") -> Iterator[tuple[str, str, str, str]]:
    """The rows of a reference page: setting, what it is, its default, its meaning.

    A dot separates levels, an asterisk stands for a name of the author's own.
    """
    for field in fields_of(into):
        if field.declared.is_name:
            continue
        name = f"{label}{field.key}" + (".*" if field.kind.has_names else "")
        if field.kind.into:
            yield from documented(field.kind.into, f"{name}.")
        else:
            yield name, field.kind.shown, _default(field), field.declared.meaning


def _near(text: str, names: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(text[:80], sorted(names), 1, _NEAR)


def _default(field: Field) -> str:
    if field.required or field.declared.shown_default:
        return field.declared.shown_default or "required"
    if field.default in (None, "", ()) and not isinstance(field.default, bool):
        return "–"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _shown(node: Node) -> str:
    if not isinstance(node, Scalar):
        return "a mapping" if isinstance(node, Pairs) else "a list"
    text = shortened(node.text, _MOST_SHOWN)
    return repr(text) if isinstance(node.value, str) else text
