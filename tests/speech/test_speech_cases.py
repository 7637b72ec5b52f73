"""Golden cases: one file a category under ``tests/cases/speech``, one ``written<TAB>spoken`` pair a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.speech import normalise_text

_FOLDER = Path(__file__).parents[1] / "cases" / "speech"
_FILES = sorted(_FOLDER.glob("*.tsv"))


def _cases(path: Path) -> list[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(written, spoken) for written, spoken in (line.split("\t") for line in lines if line)]


@pytest.mark.parametrize("path", _FILES, ids=[path.stem for path in _FILES])
def test_written_english_is_spoken_as_the_house_speaks(path: Path) -> None:
    wrong = [(w, s, normalise_text(w)) for w, s in _cases(path) if normalise_text(w) != s]
    assert not wrong, "\n".join(f"{w}\n  expected {s}\n  got      {got}" for w, s, got in wrong)


@pytest.mark.parametrize("path", _FILES, ids=[path.stem for path in _FILES])
def test_a_spoken_form_is_stable(path: Path) -> None:
    assert [s for _, s in _cases(path) if normalise_text(s) != s] == []


def test_there_are_enough_cases_and_none_twice() -> None:
    cases = [written for path in _FILES for written, _ in _cases(path)]
    assert len(cases) >= 1100
    assert len(cases) == len(set(cases))
