"""A terminal for the pages: types commands with the installed program, and knows the few that cannot run in a test."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]

#: Commands of studio that need what no test has: their options are checked, and no more. Why, by pattern.
NOT_HERE = {
    r"studio voices install\b": "downloads a voice",
    r"studio listen\b|studio render .*--listen": "needs the extra asr",
    r"studio .*--final\b": "needs a voice with a `final`",
    r"studio voices import\b": "needs a model",
    r"studio .*--cluster tcp:": "needs a scheduler",
}
#: Programs of others, and what stands for them.
_STAND_INS = {
    # Python's own tools: the program is installed already; an extra has to exist.
    "pip": """for word in "$@"; do case "$word" in *\\[*) extra=${word##*\\[}; extra=${extra%%\\]*}
        grep -q "^$extra = " "$REPOSITORY/pyproject.toml" || { echo "no extra $extra" >&2; exit 1; };; esac; done""",
    "python3": """if [ "$1 $2" != "-m venv" ]; then exec "$PYTHON" "$@"; fi
        mkdir -p "$3/bin" && : > "$3/bin/activate" """,
    "pytest": "exit 0",
    # Another machine is a folder on this one.
    "rsync": """for word in "$@"; do shift; case "$word" in *:/*) word="$FAR/${word#*:/}"; mkdir -p "$word";; esac
        set -- "$@" "$word"; done; exec "$RSYNC" "$@" """,
    "git": """if [ "$1" = clone ]; then cp -r "$SHOW" "$(basename "${2%.git}")"; else exec "$GIT" "$@"; fi""",
    "sudo": """exec "$@" """,
    "apt": "exit 0",
    "apt-get": "exit 0",
    "nginx": "exit 0",
    "systemctl": "exit 0",
    "npx": "exit 0",
}
_UNTIL_STOPPED = re.compile(r"studio (?:serve\b|desk\b|lint .*--watch|preview .*--watch)")


class Terminal:
    """A shell in a folder; folder and environment stay from command to command."""

    def __init__(self, folder: Path, show: Path, **environment: str) -> None:
        self.folder = self._home = folder / "here"
        self.folder.mkdir(parents=True)
        programs = folder / "programs"
        programs.mkdir()
        studio = f'exec "{sys.executable}" -c \'import sys; from studio.cli import main; sys.exit(main())\' "$@"'
        for name, body in {**_STAND_INS, "studio": studio}.items():
            (programs / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
            (programs / name).chmod((programs / name).stat().st_mode | stat.S_IXUSR)
        self._state = folder / "folder"
        self.environment = {
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY), os.environ.get("PYTHONPATH", "")]),
            "HOME": str(folder),
            "STUDIO_MODELS": str(folder / "models"),
            "COLUMNS": "110",
            "NO_COLOR": "1",
            "REPOSITORY": str(REPOSITORY),
            "PYTHON": sys.executable,
            "SHOW": str(show),
            "FAR": str(folder / "far"),
            "GIT": shutil.which("git") or "git",
            "RSYNC": shutil.which("rsync") or "true",
            **environment,
        }

    def type(self, line: str) -> tuple[int, str]:
        """Exit code and output of a command line."""
        if any(re.search(pattern, line) for pattern in NOT_HERE):
            line = f"{line.partition('#')[0]} --help"
        if _UNTIL_STOPPED.search(line):
            return self._until_stopped(line)
        script = f'{line}\nstatus=$?; pwd > "{self._state}"; exit $status'
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        self.folder = Path(self._state.read_text(encoding="utf-8").strip())
        return done.returncode, self._shown(done.stdout)

    def _until_stopped(self, line: str) -> tuple[int, str]:
        """A command that runs until Ctrl-C is stopped after the first line that it prints; any free port will do."""
        if "studio desk" in line:
            line += " --no-open"
        if ("serve" in line or "studio desk" in line) and "--port" not in line:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                line += f" --port {free.getsockname()[1]}"
        with subprocess.Popen(
            ["bash", "-c", f"exec {line}"], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ) as running:  # fmt: skip
            assert running.stdout is not None
            first = running.stdout.readline()
            self._until_answered(first, running)
            code = None
            while code is None:
                running.send_signal(signal.SIGINT)
                try:
                    code = running.wait(timeout=1)
                except subprocess.TimeoutExpired:
                    continue
        return (0 if code in (0, 130, -signal.SIGINT) else code), self._shown(first)

    @staticmethod
    def _until_answered(told: str, running: subprocess.Popen[str]) -> None:
        """A server is heard once before it is stopped."""
        while (port := re.search(r"127\.0\.0\.1:(\d+)", told)) and running.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", int(port[1]))).close()
            except ConnectionError:
                continue
            return

    def _shown(self, printed: str) -> str:
        """What was printed, as it is shown in a page: in the home of somebody else."""
        return re.sub(r"(127\.0\.0\.1):\d+", r"\1:8000", printed.replace(str(self._home), "/home/ana"))
