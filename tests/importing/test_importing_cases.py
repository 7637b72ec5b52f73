"""Each form of script, a pair of files: what is heard of it, who speaks it, and what its author is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_cases import CASES, assert_as_expected
from importing_helpers import import_file, outline, parsed

from studio.importing.registry import all_forms
from studio.lint import lint_script
from studio.model.diagnostics import Severity
from studio.settings.show import load_show

SOURCES = sorted(path for path in (CASES / "importing").iterdir() if path.suffix != ".heard")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_script_is_heard_as_it_was_meant(source: Path, tmp_path: Path) -> None:
    if source.suffix == ".docx":
        pytest.importorskip("mammoth")
    done = import_file(source, tmp_path)
    assert done.form == source.stem.split("-")[0]  # found by its content
    assert_as_expected(source.with_suffix(".heard"), outline(done), ".heard")
    findings = lint_script(parsed(done), load_show(tmp_path))
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []


def test_every_form_has_a_pair() -> None:
    assert {form.name for form in all_forms()} == {path.stem.split("-")[0] for path in SOURCES}
    assert all(path.with_suffix(".heard").is_file() for path in SOURCES)
