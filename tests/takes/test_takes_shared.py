# ruff: noqa: ARG005
"""Takes that a team keeps together: made once, trusted only when whole, and never in the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from commands import render
from s3_bucket import bucket  # noqa: F401 - a fixture

from studio.engines import Recording
from studio.kit.errors import ConfigurationError
from studio.kit.events import Events
from studio.takes import TakeStore
from studio.takes.shared import VARIABLE, SharedTakes, SharedTakeStore
from studio.takes.store import seal_take

MakeShow = Callable[..., Path]
pytest.importorskip("fsspec")


def _entry(key: str, **how: object) -> bytes:
    length = int(str(how.pop("length", 2205)))
    flaws = ("too loud",) if how.pop("flawed", False) else ()
    samples = (0.5 * np.sin(np.arange(length) / 10)).astype(np.float32)
    return seal_take(key, Recording(samples, int(str(how.pop("rate_hz", 22_050)))), flaws)[0]


def _key(number: int) -> str:
    return f"{number:064x}"[::-1]


def _store(tmp_path: Path, name: str, events: Events | None = None, where: str = "shared") -> SharedTakeStore:
    return SharedTakeStore(tmp_path / name, SharedTakes(str(tmp_path / where), events), events)


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "shared"))
    return tmp_path / "shared"


def test_a_second_machine_makes_nothing(make_show: MakeShow, shared: Path) -> None:
    first, second = make_show(folder="first"), make_show(folder="second")
    made = render(first, jobs=1)
    assert made.takes_made > 5
    again = render(second, jobs=1)
    assert (again.takes_made, again.takes_reused) == (0, made.takes_made + made.takes_reused)
    assert (first / "build/ep01/ep01.mp3").read_bytes() == (second / "build/ep01/ep01.mp3").read_bytes()
    assert not [*shared.rglob("*.tmp")]


def test_damaged_takes_are_told_made_again_and_replaced(make_show: MakeShow, shared: Path) -> None:
    first, second = make_show(folder="first"), make_show(folder="second")
    render(first, jobs=1)
    entries = sorted(shared.rglob("*.take"))
    whole = {path: path.read_bytes() for path in entries}
    flipped, cut, swapped, empty = entries[:4]
    flipped.write_bytes(whole[flipped][:-9] + b"\x55" + whole[flipped][-8:])
    cut.write_bytes(whole[cut][:-1])
    swapped.write_bytes(whole[entries[5]])  # whole, and another sentence's
    empty.write_bytes(b"")
    events = Events()
    made = render(second, jobs=1, events=events)
    assert made.takes_made == 4
    told = [warning for warning in events.warnings if "cannot be trusted" in warning]
    assert sorted(path.name[:12] for path in entries[:4]) == sorted(text.split("take ")[1][:12] for text in told)
    assert {path: path.read_bytes() for path in entries} == whole
    assert (first / "build/ep01/ep01.mp3").read_bytes() == (second / "build/ep01/ep01.mp3").read_bytes()


def test_the_setting_counts_from_the_show(make_show: MakeShow) -> None:
    from sample_show import STUDIO_YAML

    root = make_show(config=STUDIO_YAML + "cache: {shared: ../together}\n")
    render(root, jobs=1)
    assert len([*(root.parent / "together").rglob("*.take")]) > 5


@pytest.mark.parametrize("url", ["nowhere://x/y", "gopher:7://x"])
def test_an_address_that_means_nothing_is_a_mistake(
    make_show: MakeShow, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv(VARIABLE, url)
    with pytest.raises(ConfigurationError) as caught:
        render(make_show(), jobs=1)
    assert (caught.value.code, url in caught.value.message) == ("unknown-store", True)


def test_a_store_out_of_reach_is_told_once_and_missed_by_nobody(
    make_show: MakeShow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "takes"))
    events = Events()
    assert render(make_show(), jobs=1, events=events).takes_made > 5
    assert len([warning for warning in events.warnings if "going on without them" in warning]) == 1


ODD = {
    "no take at all": lambda key: b"hello",
    "another's": lambda key: _entry(_key(99)),
    "an old kind": lambda key: _entry(key).replace(b"studio-take 2", b"studio-take 1"),
    "odd rate": lambda key: _entry(key, rate_hz=7),
    "flawed": lambda key: _entry(key, flawed=True),
    "a head without end": lambda key: b"studio-take 2 00000000\n" + b"x" * 100_000,
    "a nested head": lambda key: b"studio-take 2 00000000\n00000000 " + b"[" * 100_000 + b"\n",
    "a pickle": lambda key: b"\x80\x04cposix\nsystem\n(S'touch PWNED'\ntR.",
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_no_take_of_its_key_is_refused(tmp_path: Path, what: str) -> None:
    key = _key(1)
    path = tmp_path / "shared" / key[:2] / f"{key}.take"
    path.parent.mkdir(parents=True)
    path.write_bytes(ODD[what](key))
    events = Events()
    store = _store(tmp_path, "here", events)
    store.bring([key])
    assert store.info(key) is None
    assert ["cannot be trusted" in warning for warning in events.warnings] == [True]
    store.keep(key, _entry(key))
    store.settle()
    other = _store(tmp_path, "there")
    other.bring([key])
    assert other.load(key).rate_hz == 22_050


def test_flawed_takes_stay_at_home(tmp_path: Path) -> None:
    store = _store(tmp_path, "here")
    store.keep(_key(1), _entry(_key(1), flawed=True))
    store.settle()
    assert store.info(_key(1)) is not None
    assert not [*(tmp_path / "shared").rglob("*.take")]


def test_a_take_that_is_forgotten_here_is_forgotten_there(tmp_path: Path) -> None:
    store = _store(tmp_path, "here")
    store.keep(_key(1), _entry(_key(1)))
    store.settle()
    store.remove(_key(1))
    assert not [*tmp_path.rglob("*.take")]


def test_many_writers_and_readers_leave_whole_takes(tmp_path: Path) -> None:
    keys = [_key(number) for number in range(60)]

    def work(name: str) -> None:
        store = _store(tmp_path, name)
        store.bring(keys)
        for key in keys:
            if store.info(key) is None:
                store.keep(key, _entry(key))
        store.settle()

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(work, f"machine{number}") for number in range(6)]:
            done.result()
    reader = _store(tmp_path, "reader")
    reader.bring(keys)
    assert sorted(reader) == sorted(keys)
    assert all(len(reader.load(key).samples) == 2205 for key in keys)
    assert not [*(tmp_path / "shared").rglob("*.tmp")]


def test_a_full_disk_here_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import errno

    from studio.kit.errors import StudioError

    store = _store(tmp_path, "here")
    store.keep(_key(1), _entry(_key(1)))
    store.settle()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    other = _store(tmp_path, "other")
    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(StudioError) as caught:
        other.bring([_key(1)])
    assert caught.value.code == "disk-full"


def test_a_bucket(bucket: tuple[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    endpoint, client = bucket
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    keys = [_key(number) for number in range(20)]
    first = SharedTakeStore(tmp_path / "first", SharedTakes("s3://show/takes"))
    for key in keys:
        first.keep(key, _entry(key))
    first.settle()
    client.put_object(Bucket="show", Key=f"takes/{keys[0][:2]}/{keys[0]}.take", Body=b"")  # type: ignore[attr-defined]
    client.put_object(Bucket="show", Key=f"takes/{keys[1][:2]}/{keys[1]}.take", Body=_entry(keys[2]))  # type: ignore[attr-defined]
    events = Events()
    second = SharedTakeStore(tmp_path / "second", SharedTakes("s3://show/takes", events), events)
    second.bring(keys)
    assert sorted(second) == sorted(keys[2:])
    assert len(events.warnings) == 2
    for key in keys[:2]:
        second.keep(key, _entry(key))
    second.settle()
    third = SharedTakeStore(tmp_path / "third", SharedTakes("s3://show/takes"))
    third.bring(keys)
    assert all(third.path(key).read_bytes() == TakeStore(tmp_path / "first").path(key).read_bytes() for key in keys)


def test_a_bucket_that_is_not_there_is_told(
    bucket: tuple[str, object],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", bucket[0])
    events = Events()
    store = SharedTakeStore(tmp_path / "here", SharedTakes("s3://nobody/takes", events), events)
    store.bring([_key(1)])
    store.keep(_key(1), _entry(_key(1)))
    store.settle()
    assert len(events.warnings) == 1
    assert store.load(_key(1)).rate_hz == 22_050
