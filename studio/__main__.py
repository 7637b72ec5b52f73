"""The program ``studio``, also as ``python -m studio``: it hears Ctrl-C before anything that takes time to import."""

from __future__ import annotations

import sys

from studio.kit.interrupts import interrupts


def main() -> int:
    """Run the command that the command line asks for; returns its exit code."""
    interrupts.note()
    from studio.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
