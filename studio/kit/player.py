"""Playing a sound file with whatever this machine has."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from studio.kit.errors import StudioError

#: Command lines of common players that show nothing and end with the sound; the file's name comes last.
_PLAYERS = (
    ("afplay",),
    ("paplay",),
    ("aplay", "-q"),
    ("mpv", "--really-quiet", "--no-video"),
    ("ffplay", "-autoexit", "-nodisp", "-loglevel", "error"),
    ("play", "-q"),
)


def find_player() -> tuple[str, ...] | None:
    """The first player that is installed, as a command line without the file's name."""
    return next((player for player in _PLAYERS if shutil.which(player[0])), None)


def play_file(path: Path) -> bool:
    """Play a file to its end; False where no player is installed.

    Raises:
        StudioError: the player failed, e.g. for want of a sound device.
    """
    player = find_player()
    if player is None:
        return False
    done = subprocess.run([*player, str(path)], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise StudioError(
            "player-failed",
            f"{player[0]} could not play this file{': ' + said[-1] if said else ''}",
            where=str(path),
            hint="The file is complete: open it with another player, or use --no-play.",
        )
    return True
