"""A desk of a small show, which speaks with an engine that is quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_client import Desk, Page, desk_of
from sample_show import SCRIPT


@pytest.fixture
def show(make_show: Callable[..., Path]) -> Path:
    """The folder of a show with one episode and a lexicon."""
    root = make_show()
    settings = root / "studio.yaml"
    settings.write_text(settings.read_text() + "email: makers@show.example\nlexicons: [voices/lexicon.yaml]\n")
    (root / "voices/lexicon.yaml").write_text("# ours\nKafka: KAHF kuh  # the broker\n")
    return root


@pytest.fixture
def desk(show: Path) -> Iterator[Desk]:
    """A desk of it."""
    with desk_of(show) as desk:
        yield desk


@pytest.fixture
def page(desk: Desk) -> Page:
    """A page that has the episode open, and listens."""
    page = desk.page()
    page.listen("ep01")
    page.open("ep01")
    page.wait("segments")
    return page


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk of a small show that several tests ask, and none changes."""
    root = tmp_path_factory.mktemp("steady") / "show"
    for name in ("scripts", "voices"):
        (root / name).mkdir(parents=True)
    (root / "studio.yaml").write_text("title: Steady\n")
    (root / "voices/narrator.yaml").write_text("engine: silent\n")
    (root / "scripts/ep01.md").write_text(SCRIPT)
    (root.parent / "secret.md").write_text("# Secret\n\nNobody may read this.\n")
    with desk_of(root) as desk:
        yield desk
