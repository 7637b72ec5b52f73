"""Reading YAML that people write: every complaint carries file, line and column.

A :class:`YamlMap` is read by taking keys from it one at a time; :meth:`YamlMap.close` then refuses what is left over,
so that a misspelt key is an error with a suggestion and never a setting that silently does nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studio.kit.errors import ConfigurationError, suggest
from studio.kit.inputs import read_bytes
from studio.model.source import Location, Source

if TYPE_CHECKING:
    import yaml

Scalar = str | int | float | bool


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


def read_yaml(path: Path, shown: str | None = None) -> YamlMap:
    """The mapping at the top of a YAML file."""
    source = read_text(path, shown)
    return YamlMap(source.path, compose_mapping(source), "")


def compose_mapping(source: Source) -> yaml.MappingNode:
    """The node of the mapping at the top of YAML text; empty text counts as an empty mapping."""
    import yaml

    try:
        node = yaml.compose(source.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        node = _composed_slowly(source)
    if node is None:
        node = yaml.MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(node, yaml.MappingNode):
        raise ConfigurationError("wrong-type", "expected `key: value` lines", where=Location(source.path, 1))
    return node


def _composed_slowly(source: Source) -> yaml.Node | None:
    """The same by the parser written in Python, whose complaints are the same on every machine."""
    import yaml

    try:
        return yaml.compose(source.text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Location(source.path, mark.line + 1, mark.column + 1) if mark else Location(source.path, 1)
        raise ConfigurationError("invalid-yaml", f"invalid YAML: {error.problem}", where=where) from None
    except yaml.YAMLError as error:
        raise ConfigurationError("invalid-yaml", f"invalid YAML: {error}", where=Location(source.path, 1)) from None


class YamlMap:
    """One YAML mapping; ``label`` names it in messages (``feed.`` for the mapping under ``feed:``)."""

    def __init__(self, path: str, node: yaml.MappingNode, label: str) -> None:
        self.path = path
        self._label = label
        self._node = node
        self._values: dict[str, yaml.Node] = {}
        self._keys: dict[str, yaml.Node] = {}
        self._taken: list[str] = []
        for key, value in node.value:
            name = str(key.value)
            if name in self._values:
                raise ConfigurationError("duplicate-key", f"`{label}{name}` stands here twice", where=self._at(key))
            self._keys[name], self._values[name] = key, value

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        """All keys, in file order, taken or not."""
        return iter(self._values)

    def where(self, key: str | None = None) -> Location:
        """Where the mapping, or the value of one of its keys, stands."""
        return self._at(self._node if key is None else self._values.get(key, self._node))

    def error(self, key: str | None, code: str, message: str, hint: str | None = None) -> ConfigurationError:
        """A complaint about a key's value, to be raised by the caller."""
        return ConfigurationError(code, message, where=self.where(key), hint=hint)

    def text(self, key: str, default: str | None = None) -> str:
        """A string; required where there is no default."""
        value = self._scalar(key, default)
        if isinstance(value, str):
            if not value.strip() and default is None:
                raise self.error(key, "empty-value", f"`{self._label}{key}` is empty")
            return value
        raise self._wrong(key, "text", hint="Put it in quotes.")

    def number(self, key: str, default: float | None = None, *, low: float, high: float) -> float:
        """A number in ``[low, high]``."""
        value = self._scalar(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._wrong(key, "a number")
        if not low <= value <= high:
            raise self.error(
                key, "out-of-range", f"`{self._label}{key}` is {value:g}; it has to be between {low:g} and {high:g}"
            )
        return float(value)

    def integer(self, key: str, default: int | None = None, *, low: int, high: int) -> int:
        """A whole number in ``[low, high]``."""
        value = self.number(key, default, low=low, high=high)
        if value != int(value):
            raise self._wrong(key, "a whole number")
        return int(value)

    def flag(self, key: str, default: bool) -> bool:
        """``true`` or ``false``."""
        value = self._scalar(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false")
        return value

    def choice(self, key: str, options: Sequence[Scalar], default: Scalar | None = None) -> Scalar:
        """One of a few values."""
        value = self._scalar(key, default)
        if value not in options:
            raise self.error(
                key,
                "unknown-value",
                f"`{self._label}{key}` cannot be {value!r}",
                suggest(str(value), [*map(str, options)]),
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; a single string counts as a list of one, a missing key as an empty list."""
        node = self._take(key)
        if node is None:
            return ()
        value = _construct(node)
        items = value if isinstance(value, list) else [value]
        if not all(isinstance(item, str) for item in items):
            raise self._wrong(key, "a list of texts")
        return tuple(items)

    def mapping(self, key: str) -> YamlMap:
        """A nested mapping; a missing key counts as an empty one."""
        import yaml

        node = self._take(key)
        if node is None:
            node = yaml.MappingNode("tag:yaml.org,2002:map", [], self._node.start_mark, self._node.end_mark)
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(key, "`key: value` lines")
        return type(self)(self.path, node, f"{self._label}{key}.")

    def mappings(self, key: str) -> Iterator[tuple[str, YamlMap]]:
        """A mapping of names to mappings: ``pillars: {zoom: {name: …}}``."""
        outer = self.mapping(key)
        for name in outer:
            yield name, outer.mapping(name)

    def scalars(self, key: str) -> dict[str, Scalar]:
        """A mapping of names to plain values, whatever the names are."""
        outer = self.mapping(key)
        return {name: outer._scalar(name, None) for name in outer}

    def free(self, key: str) -> dict[str, object]:
        """A mapping that another room understands and checks."""
        value = _construct(self._take(key))
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(key, "`key: value` lines")
        return {str(name): item for name, item in value.items()}

    def close(self) -> None:
        """Refuse keys that nobody took."""
        unused = [known for known in dict.fromkeys(self._taken) if known not in self._keys]
        for name in self._keys:
            if name not in self._taken:
                raise self._unknown(name, unused)

    def _take(self, key: str) -> yaml.Node | None:
        self._taken.append(key)
        return self._values.get(key)

    def _scalar(self, key: str, default: Scalar | None) -> Scalar:
        node = self._take(key)
        if node is None:
            if default is None:
                raise self._missing(key)
            return default
        value = _construct(node)
        if isinstance(value, str | int | float | bool):
            return value
        raise self._wrong(key, "a single value")

    def _missing(self, key: str) -> ConfigurationError:
        for name in difflib.get_close_matches(key, [n for n in self._values if n not in self._taken], 1, 0.75):
            return self._unknown(name, [key])
        return self.error(None, "missing-key", f"`{self._label}{key}` is missing")

    def _unknown(self, name: str, known: Sequence[str]) -> ConfigurationError:
        return ConfigurationError(
            "unknown-key",
            f"`{self._label}{name}` is not a setting",
            where=self._at(self._keys[name]),
            hint=suggest(name, known),
        )

    def _wrong(self, key: str, expected: str, hint: str | None = None) -> ConfigurationError:
        return self.error(key, "wrong-type", f"`{self._label}{key}` has to be {expected}", hint)

    def _at(self, node: yaml.Node) -> Location:
        mark = node.start_mark
        return Location(self.path, mark.line + 1, mark.column + 1) if mark else Location(self.path, 1)


def _construct(node: yaml.Node | None) -> object:
    import yaml

    if node is None:
        return None
    value: object = yaml.constructor.SafeConstructor().construct_object(node, deep=True)
    return value
