"""``studio lint``: what will not work for listeners, where, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from studio.cli.console import ShowOption

if TYPE_CHECKING:
    from studio.actions.lint import Checked
    from studio.model.diagnostics import Diagnostic
    from studio.settings.workspace import Workspace


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
    """Check scripts for what a listener cannot follow; exit code 1 where there are errors."""
    from studio.actions import lint as actions
    from studio.settings.workspace import open_workspace

    if explain is not None:
        print(actions.explain_rule(explain), end="")
        return
    workspace = open_workspace(show, about=targets or ())
    selection: dict[str, Sequence[str]] = {"select": select or (), "ignore": ignore or ()}
    if fix or unsafe_fixes or diff:
        checked = _fix(workspace, targets or (), unsafe=unsafe_fixes, write=not diff, selection=selection)
        if diff:
            return
    elif watch:
        for _ in actions.changes(workspace, targets or ()):
            print("\033[2J\033[H" if sys.stdout.isatty() else "", end="")
            _report(
                list(actions.lint(open_workspace(show, about=targets or ()), targets or (), **selection)),
                output,
                statistics,
            )
        return
    else:
        checked = list(actions.lint(workspace, targets or (), **selection))
    _report(checked, output, statistics)
    if any(_fails(finding, strict) for one in checked for finding in one.diagnostics):
        raise typer.Exit(1)


def _fix(
    workspace: Workspace, targets: Sequence[str], *, unsafe: bool, write: bool, selection: dict[str, Sequence[str]]
) -> list[Checked]:
    from studio.actions import lint as actions

    checked = []
    for one in actions.fix(workspace, targets, unsafe=unsafe, write=write, **selection):
        checked.append(one.checked)
        if not write:
            print(one.diff, end="")
        elif one.mended:
            count = len(one.mended)
            path = one.checked.script.source.path
            print(f"{path}: mended {count} {'finding' if count == 1 else 'findings'}", file=sys.stderr)
    return checked


def _report(checked: Sequence[Checked], output: LintFormat, statistics: bool) -> None:
    from studio.lint.formats import FORMATS

    findings = [finding for one in checked for finding in one.diagnostics]
    if statistics:
        _print_statistics(findings)
    else:
        shown = FORMATS[output.value](findings, {one.script.source.path: one.script.source for one in checked})
        print(shown, end="\n" if shown and output is LintFormat.TEXT else "")
    if output is LintFormat.TEXT:
        _print_summary(checked, findings)


def _print_statistics(findings: Iterable[Diagnostic]) -> None:
    from studio.lint.statistics import statistics

    for count in statistics(findings):
        fixes = [f"{count.fixable} to fix"] * bool(count.fixable) + [f"{count.unsafe} unsafe"] * bool(count.unsafe)
        print(f"{count.count:>6}  {count.code}  {count.severity:<8} {count.name}  {', '.join(fixes)}".rstrip())


def _print_summary(checked: Sequence[Checked], findings: Sequence[Diagnostic]) -> None:
    from studio.model.diagnostics import Severity

    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
    shown = f"{len(checked)} {'script' if len(checked) == 1 else 'scripts'}"
    for severity, count in counts.items():
        shown += f", {count} {severity}{'s' if count != 1 and severity is not Severity.INFO else ''}"
    print(shown)
    fixable = sum(finding.fix is not None and finding.fix.safe for finding in findings)
    if fixable:
        print(f"--fix mends {fixable} of them")


def _fails(finding: Diagnostic, strict: bool) -> bool:
    from studio.model.diagnostics import Severity

    return finding.severity is Severity.ERROR or (strict and finding.severity is Severity.WARNING)
