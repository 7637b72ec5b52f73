"""Files that somebody left to do harm: a show around them, and a clock that ends what does not end by itself."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import pytest

from studio.cli import main

QUICKLY_S = 120

Told = tuple[int, str]


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """Nothing hangs."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"it hangs: {QUICKLY_S} s have passed")

    former = signal.signal(signal.SIGALRM, ring)
    signal.alarm(QUICKLY_S)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, former)


@pytest.fixture
def root(make_show: Callable[..., Path]) -> Path:
    """A small show, spoken by the silent engine."""
    return make_show()


@pytest.fixture
def studio(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """A function that runs a command on the show; gives its exit code and what it says on standard error."""

    def run(*arguments: object) -> Told:
        code = main([*map(str, arguments), "--show", str(root)])
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return code, said.err

    return run


@pytest.fixture
def refused(studio: Callable[..., Told], root: Path) -> Callable[..., str]:
    """A function that runs a command that has to fail with a message; nothing half-made is left. Gives the message."""

    def run(*arguments: object) -> str:
        code, said = studio(*arguments)
        assert code in (1, 2), said
        assert said.startswith("error: ")
        assert not [*root.glob("build/ep01/*"), *root.glob("build/.*.staging"), *root.glob("**/*.tmp")]
        return said

    return run
