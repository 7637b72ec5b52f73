"""Engines by name: entry points of the group ``studio.engines``, imported on first use."""

from __future__ import annotations

from studio.engines.contract import AnyEngine
from studio.kit.plugins import Plugins

GROUP = "studio.engines"

_engines: Plugins[AnyEngine] = Plugins(GROUP, "engine", lambda engine: engine.info.name)


def engine_names() -> tuple[str, ...]:
    """Names of all registered engines, usable or not, in alphabetical order; imports none of them."""
    return _engines.names()


def find_engine(name: str) -> AnyEngine:
    """The engine with this name, one instance per process.

    Raises:
        ConfigurationError: no engine or two engines have this name, or its plug-in cannot be loaded.
    """
    return _engines.find(name)
