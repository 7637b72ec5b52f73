"""A published sample that tests may read, and a fresh one that tests may spoil."""

from __future__ import annotations

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import sample_episode as sample

from studio.feed import publish
from studio.model import Show

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


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two episodes, published. Not to be changed."""
    site = make_site(tmp_path_factory.mktemp("site"), "ep01", "ep02")
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    publish([site.build("ep02")], site.show, site.public, now=NOW)
    return site


@pytest.fixture
def site(published: Site, tmp_path: Path) -> Site:
    """A copy of the published site, to do with as a test pleases."""
    shutil.copytree(published.root, tmp_path / "site")
    return Site(tmp_path / "site", sample.show(tmp_path / "site"))
