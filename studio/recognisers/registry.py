"""Recognisers by name: entry points of the group ``studio.recognisers``, imported on first use."""

from __future__ import annotations

from studio.kit.plugins import Plugins
from studio.recognisers.contract import Recogniser

GROUP = "studio.recognisers"
DEFAULT = "moonshine"

_recognisers: Plugins[Recogniser] = Plugins(GROUP, "recogniser", lambda recogniser: recogniser.info.name)


def recogniser_names() -> tuple[str, ...]:
    """Names of all registered recognisers, usable or not, in alphabetical order; imports none of them."""
    return _recognisers.names()


def find_recogniser(name: str = DEFAULT) -> Recogniser:
    """The recogniser with this name, one instance per process.

    Raises:
        ConfigurationError: none or two have this name, or the plug-in cannot be loaded.
    """
    return _recognisers.find(name)
