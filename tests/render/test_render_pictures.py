"""The pictures that an episode names travel along, or it is said that they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import sample_episode as sample
from commands import plan, render
from golden_cases import case_show
from mutagen.id3 import ID3
from sample_show import SCRIPT

from studio.kit.errors import StudioError
from studio.model.publishing import Person
from studio.model.show import Show
from studio.model.source import Source
from studio.narration.read import parse_source
from studio.render.pictures import bring_pictures
from studio.settings.show import load_show
from studio.verify.build import verify_build


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


def test_an_episodes_own_cover_is_in_its_tag_and_is_noticed_when_it_changes(make_show: Callable[..., Path]) -> None:
    root = make_show(SCRIPT.replace("number: 1", "number: 1\nartwork: assets/own.jpg"))
    own = root / "assets/own.jpg"
    own.write_bytes(sample.cover(1500))
    first = ID3(render(root).mp3).getall("APIC")[0].data
    assert plan(root).is_nothing
    own.write_bytes((root / "assets/cover.jpg").read_bytes())
    assert not plan(root).is_nothing
    assert ID3(render(root).mp3).getall("APIC")[0].data != first


def test_a_spoken_disclosure_has_a_take_a_caption_and_its_place_in_the_manifest(make_show: Callable[..., Path]) -> None:
    root = make_show(SCRIPT.replace("number: 1", "number: 1\ndisclosure: {spoken: start, sentence: Machines speak.}"))
    made = render(root)
    build = made.mp3.parent
    record = json.loads((build / "manifest.json").read_text(encoding="utf-8"))
    assert record["segments"][0]["written"] == "Machines speak."
    assert (record["disclosure"]["spoken"], record["disclosure"]["reason"]) == ("start", "")
    assert "Machines speak." in (build / "transcript.vtt").read_text(encoding="utf-8")
    codes = {promise.code for promise in verify_build(build, load_show(root), measure=False).broken}
    assert not {code for code in codes if code.startswith("disclosure")}
