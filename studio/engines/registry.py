"""Engines by name: entry points of the group ``studio.engines``, imported on first use."""

from __future__ import annotations

import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from studio.engines.contract import AnyEngine
from studio.kit.errors import ConfigurationError, suggest

GROUP = "studio.engines"


def engine_names() -> tuple[str, ...]:
    """Names of all registered engines, usable or not, in alphabetical order; imports none of them."""
    return tuple(sorted({point.name for point in _registered(tuple(sys.path))}))


def find_engine(name: str) -> AnyEngine:
    """The engine with this name, one instance per process.

    Raises:
        ConfigurationError: no engine or two engines have this name, or its plug-in cannot be loaded.
    """
    points = [point for point in _registered(tuple(sys.path)) if point.name == name]
    if not points:
        hint = suggest(name, engine_names())
        raise ConfigurationError("unknown-engine", f"there is no engine named {name!r}", hint=hint)
    if len({point.value for point in points}) > 1:
        owners = " and ".join(sorted(f"{_owner(point)} ({point.value})" for point in points))
        raise ConfigurationError(
            "engine-name-collision",
            f"two packages provide an engine named {name!r}: {owners}",
            hint="Uninstall one of them.",
        )
    return _load(points[0])


@cache
def _registered(_path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    # Reading the metadata of every installed package takes 10 ms: too much for once per take.
    return tuple(entry_points(group=GROUP))


@cache
def _load(point: EntryPoint) -> AnyEngine:
    try:
        engine = point.load()()
        reported = engine.info.name
    except Exception as error:
        raise ConfigurationError(
            "engine-broken",
            f"the engine {point.name!r} of {_owner(point)} cannot be loaded: {type(error).__name__}: {error}",
            where=point.value,
            hint="Reinstall that package, or choose another engine in the voice file.",
        ) from error
    if reported != point.name:
        raise ConfigurationError(
            "engine-broken",
            f"the engine {point.name!r} of {_owner(point)} calls itself {reported!r}",
            where=point.value,
            hint="The entry point's name and info.name must be equal.",
        )
    return cast(AnyEngine, engine)


def _owner(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "an unknown package"
