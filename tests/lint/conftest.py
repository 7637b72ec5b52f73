"""A small show to lint scripts of, made once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sample_show import STUDIO_YAML

from studio.lint import lint_script
from studio.model.diagnostics import Diagnostic
from studio.model.script import Script
from studio.model.show import Show
from studio.model.source import Source
from studio.script import parse_script
from studio.settings.show import load_show


@pytest.fixture(scope="session")
def show(tmp_path_factory: pytest.TempPathFactory) -> Show:
    root = tmp_path_factory.mktemp("show")
    for folder in ("scripts", "voices", "assets"):
        (root / folder).mkdir()
    (root / "studio.yaml").write_text(STUDIO_YAML, encoding="utf-8")
    (root / "voices" / "narrator.yaml").write_text("engine: silent\n", encoding="utf-8")
    (root / "assets" / "cover.jpg").write_bytes(b"")
    return load_show(root)


@pytest.fixture(scope="session")
def parse(show: Show) -> Callable[[str], Script]:
    """A function that parses a text as a script of the show."""

    def run(text: str, path: str = "case.md") -> Script:
        source = Source(path, text)
        return parse_script(source, pillars=show.pillars, marks=show.marks, speakers=tuple(show.speakers))

    return run


@pytest.fixture(scope="session")
def check(show: Show, parse: Callable[[str], Script]) -> Callable[..., tuple[Diagnostic, ...]]:
    """A function that lints a text as a script of the show; further arguments select rules."""

    def run(text: str, *select: str) -> tuple[Diagnostic, ...]:
        return lint_script(parse(text), show, select=select)

    return run
