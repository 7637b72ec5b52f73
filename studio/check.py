"""Linting scripts by path, folder or episode name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import ConfigurationError
from studio.lint import lint_script
from studio.model import Diagnostic, Script, Show
from studio.reading import read_script
from studio.show import episode_ids, script_path


@dataclass(frozen=True, slots=True)
class Checked:
    """A script and what the linter found in it, in source order."""

    script: Script
    diagnostics: tuple[Diagnostic, ...]


def check_scripts(
    show: Show, targets: Sequence[str], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Iterator[Checked]:
    """Lint files, folders of scripts or episodes; without targets, every script of the show.

    Raises:
        ConfigurationError: a target that names nothing.
        StudioError: a script that cannot be read.
    """
    for path in find_scripts(show, targets):
        script = read_script(show, path)
        yield Checked(script, lint_script(script, show, select=select, ignore=ignore))


def find_scripts(show: Show, targets: Sequence[str]) -> tuple[Path, ...]:
    """The script files that targets name, each once, in the order given."""
    if not targets:
        return tuple(show.scripts / f"{episode}.md" for episode in episode_ids(show))
    found: list[Path] = []
    for target in targets:
        folder = Path(target)
        if folder.is_dir():
            inside = sorted(folder.rglob("*.md"))
            if not inside:
                raise ConfigurationError("no-scripts", "there is no script (*.md) in this folder", where=target)
            found += inside
        else:
            found.append(script_path(show, target))
    return tuple(dict.fromkeys(path.resolve() for path in found))
