"""Plug-ins by name: entry points of a group, imported on first use, one instance per process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

from studio.kit.errors import ConfigurationError, suggest

PluginT = TypeVar("PluginT")


class Plugins(Generic[PluginT]):
    """The plug-ins of one entry-point group.

    Args:
        group: of the entry points.
        noun: what one of them is called in messages and in the codes of errors (``unknown-engine``).
        name_of: the name that an instance gives itself.
    """

    def __init__(self, group: str, noun: str, name_of: Callable[[PluginT], str]) -> None:
        self._group = group
        self._noun = noun
        self._name_of = name_of
        self._loaded: dict[EntryPoint, PluginT] = {}

    def names(self) -> tuple[str, ...]:
        """Names of all that are registered, usable or not, in alphabetical order; imports none of them."""
        return tuple(sorted({point.name for point in _registered(self._group, tuple(sys.path))}))

    def find(self, name: str) -> PluginT:
        """The one with this name.

        Raises:
            ConfigurationError: none or two have this name, or it cannot be loaded.
        """
        points = [point for point in _registered(self._group, tuple(sys.path)) if point.name == name]
        if not points:
            message = f"there is no {self._noun} named {name!r}"
            raise ConfigurationError(f"unknown-{self._noun}", message, hint=suggest(name, self.names()))
        if len({point.value for point in points}) > 1:
            owners = " and ".join(sorted(f"{_owner(point)} ({point.value})" for point in points))
            raise ConfigurationError(
                f"{self._noun}-name-collision",
                f"two packages provide {_a(self._noun)} named {name!r}: {owners}",
                hint="Uninstall one of them.",
            )
        point = points[0]
        if point not in self._loaded:
            self._loaded[point] = self._load(point)
        return self._loaded[point]

    def _load(self, point: EntryPoint) -> PluginT:
        subject = f"the {self._noun} {point.name!r} of {_owner(point)}"
        try:
            plugin: PluginT = point.load()()
            reported = self._name_of(plugin)
        except Exception as error:
            raise ConfigurationError(
                f"{self._noun}-broken",
                f"{subject} cannot be loaded: {type(error).__name__}: {error}",
                where=point.value,
                hint=f"Reinstall that package, or choose another {self._noun}.",
            ) from error
        if reported != point.name:
            raise ConfigurationError(
                f"{self._noun}-broken",
                f"{subject} calls itself {reported!r}",
                where=point.value,
                hint="The entry point's name and info.name must be equal.",
            )
        return plugin


@cache
def _registered(group: str, _path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    # Reading the metadata of every installed package takes 10 ms: too much for once per take.
    return tuple(entry_points(group=group))


def _owner(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "an unknown package"


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
