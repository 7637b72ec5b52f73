"""The build's record of itself."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
import sample_episode as sample


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.build(tmp_path_factory.mktemp("show"))


def test_it_names_every_product_with_its_size_and_hash(folder: Path) -> None:
    files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert set(files) == {"ep01.mp3", "chapters.json", "transcript.vtt"}
    for name, record in files.items():
        data = (folder / name).read_bytes()
        assert record == {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def test_it_tells_what_was_said_when_and_where(folder: Path) -> None:
    read = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert [chapter["pillar_name"] for chapter in read["chapters"]][2] == "Why Not X?"
    assert read["chapters"][-1]["end_s"] == read["audio"]["duration_s"]
    assert [segment["number"] for segment in read["segments"]] == list(range(1, 9))
    assert read["segments"][0]["key"] == "take-01"
    assert read["links"] == [{"title": "the paper", "url": "https://example.com/ring?a=1&b=2"}]
    assert read["notes"][0] == "Figures measured on <one> laptop."
    assert read["notes"][2].startswith("```sh\nring")
    assert read["audio"]["loudness"] == {"integrated_lufs": -16.0, "true_peak_dbtp": -12.9}


def test_the_same_inputs_elsewhere_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = sample.build(tmp_path)
    for product in folder.iterdir():
        assert (again / product.name).read_bytes() == product.read_bytes()
