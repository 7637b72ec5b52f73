"""Lengths of time and sizes as people type and read them: ``30d``, ``20G``."""

from __future__ import annotations

import re

from studio.kit.errors import ConfigurationError

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_557_600}
_BYTES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_TYPED = re.compile(r"(?P<number>[0-9]{1,12}(?:\.[0-9]{1,6})?)\s*(?P<unit>[A-Za-z]*)")


def seconds_of(typed: str) -> float:
    """``90s``, ``30m``, ``12h``, ``30d``, ``8w`` or ``1y`` in seconds.

    Raises:
        ConfigurationError: it is none of these.
    """
    return _value(typed, _SECONDS, "a length of time such as 12h, 30d or 8w")


def bytes_of(typed: str) -> int:
    """``500M``, ``20G`` or ``1.5T`` in bytes, by thousands; ``20GB`` and a bare number are taken, too.

    Raises:
        ConfigurationError: it is none of these.
    """
    return int(_value(re.sub(r"(?i)i?b$", "", typed), _BYTES, "a size such as 500M or 20G"))


def size(count: float) -> str:
    """``0 B``, ``999 B``, ``1.5 MB``, ``20.0 GB``."""
    units = ["B", "kB", "MB", "GB", "TB"]
    while count >= 1000 and len(units) > 1:
        count, _ = count / 1000, units.pop(0)
    return f"{count:.0f} {units[0]}" if units[0] == "B" else f"{count:.1f} {units[0]}"


def _value(typed: str, units: dict[str, int], expected: str) -> float:
    match = _TYPED.fullmatch(typed.strip())
    if match is None or match["unit"].lower() not in units:
        raise ConfigurationError("usage", f"{typed[:40]!r} is not {expected}")
    return float(match["number"]) * units[match["unit"].lower()]
