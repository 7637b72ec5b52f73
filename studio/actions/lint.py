"""``studio lint``: finding and mending what will not work for listeners."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.actions.findings import KeptFindings
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.files import write_atomically
from studio.kit.inputs import real, recording
from studio.lint import lint_script
from studio.lint.config import lint_config
from studio.lint.explain import explain
from studio.lint.files import OVERLOOKED, SAME_EPISODE, UNREADABLE, file_finding
from studio.lint.fixes import Fixed, diff, fix_source
from studio.lint.spellings import FolderSpellings
from studio.model.diagnostics import Diagnostic
from studio.model.script import Script
from studio.model.show import Show
from studio.model.source import Source
from studio.narration.read import parse_source, read_script
from studio.script import PROBLEM_KINDS
from studio.settings.episodes import all_episodes, clash_error, clashes, look_up_all, overlooked, relative_path
from studio.settings.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """A script and what the linter found in it, in source order; one that cannot be read is empty, with a finding."""

    script: Script
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Mended:
    """A script after fixing: what was mended, as findings and as a unified diff, and the findings that remain."""

    checked: Checked
    mended: tuple[Diagnostic, ...]
    diff: str


class Linter:
    """Lints scripts of one show one by one, with what they have in common looked up once.

    Args:
        show: the scripts'.
        select: only these rules.
        ignore: all but these.

    Raises:
        ConfigurationError: a rule or option that does not exist.
    """

    def __init__(self, show: Show, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> None:
        self._show = show
        self._select = select
        self._ignore = ignore
        self._config = lint_config(self._show.lint, select, ignore)
        self._folder = FolderSpellings(self._show.scripts)
        self._clashes: dict[Path, list[Diagnostic]] = {}
        for clash in clashes(all_episodes(self._show)):
            error = clash_error(self._show, clash)
            for episode in (clash.first, clash.second):
                found = file_finding(SAME_EPISODE, relative_path(self._show, episode.script), error)
                self._clashes.setdefault(real(episode.script), []).append(found)

    def read(self, path: Path) -> tuple[Script, list[Diagnostic]]:
        """A script, and what is wrong with its file."""
        try:
            script, unreadable = read_script(self._show, path), None
        except StudioError as error:
            script, unreadable = parse_source(self._show, Source(relative_path(self._show, path), "")), error
        return script, self.of_file(path, unreadable)

    def of_file(self, path: Path, unreadable: StudioError | None = None) -> list[Diagnostic]:
        """What is wrong with a script's file: another that claims to be the same episode, and why it cannot be read."""
        found = list(self._clashes.get(real(path), ()))
        if unreadable is not None:
            found.append(file_finding(UNREADABLE, relative_path(self._show, path), unreadable))
        return [one for one in found if self._config.wants(one.code, one.name)]

    def overlooked(self) -> Iterator[Checked]:
        """Files that look like scripts, and are none."""
        for path in overlooked(self._show) if self._config.wants(OVERLOOKED.code, OVERLOOKED.name) else ():
            name = relative_path(self._show, path)
            hint = f"Rename it to {path.stem}.md, or move it out of {relative_path(self._show, self._show.scripts)}/."
            error = StudioError("overlooked-script", "nothing reads this file: scripts end in .md", hint=hint)
            yield Checked(parse_source(self._show, Source(name, "")), (file_finding(OVERLOOKED, name, error),))

    def lint(self, script: Script) -> tuple[Diagnostic, ...]:
        """What the rules find; nothing in a script that could not be read."""
        if not script.source.text:
            return ()
        return lint_script(script, self._show, self._select, self._ignore, folder=self._folder)

    def lint_source(self, source: Source) -> tuple[Diagnostic, ...]:
        """The same, of a text."""
        return self.lint(parse_source(self._show, source))


def lint(
    workspace: Workspace, targets: Sequence[str], *, select: Sequence[str] = (), ignore: Sequence[str] = ()
) -> Iterator[Checked]:
    """Lint files, folders of scripts or episodes; without targets, every script of the show.

    What all rules together find is kept for ``studio status``.

    Raises:
        ConfigurationError: a target that names nothing.
    """
    linter, kept = Linter(workspace.show, select, ignore), KeptFindings(workspace)
    for path in find_scripts(workspace, targets):
        yield _lint_file(linter, path, None if select or ignore else kept)
    if not targets:
        yield from linter.overlooked()


def _lint_file(linter: Linter, path: Path, kept: KeptFindings | None) -> Checked:
    with recording() as record:
        script, found = linter.read(path)
        checked = Checked(script, (*found, *linter.lint(script)))
    if kept is not None:
        kept.keep(path, record, checked.diagnostics)
    return checked


def fix(
    workspace: Workspace,
    targets: Sequence[str],
    *,
    unsafe: bool = False,
    write: bool = True,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Iterator[Mended]:
    """Fix scripts as far as it can be done, and write those that changed; what remains is kept for ``studio status``.

    Args:
        workspace: the show, and its folders.
        targets: as for :func:`lint`.
        unsafe: apply fixes that may change the meaning, too.
        write: whether to write; without it only the diff tells what would be done.
        select: only these rules.
        ignore: all but these.

    Raises:
        ConfigurationError: a target that names nothing.
    """
    linter = Linter(workspace.show, select, ignore)
    kept = None if select or ignore else KeptFindings(workspace)
    for path in find_scripts(workspace, targets):
        script, found = linter.read(path)
        before = script.source
        fixed = fix_source(before, linter.lint_source, unsafe=unsafe)
        is_written = write
        if write and fixed.source.text != before.text:
            try:
                write_atomically(path, fixed.source.text.encode("utf-8"))
            except StudioError as error:
                found.append(file_finding(UNREADABLE, before.path, error))
                fixed, is_written = Fixed(before, ()), False
        if is_written:
            yield Mended(_lint_file(linter, path, kept), fixed.mended, diff(before, fixed.source))
            continue
        after = parse_source(workspace.show, fixed.source)
        checked = Checked(after, (*found, *linter.lint(after)))
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
        ConfigurationError: a target that names nothing, a folder without scripts.
    """
    show = workspace.show
    episodes = all_episodes(show)
    if not targets:
        return tuple(episode.script for episode in episodes)
    found: list[Path] = []
    for target in targets:
        try:
            found += [episode.script for episode in look_up_all(show, target, episodes)]
        except ConfigurationError as error:
            if error.code != "unknown-episode" or not Path(target).is_dir():
                raise
            inside = sorted(Path(target).rglob("*.md"))
            if not inside:
                raise ConfigurationError(
                    "no-scripts", "there is no script (*.md) in this folder", where=target
                ) from None
            found += inside
    return tuple(dict.fromkeys(real(path) for path in found))
