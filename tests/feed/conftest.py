"""A published sample that tests may read, and a fresh one that tests may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sample_episode as sample
from sample_site import NOW, Site, make_site

from studio.feed import publish


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
