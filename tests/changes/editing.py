"""A show under version control whose script, lexicon and voice tests edit."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from studio.actions.diff import diff
from studio.changes import Changes
from studio.settings.episodes import find_episode
from studio.settings.workspace import open_workspace

#: Nothing of whoever runs the tests.
_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **_ENVIRONMENT},
    )
    return done.stdout.strip()


def commit(root: Path) -> str:
    """Everything as it stands; returns the commit's hash."""
    if not (root / ".git").exists():
        (root / ".gitignore").write_text("build/\nmodels/\n")
        git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=x")
    return git(root, "rev-parse", "HEAD")


@dataclass(frozen=True)
class Desk:
    """A show whose files are edited."""

    root: Path
    name: str = "ep01"

    def edit(self, *pairs: tuple[str, str], path: str = "") -> None:
        file = self.root / (path or f"scripts/{self.name}.md")
        text = file.read_text(encoding="utf-8")
        for before, after in pairs:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        file.write_text(text, encoding="utf-8")

    def changes(self, revision: str | None = None, *, make: bool = False) -> Changes:
        workspace = open_workspace(self.root)
        return diff(workspace, find_episode(workspace.show, self.name), revision, make_changed=make)

    def told(self, revision: str | None = None) -> list[str]:
        """Each change as ``kinds | before | after``."""
        return [
            " | ".join(
                (
                    ", ".join(change.kinds),
                    " ".join(one.written for one in change.before) or change.was,
                    " ".join(one.written for one in change.after) or change.now,
                )
            )
            for change in self.changes(revision).changes
        ]
