"""A rendered show under version control."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from commands import render
from editing import Desk, commit


@pytest.fixture
def desk(make_show: Callable[..., Path]) -> Desk:
    root = make_show()
    render(root)
    commit(root)
    return Desk(root)
