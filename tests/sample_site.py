"""A show with builds and a feed folder, for the tests of `feed`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import sample_episode as sample

from studio.model.show import Show

NOW = datetime.datetime(2026, 6, 1, 12, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Site:
    """A show with builds and a feed folder."""

    root: Path
    show: Show

    @property
    def public(self) -> Path:
        return self.root / "public"

    @property
    def feed(self) -> Path:
        return self.public / "feed.xml"

    def build(self, identity: str) -> Path:
        return self.root / "build" / identity

    def files(self) -> dict[str, bytes]:
        """Everything that a web server would show."""
        found = (path for path in self.public.rglob("*") if path.is_file())
        named = ((path.relative_to(self.public).as_posix(), path) for path in found)
        return {name: path.read_bytes() for name, path in sorted(named) if not name.startswith(".studio/")}


def make_site(root: Path, *identities: str) -> Site:
    """Builds of a show, with nothing published yet."""
    for identity in identities:
        day = int(identity[2:])
        sample.build(root, identity, published=datetime.datetime(2026, 3, day, 6, tzinfo=datetime.UTC))
    return Site(root, sample.show(root))
