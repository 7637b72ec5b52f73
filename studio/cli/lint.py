"""``studio lint``: what will not work for listeners, where, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import (
    AllOption,
    ShowOption,
    clear_terminal,
    note,
    paint,
    print_document,
    print_error,
    print_json,
    put,
    put_painted,
    warn,
)
from studio.kit.errors import ConfigurationError, StudioError

if TYPE_CHECKING:
    from studio.actions.lint import Checked, Mended
    from studio.model.diagnostics import Diagnostic


class LintFormat(StrEnum):
    """How findings are reported."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


def lint(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH|EPISODE]...", help="By default every script of the show.")
    ] = None,
    *,
    everything: AllOption = False,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended without changing the meaning.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Mend, too, where the meaning may change; read the result.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what the fixes would change, and write nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail the check, too.")] = False,
    select: Annotated[list[str] | None, typer.Option("--select", help="Only these rules (code or name).")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="All but these rules.")] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count the findings of each rule.")] = False,
    explain: Annotated[str | None, typer.Option("--explain", metavar="RULE", help="Print a rule's page.")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a script changes.")] = False,
    show: ShowOption = None,
    output: Annotated[LintFormat, typer.Option("--format", help="How to report.")] = LintFormat.TEXT,
) -> None:
    """Check scripts for what a listener cannot follow.

    Exit code 1 where there are errors.
    """
    from studio.actions import lint as actions
    from studio.settings.workspace import open_workspace
    from studio.voices.languages import language_doubts

    _check_format(output, watch=watch, diff=diff, statistics=statistics, explain=explain)
    if explain is not None:
        page = actions.explain_rule(explain)
        if output is LintFormat.JSON:
            print_json({"rule": explain, "page": page})
        else:
            put(page, end="")
        return
    workspace = open_workspace(show, about=targets or ())
    targets = [] if everything else targets
    for doubt in language_doubts(workspace.show):
        warn(doubt)
    selection: dict[str, Sequence[str]] = {"select": select or (), "ignore": ignore or ()}
    if fix or unsafe_fixes or diff:
        mended = []
        for one in actions.fix(workspace, targets or (), unsafe=unsafe_fixes, write=not diff, **selection):
            mended.append(one)
            if not diff:
                _note_mended(one)
        if diff:
            _print_diffs(mended, output)
            _warn_of_unread(mended)
            return
        checked = [one.checked for one in mended]
        if output is LintFormat.JSON and not statistics:
            _print_mended(mended)
            _fail_on(checked, strict)
            return
    elif watch:
        for _ in actions.changes(workspace, targets or ()):
            clear_terminal()
            _report_again(
                lambda: actions.lint(open_workspace(show, about=targets or ()), targets or (), **selection), statistics
            )
        return
    else:
        checked = list(actions.lint(workspace, targets or (), **selection))
    _report(checked, output, statistics)
    _fail_on(checked, strict)


def _fail_on(checked: Iterable[Checked], strict: bool) -> None:
    if any(_fails(finding, strict) for one in checked for finding in one.diagnostics):
        raise typer.Exit(1)


def _print_mended(mended: Sequence[Mended]) -> None:
    """What was mended, as it stood before, and what remains."""
    from studio.lint.formats.jsonlines import finding_record

    sources = {one.checked.script.source.path: one.checked.script.source for one in mended}
    print_json(
        {
            "fixed": [finding_record(found, {}) for one in mended for found in one.mended],
            "findings": [finding_record(found, sources) for one in mended for found in one.checked.diagnostics],
        }
    )


def _check_format(output: LintFormat, *, watch: bool, diff: bool, statistics: bool, explain: str | None) -> None:
    """Refuse a format in which there is nothing to say."""
    asked = {"--watch": watch, "--diff": diff, "--statistics": statistics, "--explain": explain is not None}
    option = next((name for name, is_asked in asked.items() if is_asked), None)
    known = [LintFormat.TEXT] if watch else [LintFormat.TEXT, LintFormat.JSON]
    if option and output not in known:
        raise ConfigurationError(
            "no-such-report", f"{option} does not report as {output}", hint=f"It knows: {', '.join(known)}."
        )


def _print_diffs(mended: Sequence[Mended], output: LintFormat) -> None:
    if output is LintFormat.JSON:
        changed = [one for one in mended if one.diff]
        print_json([{"path": one.checked.script.source.path, "diff": one.diff} for one in changed])
        return
    for one in mended:
        put(one.diff, end="")


def _report_again(look: Callable[[], Iterable[Checked]], statistics: bool) -> None:
    """What a look at scripts that changed finds; settings that are broken meanwhile are about to be mended."""
    try:
        _report(list(look()), LintFormat.TEXT, statistics)
    except StudioError as error:
        print_error(error)


def _warn_of_unread(mended: Sequence[Mended]) -> None:
    """Diffs have no place for scripts that could not be read, which fail the command."""
    from studio.lint.files import UNREADABLE

    unread = [found for one in mended for found in one.checked.diagnostics if found.code == UNREADABLE.code]
    for found in unread:
        warn(f"{found.location}: {found.message}")
    if unread:
        raise typer.Exit(1)


def _note_mended(one: Mended) -> None:
    path, count = one.checked.script.source.path, len(one.mended)
    for found in one.mended:
        done = f": {found.fix.description}" if found.fix else ""
        note(f"{found.location}: fixed {found.code} {found.name}{done}")
    if count:
        note(f"{path}: mended {count} {'finding' if count == 1 else 'findings'}")


def _report(checked: Sequence[Checked], output: LintFormat, statistics: bool) -> None:
    from studio.lint.formats import FORMATS, format_text

    findings = [finding for one in checked for finding in one.diagnostics]
    sources = {one.script.source.path: one.script.source for one in checked if one.script.source.text}
    if statistics:
        _print_statistics(findings, output)
    elif output is LintFormat.TEXT:
        shown = format_text(findings, sources, paint)
        put_painted(shown, end="\n" if shown else "")
    else:
        print_document(FORMATS[output.value](findings, sources), output)
    if output is LintFormat.TEXT:
        _print_summary(checked, findings)


def _print_statistics(findings: Iterable[Diagnostic], output: LintFormat) -> None:
    from studio.lint.statistics import statistics

    if output is LintFormat.JSON:
        print_json([asdict(count) for count in statistics(findings)])
        return
    for count in statistics(findings):
        fixes = [f"{count.fixable} to fix"] * bool(count.fixable) + [f"{count.unsafe} unsafe"] * bool(count.unsafe)
        put(f"{count.count:>6}  {count.code}  {count.severity:<8} {count.name}  {', '.join(fixes)}".rstrip())


def _print_summary(checked: Sequence[Checked], findings: Sequence[Diagnostic]) -> None:
    from studio.model.diagnostics import Severity

    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    shown = f"{len(checked)} {'script' if len(checked) == 1 else 'scripts'}"
    for severity, count in counts.items():
        shown += f", {count} {severity}{'s' if count != 1 and severity is not Severity.INFO else ''}"
    put(shown)
    fixable = sum(finding.fix is not None and finding.fix.safe for finding in findings)
    if fixable:
        put(f"--fix mends {fixable} of them")


def _fails(finding: Diagnostic, strict: bool) -> bool:
    from studio.model.diagnostics import Severity

    return finding.severity is Severity.ERROR or (strict and finding.severity is Severity.WARNING)
