"""What the documentation says is what the code does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_the_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_map_of_the_rooms_names_every_room() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    package = REPOSITORY / "studio"
    rooms = [f"`{path.name}/`" for path in package.iterdir() if (path / "__init__.py").is_file()]
    rooms += [f"`{path.name}`" for path in package.glob("*.py") if path.name != "__init__.py"]
    assert [room for room in sorted(rooms) if room not in text] == []
