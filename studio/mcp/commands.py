"""Runs a command of the command line for a tool, in the show's folder: the same work, the same JSON, the same errors.

Each runs as a process of its own, which ends with the call: whatever it prints stays out of the protocol's streams.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.kit.errors import ConfigurationError, StudioError
from studio.settings.episodes import all_episodes, find_episodes, relative_path
from studio.settings.workspace import open_workspace

#: -P: no module of the show's folder takes the place of one of Python's.
_STUDIO = (sys.executable, "-P", "-c", "import sys; from studio.cli import main; sys.exit(main())")


class CommandFailedError(Exception):
    """What a command said on its standard error: what, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Commands:
    """The commands of one show; ``root`` is its folder, and the working folder, from which paths count."""

    root: Path

    async def run(self, command: str, *arguments: str, texts: Sequence[str] = ()) -> str:
        """The JSON document that a command prints.

        Args:
            command: its word.
            arguments: its options, and names that :meth:`episodes` gave.
            texts: what a person wrote, which is no option, whatever it begins with.

        Raises:
            CommandFailedError: it could not do its work.
        """
        import anyio

        line = [*_STUDIO, *command.split(), "--format", "json", *arguments]
        line += ["--", *texts] if texts else []
        if any("\0" in part for part in line):
            raise CommandFailedError(_told("there is a NUL in this text", "Leave it out."))
        done = await anyio.run_process(line, cwd=self.root, stdin=subprocess.DEVNULL, check=False)
        printed = done.stdout.decode("utf-8", "replace").strip()
        if message := _error(printed):
            raise CommandFailedError(message)
        if not printed:
            raise CommandFailedError(done.stderr.decode("utf-8", "replace").strip() or "it ended without a word")
        return printed

    def episodes(self, typed: Sequence[str]) -> list[str]:
        """The ids of episodes, or the paths of scripts that are none of the show's but in its folder.

        Args:
            typed: ids, numbers, paths or patterns; none for every episode.

        Raises:
            CommandFailedError: there is none by this name, or it is outside of the show's folder.
        """
        for one in typed:
            self._require_inside(self.root / one, one)
        try:
            show = open_workspace(self.root).show
            found = find_episodes(show, typed)
        except StudioError as error:
            raise CommandFailedError(_told(str(error), error.hint)) from error
        except OSError as error:  # a name that is too long to be one
            raise CommandFailedError(f"this cannot be looked up: {error.strerror}") from error
        for episode in found:
            self._require_inside(episode.script, relative_path(show, episode.script))
        ids = {one.id for one in all_episodes(show)}
        return [one.id if one.id in ids else relative_path(show, one.script) for one in found]

    def episode(self, typed: str) -> str:
        """The name of the one episode that is meant; errors as for :meth:`episodes`."""
        found = self.episodes([typed])
        if len(found) != 1:
            raise CommandFailedError(_told(f"`{typed}` means {len(found)} episodes", "Name one of them."))
        return found[0]

    def _require_inside(self, path: Path, shown: str) -> None:
        try:
            inside = "\0" not in shown and path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            refused = ConfigurationError(
                "outside", "this is outside of the show's folder", where=shown, hint=f"Name a script in {self.root}."
            )
            raise CommandFailedError(_told(str(refused), refused.hint))


def _error(printed: str) -> str:
    """The error of a JSON document in the words of the command line; empty where it holds a result."""
    try:
        document = json.loads(printed) if printed else None
    except ValueError:
        return f"it printed no JSON: {printed[:200]}"
    error = document.get("error") if isinstance(document, dict) else None
    if not error:
        return ""
    where = error.get("where") or {}
    place = ":".join(str(where[part]) for part in ("path", "line", "column") if where.get(part) is not None)
    lines = [
        f"{one['path']}:{one['line']}:{one['column']}: {one['code']} {one['message']}"
        for one in error.get("diagnostics", ())
        if {"path", "line", "column", "code", "message"} <= one.keys()
    ]
    message = f"{place}: {error['message']}" if place else error["message"]
    return "\n".join([*lines, _told(message, error.get("hint"))])


def _told(message: str, hint: str | None) -> str:
    return f"error: {message}" + (f"\n  {hint}" if hint else "")
