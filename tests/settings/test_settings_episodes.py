"""One function finds an episode from whatever a person typed, and two scripts are never one episode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import SCRIPT

from studio.kit.errors import ConfigurationError
from studio.model.source import Source
from studio.narration.read import parse_source
from studio.settings.episodes import all_episodes, build_folder, find_episode, id_from_name
from studio.settings.head import head_of
from studio.settings.show import load_show
from studio.settings.workspace import open_workspace

MakeShow = Callable[..., Path]


def script(**keys: object) -> str:
    """A script whose front matter has these keys."""
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n\nHello there, my friends.\n"


def write(root: Path, name: str, text: str) -> Path:
    path = root / "scripts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_episodes_are_found_by_id_number_file_name_and_path(make_show: MakeShow) -> None:
    root = make_show()
    path = write(root, "003.md", script(id="three", number=3, title="Three"))
    show = load_show(root)
    for typed in ("three", "3", "003", "003.md", "THREE", str(path), "scripts/003.md"):
        found = find_episode(show, typed)
        assert (found.id, found.script.resolve()) == ("three", path.resolve()), typed
        assert found.build == root / "build" / "three"
        assert found.takes == path.parent / "three.takes.yaml"
    assert find_episode(show, "1").id == "ep01"


def test_episodes_stand_in_natural_order_whatever_they_are_called_and_wherever_they_stand(make_show: MakeShow) -> None:
    root = make_show()
    for name in ("ep10.md", "ep9.md", "ep1.5.md", "ep1.6.md", "Über Raft & Co.md", "season 2/an odd one.md", "日本.md"):
        write(root, name, "Hello.\n")
    write(root, ".hidden.md", "No.\n")
    write(root, ".drafts/one.md", "No.\n")
    found = [one.id for one in all_episodes(load_show(root))]
    assert found == ["Uber-Raft-Co", "an-odd-one", "ep01", "ep1.5", "ep1.6", "ep9", "ep10", id_from_name("日本.md")]
    assert len({one.build for one in all_episodes(load_show(root))}) == len(found)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("ep17.md", "ep17"),
        ("ep1.5.md", "ep1.5"),
        ("My Show & Co.md", "My-Show-Co"),
        ("café — naïve.md", "cafe-naive"),
        ("..a...b..md", "a.b"),
        ("-x-.md", "x"),
        ("a/b".replace("/", "\\") + ".md", "a-b"),
        ("episode.final.v2.md", "episode.final.v2"),
        ("_private_.md", "private"),
    ],
)
def test_any_file_name_makes_an_id(name: str, made: str) -> None:
    assert id_from_name(name) == made


def test_names_without_any_letter_that_an_id_may_have_stay_apart() -> None:
    made = {id_from_name(name) for name in ("日本.md", "中国.md", "🎙.md", "—.md")}
    assert len(made) == 4
    assert all(name.startswith("episode-") for name in made)


@pytest.mark.parametrize(
    "text",
    [
        script(id="pilot", number=7, season=2, title="T"),
        script(title="No id"),
        script(id="not an id!", number=1, title="T"),
        script(number="seven", title="T"),
        "# Episode 12: Of Rings\n\nHello.\n",
        "<!-- draft -->\n\n# Podcast Episode #5 - A Title\n\nHello.\n",
        "---\nid: a\n# never closed\n\nHello.\n",
        "Hello. Nothing else.\n",
        "---\ntitle: [broken\n---\n\nHello.\n",
    ],
)
def test_a_look_at_the_head_finds_what_a_parse_finds(make_show: MakeShow, text: str) -> None:
    show = load_show(make_show())
    parsed = parse_source(show, Source("scripts/some file.md", text)).episode
    head = head_of(text)
    assert (head.id or id_from_name("some file.md"), head.number, head.season) == (
        parsed.id,
        parsed.number,
        parsed.season,
    )


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (script(id="same", title="A"), script(id="same", title="B"), "the id `same`"),
        (script(id="Same", title="A"), script(id="same", title="B"), "the id `same`"),
        (script(id="a1", number=4, title="A"), script(id="b1", number=4, title="B"), "the number 4"),
        (
            script(id="a1", number=4, season=1, title="A"),
            script(id="b1", number=4, season=1, title="B"),
            "the number 4 in season 1",
        ),
    ],
)
def test_two_scripts_that_claim_to_be_one_episode_are_named_both(
    make_show: MakeShow, first: str, second: str, shared: str
) -> None:
    root = make_show()
    write(root, "a.md", first)
    write(root, "sub/b.md", second)
    show = load_show(root)
    for typed in ("scripts/a.md", "scripts/sub/b.md"):
        with pytest.raises(ConfigurationError) as caught:
            find_episode(show, typed)
        assert caught.value.code == "same-episode"
        assert "scripts/a.md" in caught.value.message
        assert "scripts/sub/b.md" in caught.value.message
        assert shared in caught.value.message
    assert find_episode(show, "ep01").id == "ep01"  # the others are not in the way


def test_one_number_in_two_seasons_is_no_clash_and_the_season_tells_them_apart(make_show: MakeShow) -> None:
    root = make_show()
    write(root, "a.md", script(id="a1", number=4, season=1, title="A"))
    write(root, "b.md", script(id="b1", number=4, season=2, title="B"))
    show = load_show(root)
    assert find_episode(show, "s2e4").id == "b1"
    with pytest.raises(ConfigurationError, match="`4` may be `a1`, `b1`"):
        find_episode(show, "4")


def test_an_unknown_episode_names_its_neighbours(make_show: MakeShow) -> None:
    show = load_show(make_show())
    with pytest.raises(ConfigurationError) as caught:
        find_episode(show, "ep1x")
    assert str(caught.value) == "there is no episode `ep1x`"
    assert caught.value.hint == "Did you mean `ep01`?"
    with pytest.raises(ConfigurationError, match="there is no such script"):
        find_episode(show, "scripts/none.md")


def test_a_script_outside_the_scripts_folder_is_an_episode_of_the_show_around_it(
    make_show: MakeShow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_show()
    path = root / "drafts" / "a talk.md"
    path.parent.mkdir()
    path.write_text("Hello there.\n")
    monkeypatch.chdir(tmp_path)
    workspace = open_workspace(about=[str(path)])
    assert workspace.show.root.resolve() == root.resolve()
    assert find_episode(workspace.show, str(path)).id == "a-talk"
    path.write_text(SCRIPT)
    with pytest.raises(ConfigurationError, match="share the id `ep01`"):
        find_episode(workspace.show, str(path))


def test_a_build_whose_script_has_gone_is_still_found(make_show: MakeShow) -> None:
    root = make_show()
    (root / "build" / "old").mkdir(parents=True)
    (root / "build" / "old" / "manifest.json").write_text("{}")
    show = load_show(root)
    assert build_folder(show, "old") == root / "build" / "old"
    assert build_folder(show, "1") == root / "build" / "ep01"
    with pytest.raises(ConfigurationError, match="there is no episode `older`"):
        build_folder(show, "older")
