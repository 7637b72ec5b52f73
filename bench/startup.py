"""How long ``studio --help`` takes, against bare Python plus importing Typer, in one run.

    python bench/startup.py [--pairs 15]

Each pair starts the two commands in turn; printed are medians and the ratio of each pair.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time

BAR = 3.0


def wall_s(command: list[str]) -> float:
    """Seconds of wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    studio = shutil.which("studio")
    if studio is None:
        sys.exit("studio is not on the PATH: pip install -e .")
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import typer'": [sys.executable, "-c", "import typer"],
        "studio --help": [studio, "--help"],
    }
    for command in commands.values():
        wall_s(command)
    runs = {name: [wall_s(command)] for name, command in commands.items()}
    for _ in range(pairs - 1):
        for name, command in commands.items():
            runs[name].append(wall_s(command))
    for name, seconds in runs.items():
        print(f"{name:<26} {statistics.median(seconds) * 1000:7.1f} ms")
    bare, typer_, help_ = runs.values()
    ratio = statistics.median(h / t for h, t in zip(help_, typer_, strict=True))
    extra = statistics.median(h / b for h, b in zip(help_, bare, strict=True))
    print(f"--help / bare Python with Typer: {ratio:.2f} (bar {BAR:g});  --help / bare Python: {extra:.2f}")


if __name__ == "__main__":
    main()
