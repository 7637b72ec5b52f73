"""Same inputs, same bytes: every shipped voice, cold, in other processes, with other caches, jobs and threads."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sample_show import STUDIO_YAML

from studio.settings.show import load_show
from studio.voices.casting import survey_voices

REPOSITORY = Path(__file__).parents[2]
SHIPPED = load_show(REPOSITORY)
PROGRAM = "from studio.cli import main; main()"
TALK = "Welcome, and thank you for listening.\n\n{}: Caches lie, and they lie politely."
SCRIPT = "---\nid: ep01\nnumber: 1\ntitle: Voices\nsummary: All of them.\n---\n\n## One\n"


def test_shipped_voices_give_the_same_bytes_whenever_they_speak(make_show: Callable[..., Path]) -> None:
    usable = [state.voice.name for state in survey_voices(SHIPPED.voices, SHIPPED.root) if state.usable]
    assert {"narrator", "guest"} <= set(usable)
    speakers = {name.upper().replace("-", ""): name for name in usable}
    mapping = ", ".join(f"{speaker}: {name}" for speaker, name in speakers.items())
    lines = [f"{speaker}: {TALK.format(speaker)}" for speaker in speakers]
    root = make_show(SCRIPT + "\n" + "\n\n".join(lines) + "\n", config=STUDIO_YAML + f"speakers: {{{mapping}}}\n")
    for name in usable:
        shutil.copy(REPOSITORY / "voices" / f"{name}.yaml", root / "voices")
    episodes, takes = [], []
    for number in range(3):  # each takes longer than a second, so that a clock would be noticed
        cache = root.parent / f"cache{number}"
        shutil.rmtree(root / "build", ignore_errors=True)
        command = [sys.executable, "-c", PROGRAM, "render", "ep01", "--show", str(root), "--cache", str(cache)]
        threads = {name: str(number + 1) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
        done = subprocess.run(
            [*command, "--jobs", str(number + 1)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, **threads},
        )
        assert done.returncode == 0, done.stderr
        episodes.append((root / "build" / "ep01" / "ep01.mp3").read_bytes())
        takes.append({path.name: path.read_bytes() for path in cache.rglob("*.take")})
    ways = {f"{voice.engine} {sorted(voice.settings.items())}" for voice in map(SHIPPED.voices.__getitem__, usable)}
    assert len(takes[0]) == 2 * len(ways)  # one voice may speak under two names
    assert takes[0] == takes[1] == takes[2]
    assert episodes[0] == episodes[1] == episodes[2]
