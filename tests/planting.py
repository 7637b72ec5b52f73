"""Faults planted into a published site, for the tests of what finds them."""

from __future__ import annotations

import re
from collections.abc import Callable

from sample_site import Site

Fault = Callable[[Site], None]


def in_file(name: str, change: Callable[[bytes], bytes]) -> Fault:
    """A file whose bytes are changed."""

    def plant(site: Site) -> None:
        path = site.public / name
        data = path.read_bytes()
        assert change(data) != data
        path.write_bytes(change(data))

    return plant


def in_text(name: str, pattern: str, replacement: str, count: int = 1) -> Fault:
    """A file in which what a pattern finds is replaced; ``count`` is 0 for every place."""
    return in_file(
        name, lambda data: re.sub(pattern, replacement, data.decode(), count=count, flags=re.DOTALL).encode()
    )


def in_feed(pattern: str, replacement: str, count: int = 1) -> Fault:
    """The same of the feed."""
    return in_text("feed.xml", pattern, replacement, count)


def without(name: str) -> Fault:
    """A file, or the first that a pattern names, that is gone."""

    def plant(site: Site) -> None:
        next(iter(sorted(site.public.glob(name)))).unlink()

    return plant
