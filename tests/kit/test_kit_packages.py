"""What the program says about installing more of itself is what can be installed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from studio.kit.packages import DISTRIBUTION, install_hint

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pages() -> Iterator[tuple[str, str]]:
    """Every file of the package and every page of the documentation, by name."""
    paths = [*(REPOSITORY / "studio").rglob("*.py"), *(REPOSITORY / "docs").glob("*.md"), REPOSITORY / "README.md"]
    for path in paths:
        yield str(path.relative_to(REPOSITORY)), path.read_text(encoding="utf-8")


def test_the_hint_names_this_program_and_not_its_namesake() -> None:
    assert PROJECT["name"] == DISTRIBUTION
    assert install_hint("piper") == "pip install 'studio-podcast[piper]'"
    assert install_hint() == "pip install studio-podcast"


def test_every_extra_that_is_named_exists() -> None:
    named = {
        (name, extra)
        for name, text in pages()
        for extra in re.findall(r"""(?:install_hint\(['"]|studio-podcast\[)([\w-]+)""", text)
    }
    assert len({extra for _, extra in named}) >= 6
    assert [(name, extra) for name, extra in sorted(named) if extra not in PROJECT["optional-dependencies"]] == []


def test_nothing_names_the_namesake() -> None:
    wrong = re.compile(r"pip install[^&`\n]*['\" ]studio[\['\"`\s]")
    assert [(name, found[0]) for name, text in pages() for found in wrong.finditer(text)] == []
