"""Names of a feed's elements, in the notation of lxml."""

from __future__ import annotations

from studio.model.feednames import NAMESPACES

__all__ = ["NAMESPACES", "tag"]


def tag(name: str) -> str:
    """``itunes:image`` in lxml's notation; a name without prefix is that of plain RSS and stays as it is."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
