"""A setting that there was once is told apart from one that was mistyped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.actions.lint import Linter
from studio.kit.errors import ConfigurationError
from studio.settings.show import load_show


@pytest.mark.parametrize(
    ("lines", "where", "label"),
    [
        ("lint:\n  pillar-target: {words_per_minute: 150}\n", "studio.yaml", "pillar-target.words_per_minute"),
        ("lint:\n  P609:\n    words_per_minute: 150\n", "studio.yaml", "words_per_minute"),
        ("words_per_minute: 150\n", "studio.yaml", "words_per_minute"),
    ],
)
def test_a_removed_setting_says_what_to_do(make_show: Callable[..., Path], lines: str, where: str, label: str) -> None:
    root = make_show()
    file = root / "studio.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + f"\n{lines}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"{label}` is no setting any more") as caught:
        Linter(load_show(root))
    assert (caught.value.where or "").startswith(where)
    assert "Remove this line" in (caught.value.hint or "")
