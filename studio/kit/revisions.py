"""A folder as it was in a revision of its git repository.

Nothing of the repository is changed: the files go to a temporary folder, through an index of its own.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from studio.kit.errors import ConfigurationError, StudioError


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision, found.

    Attributes:
        name: as the person typed it.
        commit: its full hash.
        folder: whose files are asked for.
    """

    name: str
    commit: str
    folder: Path

    @property
    def title(self) -> str:
        """For people: the name, and the commit where the name does not tell it."""
        short = self.commit[:10]
        return self.name if self.commit.startswith(self.name) else f"{self.name} ({short})"

    def former_path(self, path: str) -> str | None:
        """What a file of today was called then, where git sees a renaming; paths from the folder, with slashes."""
        options = ("--find-renames", "--diff-filter=R", "--name-status", "--relative", "-z")
        fields = _git(self.folder, "diff", *options, self.commit, "--").stdout.split("\0")
        renamed = dict(zip(fields[2::3], fields[1::3], strict=False))
        return renamed.get(path)


def find_revision(folder: Path, name: str) -> Revision:
    """The revision that a person means.

    Args:
        folder: inside a work tree.
        name: a branch, a tag, a commit, ``HEAD~2``.

    Raises:
        ConfigurationError: ``no-git``, ``no-repository``, ``unknown-revision``, ``shallow-clone``.
    """
    inside = _git(folder, "rev-parse", "--is-inside-work-tree")
    if inside.stdout.strip() != "true":
        said = inside.stderr.strip().splitlines()
        if said and "not a git repository" not in said[0]:
            raise ConfigurationError("no-repository", f"git refuses: {said[0]}", where=str(folder))
        raise ConfigurationError(
            "no-repository",
            "this show is in no git repository, so there are no revisions of it",
            where=str(folder),
            hint="Name no revision, and the last render counts.",
        )
    found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode:
        raise _unknown(folder, name)
    return Revision(name, found.stdout.strip(), folder)


@contextmanager
def checked_out(revision: Revision) -> Iterator[Path]:
    """The folder's files as they were, in a temporary folder; what git ignores is linked to as it is now.

    Raises:
        StudioError: ``not-in-revision`` where there was no such folder; ``git-failed``.
    """
    prefix = _git(revision.folder, "rev-parse", "--show-prefix").stdout.rstrip("\n")
    with tempfile.TemporaryDirectory(prefix="studio-revision-") as temporary:
        tree, index = Path(temporary) / "tree", {"GIT_INDEX_FILE": str(Path(temporary) / "index")}
        tree.mkdir()
        read = _git(revision.folder, "read-tree", f"{revision.commit}:{prefix}", extra=index)
        if read.returncode:
            if prefix and not _git(revision.folder, "cat-file", "-e", f"{revision.commit}:{prefix}").returncode == 0:
                raise StudioError("not-in-revision", f"this folder is not in {revision.title}", where=prefix)
            raise _failed(read)
        top = Path(_git(revision.folder, "rev-parse", "--show-toplevel").stdout.rstrip("\n"))
        written = _git(top, "checkout-index", "--all", "--force", f"--prefix={tree}{os.sep}", extra=index)
        if written.returncode:
            raise _failed(written)
        _link_ignored(revision.folder, tree)
        yield tree


def _link_ignored(folder: Path, tree: Path) -> None:
    """Models and recordings are often too large for git: those of today stand in for those of then."""
    options = ("--others", "--ignored", "--exclude-standard", "--directory", "-z")
    for name in _git(folder, "ls-files", *options).stdout.split("\0"):
        target = tree / name.rstrip("/")
        if name and not name.startswith("build/") and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to((folder / name).resolve())


def _unknown(folder: Path, name: str) -> ConfigurationError:
    if _git(folder, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        return ConfigurationError("unknown-revision", "this repository has no commit yet", where=str(folder))
    if _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        return ConfigurationError(
            "shallow-clone",
            f"there is no revision `{name}` in this clone, which holds the latest commits only",
            hint="Run `git fetch --unshallow`; in GitHub Actions, check out with `fetch-depth: 0`.",
        )
    return ConfigurationError(
        "unknown-revision",
        f"there is no revision `{name}`",
        hint="Name a branch, a tag or a commit: `git log --oneline` lists commits.",
    )


def _failed(done: subprocess.CompletedProcess[str]) -> StudioError:
    said = done.stderr.strip().splitlines() or ["it does not say why"]
    return StudioError("git-failed", f"git could not read this revision: {said[-1]}")


def _git(folder: Path, *arguments: str, extra: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, "LC_ALL": "C", **(extra or {})},
        )
    except FileNotFoundError:
        raise ConfigurationError(
            "no-git", "git is not installed, so there are no revisions to compare with", hint="Install git."
        ) from None
