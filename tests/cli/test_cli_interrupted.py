"""Ctrl-C ends a command tidily: exit code 130, one message, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import render
from sample_site import Site

from studio.cli import main

STUDIO = [sys.executable, "-c", "import sys; from studio.cli import main; sys.exit(main())"]


def begin(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*STUDIO, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def interrupt(process: subprocess.Popen[str]) -> str:
    """Ctrl-C as a terminal sends it: to the command and its workers; returns what the command said."""
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)  # no worker is left
    return said


def test_serve_says_its_address_once_it_answers(site: Site) -> None:
    (site.root / "studio.yaml").write_text("title: T\n")
    process = begin("serve", "--port", "0", "--feed", str(site.public), "--show", str(site.root))
    assert process.stdout is not None
    address = process.stdout.readline().split()[0]
    with urllib.request.urlopen(f"{address}feed.xml") as answer:
        assert answer.status == 200
    taken = address.rstrip("/").rpartition(":")[2]
    assert main(["serve", "--port", taken, "--feed", str(site.public), "--show", str(site.root)]) == 1
    assert interrupt(process) == "stopped\n"


def test_serve_stops_while_it_starts(site: Site) -> None:
    (site.root / "studio.yaml").write_text("title: T\n")
    program = (
        "import os, signal, sys, studio.web.server as server\n"
        "from studio.cli import main\n"
        "def make_app(*_):\n"
        "    try: os.kill(os.getpid(), signal.SIGINT); signal.pause()\n"
        "    except BaseException: pass  # as an import may do\n"
        "    sys.exit(3)\n"
        "server.make_app = make_app\n"
        "sys.exit(main())\n"
    )
    line = [sys.executable, "-c", program, "serve", "--port", "0", "--feed", str(site.public), "--show", str(site.root)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped\n")


@pytest.mark.parametrize("command", ["render", "preview"])
def test_work_is_given_up_and_nothing_is_left(make_show: Callable[..., Path], tmp_path: Path, command: str) -> None:
    root = make_show(engine="espeak")
    text = "\n\n".join(
        f"Sentence number {number} takes a while to say, and so do all others." for number in range(3000)
    )
    script = root / "scripts" / "ep01.md"
    script.write_text(script.read_text() + text)
    chosen = ["--grep", "sentence"] if command == "preview" else []
    process = begin(command, "ep01", *chosen, "--show", str(root))
    wait_for_a_take(root, process)
    assert "stopped" in interrupt(process)
    left = [path.name for path in root.rglob("*") if path.suffix == ".tmp" or path.name.endswith(".staging")]
    assert left == []


def test_watching_ends_with_ctrl_c(make_show: Callable[..., Path]) -> None:
    root = make_show()
    render(root)
    process = begin("preview", "ep01", "--watch", "--no-play", "--show", str(root))
    assert process.stdout is not None
    assert "segment 1" in process.stdout.readline()
    assert "stopped" in interrupt(process)


def wait_for_a_take(root: Path, process: subprocess.Popen[str]) -> None:
    while process.poll() is None and not any((root / "build" / ".cache" / "takes").glob("??/*.take")):
        os.sched_yield()
