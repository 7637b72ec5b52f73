"""Who speaks is decided by files; a voice knows when they change, also in a process that lives on."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest

from studio.engines.options import read_options
from studio.engines.silent import SilentEngine
from studio.kit.errors import ConfigurationError
from studio.kit.inputs import recording
from studio.model.show import Voice
from studio.voices.casting import cast_voice


@dataclasses.dataclass(frozen=True)
class _Options:
    model: Path


class _ModelEngine(SilentEngine):
    def options(self, voice: Voice, root: Path) -> _Options:  # type: ignore[override]
        return read_options(_Options, voice, root)

    def model_files(self, options: _Options) -> tuple[Path, ...]:  # type: ignore[override]
        if not options.model.read_bytes():
            raise ValueError("an empty model")
        return (options.model,)


@pytest.fixture
def voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Voice]:
    """A voice with a model file, by an engine of this file."""
    monkeypatch.setattr("studio.voices.casting.find_engine", lambda _name: _ModelEngine())
    (tmp_path / "a.model").write_bytes(b"first")
    return {"n": Voice("n", "silent", settings={"model": "a.model"})}


def test_a_model_that_is_replaced_is_another_one_in_the_same_process(voices: dict[str, Voice], tmp_path: Path) -> None:
    before = cast_voice("n", voices, tmp_path).model
    status = (tmp_path / "a.model").stat()
    (tmp_path / "new").write_bytes(b"other")  # as long, and as old
    os.utime(tmp_path / "new", ns=(status.st_atime_ns, status.st_mtime_ns))
    (tmp_path / "new").replace(tmp_path / "a.model")
    after = cast_voice("n", voices, tmp_path).model
    assert before != after
    assert cast_voice("n", voices, tmp_path).model == after


def test_what_decides_who_speaks_is_recorded(voices: dict[str, Voice], tmp_path: Path) -> None:
    with recording() as record:
        cast_voice("n", voices, tmp_path)
    assert list(record.changes()) == []
    assert ("looks", str(Path(__file__))) in record.notes  # the engine's code
    (tmp_path / "a.model").write_bytes(b"longer than before")
    assert list(record.changes()) == [f"{tmp_path / 'a.model'} changed"]


@pytest.mark.parametrize("damage", ["empty", "a folder"])
def test_a_model_that_cannot_be_read_is_one_clear_error(voices: dict[str, Voice], tmp_path: Path, damage: str) -> None:
    model = tmp_path / "a.model"
    model.unlink()
    model.mkdir() if damage == "a folder" else model.touch()
    with pytest.raises(ConfigurationError, match="the model of the voice n cannot be read") as caught:
        cast_voice("n", voices, tmp_path)
    assert (caught.value.code, caught.value.where) == ("model-unreadable", "voices/n.yaml")
