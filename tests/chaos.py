"""Kills at random moments: a render or a publish that a machine, a memory killer or a cat has ended.

``python tests/chaos.py 100`` does it a hundred times by hand and tells what it saw.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = "import sys; from studio.cli import main; sys.exit(main(sys.argv[1:]))"


@dataclass
class Chaos:
    """A show, whose renders and publishes are killed.

    Attributes:
        root: folder of the show; its scripts do not change.
        seed: of the moments and of who is killed.
        seen: kills that met somebody, by what was running.
    """

    root: Path
    seed: int = 0
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def run(self, *arguments: str) -> None:
        """A command from beginning to end, which has to succeed."""
        done = subprocess.run(self._command(arguments), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stderr

    def killed(self, *arguments: str, takes_s: float) -> None:
        """A command of which a random process ends at a random moment; the command itself may go on or end."""
        process = subprocess.Popen(
            self._command(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            process.wait(self._random.uniform(0.0, takes_s))
        except subprocess.TimeoutExpired:
            victims = [process.pid, *_children(process.pid)]
            victim = self._random.choice(victims)
            os.kill(victim, signal.SIGKILL)
            who = "itself" if victim == process.pid else "a worker"
            name = f"{arguments[0]}: {who}"
            self.seen[name] = self.seen.get(name, 0) + 1
        _, said = process.communicate(timeout=120)
        assert "Traceback" not in said, said

    def products(self) -> dict[str, str]:
        """The digest of every file that listeners get, but for those that tell the time of publishing."""
        found = {}
        for pattern in ("build/*/*.mp3", "build/*/*.json", "build/*/*.vtt", "public/episodes/**/*.mp3"):
            for path in sorted(self.root.glob(pattern)):
                if path.parent.name == ".cache":
                    continue
                found[path.relative_to(self.root).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found

    def forget(self) -> None:
        """Have the next render make something: a part of the cache is gone, and so is a finished file."""
        caches = [*self.root.glob("build/.cache/takes/??/*.take"), *self.root.glob("build/.cache/audio/??/*")]
        for path in self._random.sample(caches, min(len(caches), 5)):
            path.unlink()
        finished = sorted(self.root.glob("build/*/*.mp3"))
        if finished:
            self._random.choice(finished).unlink()

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-c", PROGRAM, *arguments, "--show", str(self.root)]


def _children(process: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{process}/task").iterdir()
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except OSError:
        return []


def survive(root: Path, times: int, seed: int = 0, told: Callable[[str], object] | None = None) -> Chaos:
    """Render and publish a show, kill that over and over, and see that the same bytes come out in the end."""
    chaos = Chaos(root, seed)
    began = time.perf_counter()
    chaos.run("render", "--all", "--jobs", "2")
    render_s = time.perf_counter() - began
    chaos.run("publish", "--all")
    publish_s = time.perf_counter() - began - render_s
    before = chaos.products()
    for number in range(times):
        if number % 4 == 3:
            shutil.rmtree(root / "public", ignore_errors=True)  # nothing, where the last one was killed early
            chaos.killed("publish", "--all", takes_s=publish_s)
        else:
            chaos.forget()
            chaos.killed("render", "--all", "--jobs", "2", takes_s=render_s)
        if number % 10 == 9 or number == times - 1:
            chaos.run("render", "--all", "--jobs", "2")
            chaos.run("publish", "--all")
            after = chaos.products()
            changed = [name for name in before | after if before.get(name) != after.get(name)]
            assert not changed, f"after {number + 1} rounds (seed {seed}): {changed}"
            chaos.run("verify", str(root / "public"))
            if told:
                told(f"{number + 1} rounds; killed: {chaos.seen}; the right bytes\n")
    for path in root.glob("build/*/*.mp3"):
        path.unlink()
    chaos.run("render", "--all", "--jobs", "2")  # what a killed one left goes with the next that makes the episode
    half = [one for one in root.glob("public/.studio/tx-*") if not (one / "done.json").exists()]
    assert not [*root.rglob("build/.*.staging"), *half]
    return chaos


def main() -> None:
    """By hand: in a show of two episodes, in a folder of its own."""
    import tempfile

    from sample_show import SCRIPT, STUDIO_YAML

    with tempfile.TemporaryDirectory(prefix="studio-chaos-") as folder:
        root = Path(folder)
        make(root, SCRIPT, STUDIO_YAML)
        survive(root, int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 0, told=sys.stderr.write)


def make(root: Path, script: str, config: str) -> None:
    """The show: two episodes, one voice, a cover."""
    for name in ("scripts", "voices", "assets"):
        (root / name).mkdir(exist_ok=True)
    (root / "studio.yaml").write_text(config + "email: makers@show.example\n")
    (root / "voices" / "narrator.yaml").write_text("engine: silent\n")
    shutil.copy(Path(__file__).parent.parent / "assets" / "cover.jpg", root / "assets" / "cover.jpg")
    (root / "scripts" / "ep01.md").write_text(script)
    other = script.replace("id: ep01\nnumber: 1", "id: ep02\nnumber: 2").replace("queues", "buffers")
    (root / "scripts" / "ep02.md").write_text(other)


if __name__ == "__main__":
    main()
