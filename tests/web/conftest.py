"""A desk of a small show, which speaks with an engine that is quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from desk_client import Desk, Page, desk_of


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
