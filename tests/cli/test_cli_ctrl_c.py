"""Ctrl-C at any moment: one message and exit code 130, and a feed folder that is as it was or as it was to be."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import render
from sample_show import STUDIO_YAML

#: Runs a command, and presses Ctrl-C at one of the moments of which Python tells: an import, a file opened or renamed.
PROGRAM = """
import os, signal, sys
at, count = int(sys.argv.pop(1)), 0
def hear(event, _arguments):
    global count
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler and not event.startswith("object."):
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(hear)
import studio.__main__
code = studio.__main__.main()
if at == 0:
    print("moments", count, file=sys.stderr)
sys.exit(code)
"""


def typed(at: int, *line: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", PROGRAM, str(at), *line]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)


def moments(*line: str) -> int:
    """How many there are in a command that nobody stops."""
    done = typed(0, *line)
    found = re.search(r"moments (\d+)", done.stderr)
    assert found, done.stderr
    assert done.returncode == 0, done.stderr
    return int(found[1])


def stopped(at: int, *line: str) -> None:
    done = typed(at, *line)
    assert done.returncode == 130, done.stderr
    if "json" in line:
        assert json.loads(done.stdout)["error"]["code"] == "interrupted"
        assert done.stderr == ""
    else:
        assert done.stderr.startswith("error: stopped; everything finished so far is kept\n")
        assert len(done.stderr.splitlines()) == 2


def visible(feed: Path) -> dict[str, bytes]:
    """What is served of a feed folder, whenever it was published."""
    return {
        path.relative_to(feed).as_posix(): re.sub(rb"<lastBuildDate>[^<]*", b"", path.read_bytes())
        for path in sorted(feed.rglob("*"))
        if path.is_file() and ".studio" not in path.parts
    }


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.6])
def test_a_command_that_has_hardly_begun(make_show: Callable[..., Path], share: float) -> None:
    line = ("plan", "ep01", "--show", str(make_show()), "--format", "json" if share else "text")
    stopped(1 + int(share * moments(*line)), *line)


def test_listening(make_show: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "listening" / "plugin"))
    monkeypatch.setenv("STUB_HEARD", str(tmp_path / "heard"))
    root = make_show(engine="readable")
    render(root)
    line = ("listen", "ep01", "--show", str(root), "--recogniser", "stub", "--jobs", "1", "--format", "json")
    unheard = shutil.copytree(root / "build", tmp_path / "unheard")
    count = moments(*line)
    for share in (0.5, 0.8, 0.95):
        shutil.rmtree(root / "build")
        shutil.copytree(unheard, root / "build")
        stopped(int(share * count), *line)
        for take in unheard.rglob("*.take"):
            assert (root / "build" / take.relative_to(unheard)).read_bytes() == take.read_bytes()
    assert list(root.rglob("*.tmp")) == []


def test_publishing(make_show: Callable[..., Path]) -> None:
    root = make_show(config=f"{STUDIO_YAML}email: me@show.example\n")
    render(root)
    line = ("publish", "ep01", "--show", str(root))
    feed = root / "public"
    count = moments(*line)
    published = visible(feed)
    typed(0, "publish", "--rollback", "--show", str(root))
    before = visible(feed)
    assert before != published
    ends = set()
    for share in (0.3, 0.8, 0.9, 0.94, 0.97, 0.99):
        stopped(int(share * count), *line)
        found = visible(feed)
        assert found in (before, published), share
        ends.add(found == published)
        if found == published:
            typed(0, "publish", "--rollback", "--show", str(root))
    assert typed(0, *line).returncode == 0
    assert visible(feed) == published
