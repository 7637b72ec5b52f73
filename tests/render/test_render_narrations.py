"""What is spoken in a script is read once: the next plan knows it, and notices whatever it may depend on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.kit.errors import LintRefusedError
from studio.model.narration import Segment
from studio.narration.read import read_episode
from studio.render import narrations
from studio.render.narrations import Narrations
from studio.settings.episodes import all_episodes
from studio.settings.workspace import open_workspace
from studio.voices.finals import with_finals

SCRIPT = (
    "---\nid: ep01\ntitle: One\nsummary: A.\nspeakers: {GUEST: guest}\n---\n\n# One\n\nThe live index of 3 etcd nodes, "
    "“read” by CI.\n\nGUEST: It reads `ls -la`{say=it} [laughs] — 10 GB at [x](https://x.org).\n\n- an item\n"
)
GUEST = "engine: silent\nfinal: {engine: espeak}\n"


@pytest.fixture
def show(make_show: Callable[..., Path]) -> Path:
    root = make_show(SCRIPT)
    for name in ("guest", "narrator"):
        (root / "voices" / f"{name}.yaml").write_text(GUEST)
    (root / "lexicon.yaml").write_text("etcd: {respell: et see dee, engines: {espeak: {respell: ettsy}}}\n")
    settings = (root / "studio.yaml").read_text()
    (root / "studio.yaml").write_text(f"{settings}lexicons: [lexicon.yaml]\n")
    return root


def read(root: Path, *, final: bool = False, skip: bool = False) -> tuple[Segment, ...]:
    """What one command knows of the episode; held against what reading it gives."""
    workspace = open_workspace(root)
    workspace = with_finals(workspace) if final else workspace
    (episode,) = all_episodes(workspace.show)
    source, segments = Narrations(workspace).read(episode, skip_unspeakable=skip)
    script, narration = read_episode(workspace.show, episode, skip_unspeakable=skip)
    assert segments == narration.segments
    wheres = [[one.where for one in segment.pronunciations] for segment in narration.segments]
    assert [[one.where for one in segment.pronunciations] for segment in segments] == wheres
    assert source == script.source
    return segments


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The episodes that are read from now on."""
    seen: list[str] = []

    def told(show, episode, **options):  # type: ignore[no-untyped-def]
        seen.append(episode.id)
        return read_episode(show, episode, **options)

    monkeypatch.setattr(narrations, "read_episode", told)
    return seen


def test_a_script_is_read_once(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = reads(monkeypatch)
    assert read(show) == read(show)
    assert seen == ["ep01"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("scripts/ep01.md", "3 etcd", "4 etcd"),
        ("lexicon.yaml", "et see dee", "et cetera dee"),
        ("studio.yaml", "lexicons:", "pauses: {sentence_s: 0.7}\nlexicons:"),
        ("studio.yaml", "lexicons: [lexicon.yaml]", ""),
        ("voices/guest.yaml", "engine: silent", "engine: espeak"),
    ],
)
def test_whatever_it_depends_on_is_noticed(
    show: Path, name: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(show)
    seen = reads(monkeypatch)
    text = (show / name).read_text()
    assert old in text
    (show / name).write_text(text.replace(old, new))
    read(show)
    assert seen == ["ep01"]


def test_a_lexicon_that_comes_to_be_is_noticed(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (show / "lexicon.yaml").unlink()
    settings = (show / "studio.yaml").read_text()
    (show / "studio.yaml").write_text(settings.replace("lexicons: [lexicon.yaml]", ""))
    before = read(show)
    seen = reads(monkeypatch)
    (show / "lexicon.yaml").write_text("nodes: {respell: noads}\n")
    (show / "studio.yaml").write_text(settings)
    assert read(show) != before
    assert seen == ["ep01"]


def test_drafts_and_finals_do_not_push_each_other_out(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = reads(monkeypatch)
    for _ in range(2):
        read(show)
        read(show, final=True)
    assert seen == ["ep01", "ep01"]


def test_what_other_code_read_is_read_again(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(show)
    seen = reads(monkeypatch)
    monkeypatch.setattr(narrations, "code_facts", lambda: {"studio": "another"})
    read(show)
    assert seen == ["ep01"]


@pytest.mark.parametrize("damage", [b"", b"\0" * 40, b"studio-narration 1 00000000\n[[], []]"])
def test_a_damaged_entry_is_read_again(show: Path, damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    read(show)
    seen = reads(monkeypatch)
    (entry,) = show.rglob("ep01.narration")
    entry.write_bytes(damage)
    read(show)
    read(show)
    assert seen == ["ep01"]


def test_one_bit_of_an_entry_is_noticed(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(show)
    seen = reads(monkeypatch)
    (entry,) = show.rglob("ep01.narration")
    data = entry.read_bytes()
    entry.write_bytes(data.replace(b"etcd", b"etce"))
    read(show)
    assert seen == ["ep01"]


def test_a_script_that_is_refused_is_refused_again(show: Path) -> None:
    script = show / "scripts" / "ep01.md"
    script.write_text(SCRIPT + "\n```python\nprint()\n```\n")
    for _ in range(2):
        with pytest.raises(LintRefusedError):
            read(show)
    assert read(show, skip=True)
    with pytest.raises(LintRefusedError):
        read(show)


def test_where_nothing_can_be_written_it_is_read_each_time(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (show / "build").mkdir()
    (show / "build" / ".cache").write_text("no folder")
    seen = reads(monkeypatch)
    assert read(show) == read(show)
    assert seen == ["ep01", "ep01"]


def test_what_the_linter_let_pass_is_known_to_those_who_skip(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = reads(monkeypatch)
    read(show)
    read(show, skip=True)
    assert seen == ["ep01"]
