"""The store keeps takes whole and notices every damage."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pytest

from studio.engines import Recording
from studio.kit.errors import StudioError
from studio.kit.events import Events
from studio.model.takes import TakeInfo, WordMark
from studio.takes import TakeStore
from studio.takes.store import seal_take

KEY = "ab" + "0" * 62


def _take() -> Recording:
    samples = (0.5 * np.sin(np.arange(2205) / 10)).astype(np.float32)
    return Recording(samples, 22_050, (WordMark(0, 5, 0, 1000), WordMark(6, 9, 1000, 2205)))


def _save(store: TakeStore, take: Recording, flaws: tuple[str, ...] = ()) -> TakeInfo:
    entry, info = seal_take(KEY, take, flaws)
    store.keep(KEY, entry)
    return info


def test_a_take_comes_back_as_it_was_saved(store: TakeStore) -> None:
    saved = _save(store, _take(), flaws=("too loud",))
    loaded = store.load(KEY)
    assert np.abs(loaded.samples - _take().samples).max() <= 0.5 / 32768
    assert (loaded.rate_hz, loaded.marks) == (22_050, _take().marks)
    assert store.info(KEY) == saved
    assert saved.flaws == ("too loud",)
    assert list(store) == [KEY]


def test_sixteen_bit_audio_survives_exactly(store: TakeStore) -> None:
    samples = np.arange(-32768, 32768, dtype=np.float32) / 32768
    _save(store, Recording(samples, 22_050))
    assert np.array_equal(store.load(KEY).samples, samples)


def test_the_same_take_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = TakeStore(tmp_path / "a"), TakeStore(tmp_path / "b")
    _save(first, _take())
    _save(second, _take())
    assert first.path(KEY).read_bytes() == second.path(KEY).read_bytes()


def test_every_flipped_bit_and_every_cut_is_noticed(tmp_path: Path) -> None:
    store = TakeStore(tmp_path)
    _save(store, _take())
    whole = store.path(KEY).read_bytes()
    damaged = [bytes([*whole[:at], whole[at] ^ 4, *whole[at + 1 :]]) for at in range(0, len(whole), 97)]
    damaged += [whole[:length] for length in (0, 1, 14, 80, 200, len(whole) - 1)] + [whole + b"x"]
    for data in damaged:
        store.path(KEY).write_bytes(data)
        events = Events()
        store = TakeStore(tmp_path, events)
        with pytest.raises(StudioError) as caught:
            if store.info(KEY) is None:
                store.load(KEY)  # it has gone
            store.load(KEY)  # its samples are looked at only now
        assert caught.value.code == "take-lost"
        assert [str(store.path(KEY)) in warning for warning in events.warnings] == [True]
        assert not store.path(KEY).exists()


def test_a_head_that_is_damaged_or_an_entry_that_is_cut_is_noticed_without_reading_the_samples(
    store: TakeStore,
) -> None:
    saved = _save(store, _take())
    whole = store.path(KEY).read_bytes()
    head_bytes = len(whole) - 2 * saved.length_samples
    for at in range(25, head_bytes):  # behind the seal, which covers the samples, too
        store.path(KEY).write_bytes(bytes([*whole[:at], whole[at] ^ 1, *whole[at + 1 :]]))
        assert store.info(KEY) is None, at
    for length in (0, head_bytes, len(whole) - 1):
        store.path(KEY).write_bytes(whole[:length])
        assert store.info(KEY) is None, length


def test_an_entry_under_another_key_is_not_trusted(store: TakeStore) -> None:
    _save(store, _take())
    other = "cd" + "0" * 62
    store.path(other).parent.mkdir()
    store.path(KEY).rename(store.path(other))
    assert store.info(other) is None
    with pytest.raises(StudioError):
        store.load(other)


def test_a_full_disk_is_one_clear_error_and_leaves_nothing(store: TakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StudioError) as caught:
        _save(store, _take())
    assert caught.value.code == "disk-full"
    assert not [path for path in store.root.rglob("*") if path.is_file()]


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StudioError) as caught:
        _save(TakeStore(tmp_path / "file" / "takes"), _take())
    assert caught.value.code == "not-writable"
    assert str(tmp_path / "file") in str(caught.value)
