"""A folder with nothing but scripts counts as a show; what only a feed needs is asked for when it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.kit.errors import ConfigurationError
from studio.settings.publishable import require_publishable
from studio.settings.show import load_show
from studio.settings.workspace import open_workspace

TITLE_ALONE = "title: My Show\n"


def write(path: Path, text: str = "# Talk\n\nHello.\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_folder_around_a_script_is_its_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    show = open_workspace(about=[str(write(tmp_path / "talk.md"))]).show
    assert show.root == tmp_path
    assert (show.title, show.pillars, show.artwork) == ("", (), None)
    assert show.voices[show.narrator].engine == "hibari"
    assert set(show.speakers) == {"HOST", "GUEST"}
    assert all(not voice.fallback or voice.fallback in show.voices for voice in show.voices.values())


def test_the_working_folder_is_the_show_of_scripts_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "talks" / "one.md")
    assert open_workspace(about=["talks/one.md"]).show.root == tmp_path


def test_a_show_above_a_script_is_preferred(make_show: Callable[..., Path]) -> None:
    root = make_show()
    assert open_workspace(about=[str(write(root / "drafts" / "x.md"))]).show.root == root


def test_commands_about_no_episode_work_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_workspace().show.root == tmp_path
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("typed", [["ep01"], []])
def test_an_episode_by_name_needs_a_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=r"there is no studio\.yaml") as caught:
        open_workspace(about=typed)
    assert "studio new" in (caught.value.hint or "")


def test_what_was_rendered_without_a_show_is_found_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "build" / "talk" / "manifest.json", "{}")
    assert open_workspace(about=["talk"]).show.root == tmp_path


def test_a_title_is_all_that_a_show_has_to_say(tmp_path: Path) -> None:
    write(tmp_path / "studio.yaml", TITLE_ALONE)
    assert load_show(tmp_path).voices["narrator"].engine == "hibari"


def test_own_voices_are_completed_by_those_that_they_name(tmp_path: Path) -> None:
    write(tmp_path / "studio.yaml", TITLE_ALONE)
    write(tmp_path / "voices" / "robot.yaml", "engine: silent\nfallback: guest\n")
    assert set(load_show(tmp_path).voices) == {"robot", "narrator", "espeak-narrator", "guest", "espeak-guest"}
    write(tmp_path / "voices" / "narrator.yaml", "engine: silent\n")
    assert load_show(tmp_path).voices["narrator"].engine == "silent"


def test_the_feed_stands_at_the_site_by_default(tmp_path: Path) -> None:
    write(tmp_path / "studio.yaml", f"{TITLE_ALONE}site: https://show.example/pod/\n")
    assert load_show(tmp_path).feed_url == "https://show.example/pod/feed.xml"


def test_all_that_a_feed_lacks_is_asked_for_at_once(tmp_path: Path) -> None:
    write(tmp_path / "studio.yaml", f"{TITLE_ALONE}author: Me\n")
    with pytest.raises(ConfigurationError) as caught:
        require_publishable(load_show(tmp_path))
    hint = caught.value.hint or ""
    assert [line.split(":")[0].strip() for line in hint.splitlines()[1:]] == [
        "description", "site", "artwork", "email", "feed",
    ]  # fmt: skip
    added = "\n".join(line.strip() for line in hint.splitlines()[1:])
    write(tmp_path / "studio.yaml", f"{TITLE_ALONE}author: Me\n{added}\n")
    write(tmp_path / "assets" / "cover.jpg", "a picture")
    require_publishable(load_show(tmp_path))
