"""A damaged cache entry is noticed, named, and counts as missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.kit.errors import StudioError
from studio.kit.sealed import is_whole, read_entry, seal, unseal

KIND = "studio-test 1"


@given(st.binary(max_size=200))
def test_what_was_sealed_comes_back(content: bytes) -> None:
    assert bytes(unseal(KIND, seal(KIND, content))) == content


@given(st.binary(min_size=1, max_size=60), st.data())
def test_any_flipped_bit_and_any_cut_is_noticed(content: bytes, data: st.DataObject) -> None:
    entry = bytearray(seal(KIND, content))
    bit = data.draw(st.integers(0, 8 * len(entry) - 1))
    flipped = entry.copy()
    flipped[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ValueError, match=r".*"):
        unseal(KIND, bytes(flipped))
    with pytest.raises(ValueError, match=r".*"):
        unseal(KIND, bytes(entry[: data.draw(st.integers(0, len(entry) - 1))]))


def test_an_entry_of_another_kind_is_not_taken() -> None:
    with pytest.raises(ValueError, match="damaged"):
        unseal("studio-test 2", seal(KIND, b"content"))


def test_whole_is_whole_whatever_the_kind(tmp_path: Path) -> None:
    path = tmp_path / "entry"
    path.write_bytes(seal("any kind", b"content"))
    assert is_whole(path)
    for damaged in (b"", b"no line", seal(KIND, b"content")[:-1]):
        path.write_bytes(damaged)
        assert not is_whole(path)
    assert not is_whole(tmp_path / "missing")
    assert not is_whole(tmp_path)


def test_a_damaged_entry_is_named_deleted_and_missing(tmp_path: Path) -> None:
    path, said = tmp_path / "entry", []
    assert read_entry(KIND, path, said.append) is None
    path.write_bytes(seal(KIND, b"content"))
    assert bytes(read_entry(KIND, path, said.append) or b"") == b"content"
    assert said == []
    path.write_bytes(path.read_bytes()[:-1])
    assert read_entry(KIND, path, said.append) is None
    assert said == [f"{path}: damaged cache entry, deleted; it is made again"]
    assert not path.exists()


def test_an_entry_that_cannot_be_read_is_an_error_of_reading(tmp_path: Path) -> None:
    with pytest.raises(StudioError) as caught:
        read_entry(KIND, tmp_path, [].append)
    assert (caught.value.code, caught.value.where) == ("unreadable", str(tmp_path))
