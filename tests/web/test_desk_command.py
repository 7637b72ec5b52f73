"""`studio desk`: where it listens, what it says, and how it ends."""

from __future__ import annotations

import itertools
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from studio.cli import main
from studio.web.desk.run import hosts_of, is_loopback

pytest.importorskip("sse_starlette")


PROGRAM = "import sys; from studio.cli import main; sys.exit(main())"


def test_it_says_where_it_is_and_ends_with_ctrl_c(show: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "desk", "--port", "0", "--no-open", "--format", "json"]
    running = subprocess.Popen([*command, "--show", str(show)], stdout=subprocess.PIPE, text=True)
    try:
        assert running.stdout is not None
        address = json.loads("".join(itertools.islice(running.stdout, 4)))["address"]
        assert address.startswith("http://127.0.0.1:")
        assert httpx.get(address, timeout=60).status_code == 200
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 130
    finally:
        running.kill()
        running.communicate()


@pytest.mark.parametrize(
    ("host", "is_own"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.8.8.8", True), ("0.0.0.0", False), ("a.b", False)],
)
def test_which_addresses_only_this_machine_reaches(host: str, is_own: bool) -> None:
    assert is_loopback(host) is is_own


def test_the_names_that_it_answers_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        assert hosts_of("127.0.0.1", listener) == {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
        assert f"desk.example:{port}" in hosts_of("desk.example", listener)


def test_an_episode_that_is_not_there_is_told(show: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desk", "ep99", "--show", str(show), "--no-open", "--port", "0"]) == 2
    assert "ep99" in capsys.readouterr().err
