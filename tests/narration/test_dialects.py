"""Documents of ten kinds as people write them: what is said of each, and nothing of it lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden_cases import assert_as_expected, cases, read_case
from test_ledger import assert_accounted
from test_narration_cases import narration_lines


@pytest.mark.parametrize("path", cases("dialects"), ids=lambda path: path.stem)
def test_a_document_is_narrated_as_expected(path: Path) -> None:
    script, narration = read_case(path)
    assert_as_expected(path, "\n".join(narration_lines(script, narration)) + "\n")
    assert_accounted(script)
