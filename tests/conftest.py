"""Fixtures that several rooms share: a small show that tests can write scripts into, and a published sample."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sample_episode as sample
from listener import ARGUMENTS, CHROMIUM
from sample_show import SCRIPT, STUDIO_YAML
from sample_site import NOW, Site, make_site

from studio.model.narration import Boundary, Segment
from studio.model.show import Show, Voice
from studio.model.source import Span
from studio.settings.episodes import EpisodeFiles
from studio.takes import TakeStore

REPOSITORY = Path(__file__).parent.parent
#: Files that take a minute or so. They are begun first, so that none of them is left to one process at the end.
LONG = ("test_audio_master.py", "test_e2e_ep17.py", "test_render_plan.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture
def make_show(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a show with the silent engine into a folder and returns the folder."""

    def make(
        script: str | bytes | None = SCRIPT, *, config: str = STUDIO_YAML, engine: str = "silent", folder: str = "show"
    ) -> Path:
        root = tmp_path / folder
        for name in ("scripts", "voices", "assets"):
            (root / name).mkdir(parents=True)
        (root / "studio.yaml").write_text(config, encoding="utf-8")
        (root / "voices" / "narrator.yaml").write_text(f"engine: {engine}\n", encoding="utf-8")
        shutil.copy(REPOSITORY / "assets" / "cover.jpg", root / "assets" / "cover.jpg")
        if script is not None:
            data = script.encode("utf-8") if isinstance(script, str) else script
            (root / "scripts" / "ep01.md").write_bytes(data)
        return root

    return make


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two episodes, published. Not to be changed."""
    from studio.publish.publish import publish

    site = make_site(tmp_path_factory.mktemp("site"), "ep01", "ep02")
    publish([site.build("ep01")], site.show, site.public, now=NOW)
    publish([site.build("ep02")], site.show, site.public, now=NOW)
    return site


@pytest.fixture
def site(published: Site, tmp_path: Path) -> Site:
    """A copy of the published site, to do with as a test pleases."""
    shutil.copytree(published.root, tmp_path / "site")
    return Site(tmp_path / "site", sample.show(tmp_path / "site"))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium, where it is installed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def store(tmp_path: Path) -> TakeStore:
    return TakeStore(tmp_path / "takes")


@pytest.fixture
def make_show_of(tmp_path: Path) -> Callable[..., Show]:
    """A show of the given voices; the first is the narrator."""

    def make(*voices: Voice) -> Show:
        return Show(
            root=tmp_path, title="Show", author="A", language="en-US", description="", email="", site="",
            feed_url="", categories=(), artwork=tmp_path / "cover.jpg", pillars=(), marks=(),
            voices={voice.name: voice for voice in voices}, narrator=voices[0].name,
        )  # fmt: skip

    return make


@pytest.fixture
def segments() -> Callable[..., tuple[Segment, ...]]:
    """One segment per text, spoken by the voice ``n``."""

    def make(*texts: str, voice: str = "n") -> tuple[Segment, ...]:
        return tuple(
            Segment(number, 0, text, text, voice, Span(10 * number, 10 * number + 5), Boundary.SENTENCE, 0.3)
            for number, text in enumerate(texts, 1)
        )

    return make


@pytest.fixture
def ep01(tmp_path: Path) -> EpisodeFiles:
    """The episode ``ep01`` of a show that :func:`make_show_of` gives."""
    return EpisodeFiles(
        "ep01",
        script=tmp_path / "scripts" / "ep01.md",
        build=tmp_path / "build" / "ep01",
        takes=tmp_path / "scripts" / "ep01.takes.yaml",
        recordings=tmp_path / "recordings" / "ep01",
    )
