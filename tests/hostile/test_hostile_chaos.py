"""A random process ends at a random moment; the same bytes come out in the end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from chaos import make, survive
from sample_show import SCRIPT, STUDIO_YAML


@pytest.mark.skipif(sys.platform != "linux", reason="children are found in /proc")
def test_kills_change_nothing(tmp_path: Path) -> None:
    make(tmp_path, SCRIPT, STUDIO_YAML)
    survive(tmp_path, 4, seed=1)
