"""``studio cache``: what it counts, what it finds damaged, and what it never takes away."""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from commands import render
from sample_show import SCRIPT

from studio.cli import main
from studio.kit.errors import ConfigurationError
from studio.kit.quantities import bytes_of, seconds_of, size
from studio.takes.store import unseal_take

REPOSITORY = Path(__file__).parents[2]
LONG_AGO = 1_600_000_000
Studio = Callable[..., dict[str, object]]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A show whose episode was rendered, edited and rendered again, long ago."""
    from sample_show import STUDIO_YAML

    root = tmp_path_factory.mktemp("rendered")
    for name in ("scripts", "voices", "assets"):
        (root / name).mkdir()
    (root / "studio.yaml").write_text(STUDIO_YAML)
    (root / "voices" / "narrator.yaml").write_text("engine: silent\n")
    shutil.copy(REPOSITORY / "assets" / "cover.jpg", root / "assets" / "cover.jpg")
    (root / "scripts" / "ep01.md").write_text(SCRIPT.replace("Welcome to the show.", "An earlier welcome."))
    render(root, jobs=1)
    (root / "scripts" / "ep01.md").write_text(SCRIPT)
    render(root, jobs=1)
    return root


@pytest.fixture
def root(rendered: Path, tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(rendered, tmp_path / "show"))
    for path in copy.rglob("build/.cache/**/*"):
        if path.is_file():
            os.utime(path, (LONG_AGO, LONG_AGO))
    return copy


@pytest.fixture
def studio(root: Path, capsys: pytest.CaptureFixture[str]) -> Studio:
    def run(*arguments: str, code: int = 0) -> dict[str, object]:
        assert main(["cache", *arguments, "--show", str(root), "--format", "json"]) == code
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    return run


def files(root: Path, pattern: str = "**/*") -> set[Path]:
    return {path for path in (root / "build" / ".cache").glob(pattern) if path.is_file()}


def mp3(root: Path) -> bytes:
    return (root / "build" / "ep01" / "ep01.mp3").read_bytes()


def test_info_counts_every_byte(root: Path, studio: Studio) -> None:
    told = studio("info")
    assert told["bytes"] == sum(path.stat().st_size for path in files(root))
    takes = files(root, "takes/??/*.take")
    assert told["kinds"]["takes"]["files"] == len(takes)  # type: ignore[index]
    assert told["voices"]["narrator"]["files"] == len(takes) - 1  # type: ignore[index]
    assert told["episodes"]["no episode"]["files"] >= 1  # type: ignore[index]


def test_what_is_in_use_stays_whatever_is_asked(root: Path, studio: Studio) -> None:
    before, sound = files(root), mp3(root)
    told = studio("gc", "--keep", "0d", "--max-size", "0")
    gone = before - files(root)
    assert {path.parts[-3] for path in gone} >= {"takes", "audio"}
    assert len([path for path in gone if path.suffix == ".take"]) == 1
    assert {Path(str(one["path"])) for one in told["removed"]} == gone  # type: ignore[attr-defined]
    assert told["left_bytes"] == sum(path.stat().st_size for path in files(root))
    assert render(root, jobs=1).unchanged
    (root / "build" / "ep01" / "ep01.mp3").unlink()
    assert render(root, jobs=1).takes_made == 0
    assert mp3(root) == sound


def test_a_dry_run_removes_nothing(root: Path, studio: Studio) -> None:
    before = files(root)
    told = studio("gc", "--dry-run")
    assert (files(root), told["dry_run"], told["freed_bytes"] > 0) == (before, True, True)  # type: ignore[operator]


def test_what_is_young_stays(root: Path, studio: Studio) -> None:
    for path in files(root):
        os.utime(path)
    before = files(root)
    studio("gc", "--keep", "0s", "--max-size", "0")
    assert files(root) == before


def test_takes_for_a_script_that_was_edited_since_stay(root: Path, studio: Studio) -> None:
    """Those of its last render and those of the script as it is now."""
    script = root / "scripts" / "ep01.md"
    script.write_text(SCRIPT.replace("Welcome to the show.", "An earlier welcome."))
    before = files(root, "takes/??/*.take")
    studio("gc", "--keep", "0d")
    assert files(root, "takes/??/*.take") == before


def test_a_take_chosen_by_hand_stays(root: Path, studio: Studio) -> None:
    from commands import workspace_of

    from studio.actions.retake import retake
    from studio.narration.select import Selection
    from studio.settings.episodes import find_episode
    from studio.settings.show import load_show

    workspace = workspace_of(load_show(root))
    retake(workspace, find_episode(workspace.show, "ep01"), Selection(2, None, None))
    for path in files(root):
        os.utime(path, (LONG_AGO, LONG_AGO))
    before = files(root, "takes/??/*.take")
    studio("gc", "--keep", "0d")
    assert len(before - files(root, "takes/??/*.take")) == 1  # the one that was unused before
    assert render(root, jobs=1).takes_made == 0


def test_a_script_that_cannot_be_read_is_told_and_its_last_render_stays(root: Path, studio: Studio) -> None:
    script = root / "scripts" / "ep01.md"
    script.write_bytes(b"\xff\xfe\xff")
    told = studio("gc", "--keep", "0d", "--max-size", "0")
    assert len(told["doubts"]) == 1  # type: ignore[arg-type]
    script.write_text(SCRIPT)
    assert render(root, jobs=1).takes_made == 0


def test_the_oldest_go_first_and_no_more_than_needed(root: Path, studio: Studio) -> None:
    unused = [Path(str(one["path"])) for one in studio("gc", "--dry-run")["removed"]]  # type: ignore[attr-defined]
    for number, path in enumerate(unused):
        os.utime(path, (LONG_AGO + number, LONG_AGO + number))
    total = sum(path.stat().st_size for path in files(root))
    studio("gc", "--keep", "99y", "--max-size", str(total - 1))
    assert [path.exists() for path in unused] == [False, *[True] * (len(unused) - 1)]


def test_other_peoples_files_stay(root: Path, studio: Studio) -> None:
    cache = root / "build" / ".cache"
    others = [cache / "audio" / "holiday.flac", cache / "takes" / "ab" / "song.take", cache / "notes.txt"]
    outside = root / "outside.take"
    outside.write_text("mine")
    (cache / "takes" / "ab").mkdir(exist_ok=True)
    (cache / "takes" / "ab" / f"{'ab' * 32}.take").symlink_to(outside)
    for path in others:
        path.write_text("mine")
        os.utime(path, (LONG_AGO, LONG_AGO))
    studio("gc", "--keep", "0d", "--max-size", "0")
    assert all(path.exists() for path in [*others, outside])


def test_leftovers_of_killed_processes_go(root: Path, studio: Studio) -> None:
    left = root / "build" / ".cache" / "takes" / ".x.take.abc.tmp"
    left.write_bytes(b"half")
    os.utime(left, (LONG_AGO, LONG_AGO))
    studio("gc", "--keep", "99y")
    assert not left.exists()


def test_damage_is_found_told_and_removed_only_when_asked(root: Path, studio: Studio) -> None:
    sound = mp3(root)
    takes = sorted(files(root, "takes/??/*.take"))
    flipped, renamed, chunk = takes[0], takes[1], sorted(files(root, "audio/??/*"))[0]
    data = flipped.read_bytes()
    flipped.write_bytes(data[:-5] + bytes([data[-5] ^ 1]) + data[-4:])
    renamed.write_bytes(takes[2].read_bytes())
    chunk.write_bytes(chunk.read_bytes()[:-1])
    told = studio("verify", code=1)
    damaged = {Path(str(one["path"])) for one in told["damaged"]}  # type: ignore[attr-defined]
    assert damaged == {flipped, renamed, chunk}
    assert all(path.exists() for path in damaged)
    assert studio("verify", "--remove")["removed"] is True
    assert not any(path.exists() for path in damaged)
    assert studio("verify")["damaged"] == []
    render(root, jobs=1)
    assert mp3(root) == sound


def test_collecting_beside_a_render_leaves_the_right_bytes(root: Path) -> None:
    from commands import workspace_of

    from studio.actions.cache import collect
    from studio.settings.show import load_show

    sound, over = mp3(root), threading.Event()

    def sweep() -> None:
        workspace = workspace_of(load_show(root))
        while not over.is_set():
            collect(workspace, keep_s=0, most_bytes=0)

    shutil.rmtree(root / "build" / ".cache" / "takes")
    (root / "build" / "ep01" / "ep01.mp3").unlink()
    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        render(root, jobs=1)
    finally:
        over.set()
        sweeper.join()
    assert mp3(root) == sound
    for path in files(root, "takes/??/*.take"):
        unseal_take(path.stem, path.read_bytes())


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90s", 90), ("30m", 1800), ("12h", 43_200), ("30d", 2_592_000), ("1.5h", 5400)]
)
def test_lengths_of_time(typed: str, seconds: float) -> None:
    assert seconds_of(typed) == seconds


@pytest.mark.parametrize(
    ("typed", "count"),
    [("0", 0), ("500M", 5 * 10**8), ("20G", 2 * 10**10), ("20 GB", 2 * 10**10), ("1.5t", 15 * 10**11)],
)
def test_sizes(typed: str, count: int) -> None:
    assert bytes_of(typed) == count


@pytest.mark.parametrize("typed", ["", "30", "d", "-1d", "1e9d", "9" * 400 + "d", "inf", "٣d", "30 fortnights", "1d\0"])
def test_what_is_no_length_of_time_is_told(typed: str) -> None:
    with pytest.raises(ConfigurationError, match="such as 12h"):
        seconds_of(typed)


@pytest.mark.parametrize(("count", "shown"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (2e10, "20.0 GB")])
def test_sizes_are_shown_as_people_read_them(count: float, shown: str) -> None:
    assert size(count) == shown


def test_every_kind_of_entry_is_known_by_its_own_name(tmp_path: Path) -> None:
    from studio.actions.cached import contents
    from studio.audio.assets import Assets
    from studio.audio.store import Store, digest
    from studio.episode.artwork import scaled_jpeg
    from studio.kit.events import Events
    from studio.model.show import Show
    from studio.render.narrations import Narrations
    from studio.settings.episodes import all_episodes
    from studio.settings.workspace import open_workspace
    from studio.takes import TakeStore

    (tmp_path / "scripts").mkdir()
    (tmp_path / "voices").mkdir()
    (tmp_path / "studio.yaml").write_text("title: A\nauthor: B\nnarrator: narrator\n")
    (tmp_path / "voices" / "narrator.yaml").write_text("engine: silent\n")
    (tmp_path / "scripts" / "ep01.md").write_text("---\nid: ep01\ntitle: One\n---\n\nHello there.\n")
    workspace = open_workspace(tmp_path)
    show: Show = workspace.show
    (episode,) = all_episodes(show)
    key = "0" * 64
    takes = TakeStore(workspace.takes)
    takes.keep(key, b"take")
    (takes.path(key).with_suffix(f".{'a' * 12}.heard")).write_bytes(b"heard")
    Store(workspace.audio).put(digest("chunk"), b"chunk")
    Assets(workspace.sounds, Events())._store.put(digest("sound"), b"sound")
    scaled_jpeg(REPOSITORY / "assets" / "cover.jpg", 64, cache=workspace.artwork, warn=pytest.fail)
    Narrations(workspace).read(episode)
    (workspace.cache / "stamps").mkdir()
    (workspace.cache / "stamps" / "ep01.json").write_text("{}")
    (workspace.cache / "takes" / ".x.tmp").write_text("")
    found = {kept.kind: kept for kept in contents(workspace)}
    sealed = {"takes", "heard", "audio", "sounds", "pictures", "narrations"}
    assert set(found) == {*sealed, "notes", "left over"}
    assert {kind for kind, kept in found.items() if kept.is_sealed} == sealed
    assert {kind for kind, kept in found.items() if kept.key == key} == {"takes", "heard"}
    assert len([*contents(workspace)]) == len(found)
