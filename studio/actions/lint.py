"""``studio lint``: finding and mending what will not work for listeners."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.kit.errors import ConfigurationError
from studio.kit.files import write_atomically
from studio.lint import lint_script
from studio.lint.explain import explain
from studio.lint.fixes import diff, fix_source
from studio.model.diagnostics import Diagnostic
from studio.model.script import Script
from studio.model.source import Source
from studio.narration.read import parse_source, read_script
from studio.script import PROBLEM_KINDS
from studio.settings.episodes import all_episodes, clash_error, clashes, find_episode
from studio.settings.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """A script and what the linter found in it, in source order."""

    script: Script
    diagnostics: tuple[Diagnostic, ...]


def lint(
    workspace: Workspace, targets: Sequence[str], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Iterator[Checked]:
    """Lint files, folders of scripts or episodes; without targets, every script of the show.

    Raises:
        ConfigurationError: a target that names nothing.
        StudioError: a script that cannot be read.
    """
    for path in find_scripts(workspace, targets):
        script = read_script(workspace.show, path)
        yield Checked(script, lint_script(script, workspace.show, select=select, ignore=ignore))


@dataclass(frozen=True, slots=True)
class Mended:
    """A script after fixing: what was mended, as findings and as a unified diff, and the findings that remain."""

    checked: Checked
    mended: tuple[Diagnostic, ...]
    diff: str


def fix(
    workspace: Workspace,
    targets: Sequence[str],
    *,
    unsafe: bool = False,
    write: bool = True,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Iterator[Mended]:
    """Fix scripts as far as it can be done, and write those that changed.

    Args:
        workspace: the show, and its folders.
        targets: as for :func:`lint`.
        unsafe: apply fixes that may change the meaning, too.
        write: whether to write; without it only the diff tells what would be done.
        select: only these rules.
        ignore: all but these.

    Raises:
        ConfigurationError: a target that names nothing.
        StudioError: a script that cannot be read or written.
    """

    def find(source: Source) -> tuple[Diagnostic, ...]:
        return lint_script(parse_source(workspace.show, source), workspace.show, select=select, ignore=ignore)

    for path in find_scripts(workspace, targets):
        before = read_script(workspace.show, path).source
        fixed = fix_source(before, find, unsafe=unsafe)
        if write and fixed.source.text != before.text:
            write_atomically(path, fixed.source.text.encode("utf-8"))
        checked = Checked(parse_source(workspace.show, fixed.source), find(fixed.source))
        yield Mended(checked, fixed.mended, diff(before, fixed.source))


def explain_rule(selector: str) -> str:
    """The page of a rule or of a parser's code.

    Raises:
        ConfigurationError: there is no such rule.
    """
    page = explain(selector, PROBLEM_KINDS)
    if page is None:
        raise ConfigurationError(
            "unknown-rule", f"there is no rule `{selector}`", hint="All of them are listed in docs/rules.md."
        )
    return page


def changes(workspace: Workspace, targets: Sequence[str], interval_s: float = 0.3) -> Iterator[None]:
    """Yields at once, and then whenever one of the scripts, or the show's settings, changed on disk."""
    before: list[tuple[Path, int, int]] | None = None
    while True:
        stamp = [
            (path, stat.st_size, stat.st_mtime_ns)
            for path in (workspace.show.root / "studio.yaml", *find_scripts(workspace, targets))
            if (stat := path.stat() if path.exists() else None)
        ]
        if stamp != before:
            before = stamp
            yield
        time.sleep(interval_s)


def find_scripts(workspace: Workspace, targets: Sequence[str]) -> tuple[Path, ...]:
    """The script files that targets name, each once, in the order given; an episode goes before a folder of its name.

    Raises:
        ConfigurationError: a target that names nothing, a folder without scripts, scripts that claim to be one episode.
    """
    show = workspace.show
    if not targets:
        episodes = all_episodes(show)
        for clash in clashes(episodes):
            raise clash_error(show, clash)
        return tuple(episode.script for episode in episodes)
    found: list[Path] = []
    for target in targets:
        try:
            found.append(find_episode(show, target).script)
        except ConfigurationError as error:
            if error.code != "unknown-episode" or not Path(target).is_dir():
                raise
            inside = sorted(Path(target).rglob("*.md"))
            if not inside:
                raise ConfigurationError(
                    "no-scripts", "there is no script (*.md) in this folder", where=target
                ) from None
            found += inside
    return tuple(dict.fromkeys(path.resolve() for path in found))
