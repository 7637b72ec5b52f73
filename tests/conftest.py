"""A small show that tests can write scripts into."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import SCRIPT, STUDIO_YAML

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture
def make_show(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a show with the silent engine into a folder and returns the folder."""

    def make(
        script: str | bytes | None = SCRIPT, *, config: str = STUDIO_YAML, engine: str = "silent", folder: str = "show"
    ) -> Path:
        root = tmp_path / folder
        for name in ("scripts", "voices", "assets"):
            (root / name).mkdir(parents=True)
        (root / "studio.yaml").write_text(config, encoding="utf-8")
        (root / "voices" / "narrator.yaml").write_text(f"engine: {engine}\n", encoding="utf-8")
        shutil.copy(REPOSITORY / "assets" / "cover.jpg", root / "assets" / "cover.jpg")
        if script is not None:
            data = script.encode("utf-8") if isinstance(script, str) else script
            (root / "scripts" / "ep01.md").write_bytes(data)
        return root

    return make
