"""Voice settings → an engine's frozen options, with complaints that a voice's author can act on."""

from __future__ import annotations

import dataclasses
import types
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from studio.kit.errors import ConfigurationError, suggest
from studio.kit.folders import models_folder
from studio.kit.inputs import look_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from studio.model.show import Voice

T = TypeVar("T")
#: In front of a path: it is in the user's folder of models, wherever that is on this machine.
MODELS = "models:"


def bounded(default: Any, low: float, high: float) -> Any:
    """A numeric option with a default and its allowed range, both ends included."""
    return dataclasses.field(default=default, metadata={"range": (low, high)})


def one_of(default: str, *values: str) -> Any:
    """A text option that takes only these values."""
    return dataclasses.field(default=default, metadata={"values": (default, *values)})


def read_options(options: type[T], voice: Voice, root: Path) -> T:
    """Build the frozen dataclass ``options`` from ``voice.settings``.

    Fields are ``str``, ``int``, ``float``, ``bool`` or ``Path`` (read relative to ``root``, or with ``models:`` in
    front to the user's folder of models; it must exist), or one of these with ``| None``. A field without default must
    be given.

    Raises:
        ConfigurationError: unknown, missing or unusable settings; the message names the voice.
    """
    where = f"voices/{voice.name}.yaml"
    fields = {field.name: field for field in dataclasses.fields(typing.cast(Any, options))}
    hints = typing.get_type_hints(options)
    for name in voice.settings:
        if name not in fields:
            message = f"the engine {voice.engine} has no setting {name!r}"
            raise ConfigurationError("unknown-setting", message, where=where, hint=suggest(name, fields))
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in voice.settings:
            try:
                values[name] = _value(voice.settings[name], hints[name], field.metadata, root)
            except FileNotFoundError as error:
                raise ConfigurationError(
                    "model-missing",
                    f"there is no file {str(error)!r} (setting {name!r})",
                    where=where,
                    hint="Put the model there, or correct the path; paths count from the show's folder.",
                ) from None
            except ValueError as error:
                raise ConfigurationError("bad-setting", f"the setting {name!r} must {error}", where=where) from None
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise ConfigurationError(
                "missing-setting", f"the engine {voice.engine} needs the setting {name!r}", where=where
            )
    return options(**values)


def _value(value: Any, hint: Any, metadata: Mapping[str, Any], root: Path) -> Any:
    """The value as the field wants it; ValueError goes on after "the setting … must"."""
    wanted = next(kind for kind in _kinds(hint) if kind is not type(None))
    if wanted is float and type(value) is int:
        value = float(value)
    if wanted is Path and isinstance(value, str):
        if value.startswith(MODELS):
            path = models_folder() / value.removeprefix(MODELS)
        else:
            path = root / Path(value).expanduser()
        look_at(path)
        if not path.exists():
            raise FileNotFoundError(path)
        return path
    if type(value) is not wanted:
        raise ValueError(f"be a {_NAMES[wanted]}, not {value!r}")
    low, high = metadata.get("range", (None, None))
    if low is not None and not low <= value <= high:
        raise ValueError(f"lie between {low:g} and {high:g}, not {value!r}")
    if "values" in metadata and value not in metadata["values"]:
        raise ValueError(f"be one of {', '.join(metadata['values'])}, not {value!r}")
    return value


_NAMES = {str: "text", int: "whole number", float: "number", bool: "true or false", Path: "path"}


def _kinds(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
