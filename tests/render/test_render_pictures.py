"""The pictures that an episode names travel along, or it is said that they do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sample_episode as sample
from golden_cases import case_show

from studio.kit.errors import StudioError
from studio.model.publishing import Person
from studio.model.show import Show
from studio.model.source import Source
from studio.narration.read import parse_source
from studio.render.pictures import bring_pictures


@pytest.fixture
def bring(tmp_path: Path) -> Callable[..., tuple[dict[str, str], list[str]]]:
    """Brings the pictures of a script; gives what came, and what was said."""
    (tmp_path / "scripts/img").mkdir(parents=True)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/own.jpg").write_bytes(sample.cover(200))
    (tmp_path / "scripts/img/a b.jpg").write_bytes(sample.cover(100))
    (tmp_path / "scripts/notes.txt").write_text("no picture", encoding="utf-8")
    (tmp_path.parent / "outside.jpg").write_bytes(sample.cover(50))

    def run(text: str, people: tuple[Person, ...] = ()) -> tuple[dict[str, str], list[str]]:
        from dataclasses import replace

        show: Show = replace(case_show(), root=tmp_path, people=people)
        script = parse_source(show, Source("scripts/x.md", text))
        said: list[str] = []
        (tmp_path / "stage").mkdir(exist_ok=True)
        found = bring_pictures(script, tmp_path / "scripts/x.md", show, tmp_path / "stage", said.append)
        assert all((tmp_path / "stage" / name).is_file() for name in found.values())
        return found, said

    return run


def test_cover_people_and_notes_bring_theirs(bring: Callable[..., tuple[dict[str, str], list[str]]]) -> None:
    found, said = bring(
        "---\nartwork: assets/own.jpg\n---\nHello.\n\n::: notes\n![Ring](<img/a b.jpg>) ![Web](https://e.org/x.png)\n:::\n",
        (Person("Ana", "host", picture="assets/own.jpg"), Person("Ben", "host", picture="https://e.org/b.jpg")),
    )
    assert said == []
    assert list(found) == ["assets/own.jpg", "img/a%20b.jpg"]
    assert all(name.startswith("picture-") and name.endswith(".jpg") for name in found.values())


@pytest.mark.parametrize("name", ["none.png", "notes.txt", "../../outside.jpg", "img", "%00.png"])
def test_a_picture_of_the_notes_that_stays_behind_is_named(
    name: str, bring: Callable[..., tuple[dict[str, str], list[str]]]
) -> None:
    found, said = bring(f"Hello.\n\n::: notes\n![What it shows]({name})\n:::\n")
    assert found == {}
    assert len(said) == 1
    assert f"the picture `{name}` of the notes does not come along" in said[0]


@pytest.mark.parametrize("name", ["none.jpg", "scripts/notes.txt", "../outside.jpg"])
def test_a_cover_that_is_none_stops_the_render(
    name: str, bring: Callable[..., tuple[dict[str, str], list[str]]]
) -> None:
    with pytest.raises(StudioError, match="`artwork`"):
        bring(f"---\nartwork: {name}\n---\nHello.\n")
