"""In a folder that may only be read, every command that writes says so once: which folder, and what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import STUDIO_YAML

#: Runs command lines one after the other, without the right of root to write everywhere.
PROGRAM = """
import contextlib, ctypes, io, json, os, sys
if os.geteuid() == 0:
    system, header, rights = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert system.capget(header, rights) == 0
    for effective in (0, 1):
        rights[effective] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert system.capset(header, rights) == 0
from studio.cli import main
told = []
for line in json.loads(sys.argv[1]):
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        told.append((main(line), said.getvalue()))
print(json.dumps(told), file=sys.__stdout__)
"""
LINES = {
    "render ep01": "build",
    "render ep01 --report told.json": "build",
    "new episode Another": "scripts",
    "new another-show --yes": "another-show",
    "import talk.txt --from names": "scripts",
    "retake ep01 --segment 1": "scripts",
    "say hello --out hello.wav": "build",
    "unpublish ep01": "public",
}


@pytest.mark.skipif(sys.platform != "linux", reason="takes a right away as Linux does")
def test_what_cannot_be_written_is_told(make_show: Callable[..., Path]) -> None:
    root = make_show(config=f"{STUDIO_YAML}email: me@show.example\n")
    (root / "talk.txt").write_text("ANA: Hello there, Ben.\nBEN: Hello, Ana. How are you?\nANA: Fine.\n")
    lines = list(LINES)
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, json.dumps([line.split() for line in lines])],
            cwd=root, capture_output=True, text=True, check=False, timeout=120,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert done.returncode == 0, done.stderr
    for line, (code, said) in zip(lines, json.loads(done.stdout), strict=True):
        first, *hint = said.splitlines()
        assert code == 1, (line, said)
        assert LINES[line] in first, (line, said)
        assert "permission denied" in first.lower(), (line, said)
        assert len(hint) == 1, (line, said)
    assert sorted(path.name for path in root.iterdir()) == ["assets", "scripts", "studio.yaml", "talk.txt", "voices"]
