"""From nothing to a first episode: a new show lints clean, renders and can be completed; a Markdown file is enough."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from mutagen.id3 import ID3
from PIL import Image

from studio.cli import main
from studio.settings.episodes import all_episodes
from studio.settings.show import load_show


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def silence(folder: Path) -> None:
    """Voices that speak at once, for tests that do not listen."""
    for name in ("narrator", "guest"):
        (folder / "voices").mkdir(exist_ok=True)
        (folder / "voices" / f"{name}.yaml").write_text("engine: silent\n", encoding="utf-8")


def test_a_markdown_file_becomes_an_episode(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "talk.md").write_text(
        "# Why Caches Lie\n\nHello there.\n\n## A Question\n\nHOST: What is a cache?\n\nGUEST: A promise.\n",
        encoding="utf-8",
    )
    assert main(["render", "talk.md"]) == 0, capsys.readouterr().err
    build = here / "build" / "talk"
    tag = ID3(build / "talk.mp3")
    assert (str(tag["TIT2"]), str(tag["TALB"])) == ("Why Caches Lie", "Why Caches Lie")
    assert tag.getall("APIC")[0].data[:2] == b"\xff\xd8"
    assert "promise" in (build / "transcript.vtt").read_text(encoding="utf-8")
    assert json.loads((build / "manifest.json").read_text(encoding="utf-8"))["show"]["title"] == "Why Caches Lie"
    assert main(["verify", "talk", "--fast"]) == 0
    capsys.readouterr()
    assert main(["render", "talk.md"]) == 0
    assert "nothing has changed" in capsys.readouterr().out
    (here / "studio.yaml").write_text("title: My Show\n", encoding="utf-8")
    assert main(["render", "talk.md"]) == 0
    assert str(ID3(build / "talk.mp3")["TALB"]) == "My Show"


@pytest.mark.parametrize("command", [["say", "hello"], ["voices"], ["lint", "x.md"], ["plan", "x.md"]])
def test_commands_work_where_there_is_no_show(
    here: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "x.md").write_text("# X\n\nHello there, this is all there is.\n", encoding="utf-8")
    assert main(command) == 0, capsys.readouterr().err


def test_publish_asks_for_everything_at_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "x.md").write_text("# X\n\nHello.\n", encoding="utf-8")
    assert main(["publish", "x.md"]) == 2
    said = capsys.readouterr().err
    for name in ("title", "author", "description", "site", "artwork", "email", "feed"):
        assert re.search(rf"^    {name}: ", said, re.MULTILINE), name


@pytest.mark.parametrize("framework", ["diamond", "none"])
def test_a_new_show_lints_clean_and_renders(here: Path, framework: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "my-show", "--yes", "--framework", framework]) == 0
    folder = here / "my-show"
    assert main(["lint", "--strict", "--show", "my-show"]) == 0
    assert "1 script, 0 errors, 0 warnings, 0 info" in capsys.readouterr().out
    show = load_show(folder)
    assert (show.title, len(show.pillars)) == ("My Show", 4 if framework == "diamond" else 0)
    assert show.voices["guest"].engine == show.voices["narrator"].engine == "hibari"
    assert show.artwork is not None
    with Image.open(show.artwork) as cover:
        assert cover.size[0] >= 1400
    yaml.safe_load((folder / ".github" / "workflows" / "show.yml").read_text(encoding="utf-8"))
    json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    silence(folder)
    assert main(["render", "ep01", "--show", "my-show"]) == 0
    chapters = json.loads((folder / "build" / "ep01" / "chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert len(chapters) == (5 if framework == "diamond" else 3)


@pytest.mark.parametrize(
    "title",
    [
        'C++: "a" #1', "yes", "1984", "Ünïcode – ok", "日本語", "{x}", "@AUTHOR@", "a\tb", "- x", "'", "null", "&a",
        "*b", "a: b", "\\d", "x" * 300,
    ],
)  # fmt: skip
def test_any_title_is_kept_as_it_is(here: Path, title: str) -> None:
    assert main(["new", "s", "--yes", "--title", title, "--author", title]) == 0
    show = load_show(here / "s")
    assert (show.title, show.author) == (title, title)


def test_what_is_missing_to_publish_a_new_show_is_told_and_enough(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", "s", "--yes"])
    silence(here / "s")
    main(["render", "ep01", "--show", "s"])
    capsys.readouterr()
    assert main(["publish", "ep01", "--show", "s"]) == 2
    lines = re.findall(r"^    (.+)$", capsys.readouterr().err, re.MULTILINE)
    assert [line.partition(":")[0] for line in lines] == ["site", "email", "feed"]
    settings = here / "s" / "studio.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n".join(lines) + "\n", encoding="utf-8")
    assert main(["publish", "ep01", "--show", "s", "--dry-run"]) == 0, capsys.readouterr().err


def test_a_show_that_is_there_is_left_alone(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "s", "--yes"])
    assert main(["new", "s", "--yes"]) == 2
    assert "there is a show already" in capsys.readouterr().err
    (here / "file").write_text("x", encoding="utf-8")
    assert main(["new", "file", "--yes"]) == 2
    (here / "old").mkdir()
    (here / "old" / ".gitignore").write_text("mine", encoding="utf-8")
    assert main(["new", "old", "--yes"]) == 0
    assert (here / "old" / ".gitignore").read_text(encoding="utf-8") == "mine"
    assert "kept  " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["s", "--title", " "], "the title is empty"),
        (["s", "--framework", "daimond"], "there is no framework `daimond`"),
        (["s", "A Title"], "a show takes one name"),
        (["episode", "A Title"], "there is no studio.yaml"),
    ],
)
def test_mistakes_have_one_message(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", *arguments, "--yes"]) == 2
    assert says in capsys.readouterr().err


def test_new_episodes_count_on(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["new", "s", "--yes", "--framework", "diamond"])
    monkeypatch.chdir(here / "s")
    assert main(["new", "episode", "Raft: by Hand"]) == 0
    (here / "s" / "scripts" / "ep02.md").rename(here / "s" / "scripts" / "raft.md")
    assert main(["new", "episode", '"Quoted" #2']) == 0
    episodes = all_episodes(load_show(here / "s"))
    assert [(one.id, one.number, one.script.name) for one in episodes] == [
        ("ep01", 1, "ep01.md"), ("ep02", 2, "raft.md"), ("ep03", 3, "ep03.md"),
    ]  # fmt: skip
    text = episodes[1].script.read_text(encoding="utf-8")
    assert re.findall(r"\{\.([\w-]+)\}", text) == ["implementation", "why-not", "zoom", "formalism"]
    assert main(["new", "episode", " "]) == 2


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"studio.yaml": "title: X\n\tauthor: Y\n"}, "studio.yaml:2:1: invalid YAML: there is a tab"),
        ({"studio.yaml": "title: X\nfeed:\n\turl: https://x.example/\n"}, "there is a tab"),
        ({"voices/narrator.yaml": "engine: espek\n"}, "there is no engine named 'espek'"),
        ({"studio.yaml": "title: X\nnarrator: naratr\n"}, "there is no voice `naratr`"),
        ({"talk.md": " \n"}, "this script is empty"),
        ({"talk.md": "# Only a title\n"}, "no text that is spoken"),
    ],
)
def test_a_new_users_mistakes_have_one_message(
    here: Path, files: dict[str, str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in {"talk.md": "# Talk\n\nHello there.\n", **files}.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    assert main(["render", "talk.md"]) in (1, 2)
    said = capsys.readouterr().err
    assert says in said
    assert said.count("error: ") == 1


def test_speakers_without_a_voice_are_told_at_every_render(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    silence(here)
    (here / "talk.md").write_text("# Talk\n\nSAM: Hello there.\n\nALEX: Hi, Sam.\n", encoding="utf-8")
    for _ in range(2):
        assert main(["render", "talk.md"]) == 0
        assert "There is no voice for SAM and ALEX" in capsys.readouterr().err
