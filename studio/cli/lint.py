"""``studio lint``: what will not work for listeners, where, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli.console import Format, FormatOption, ShowOption, print_json


def lint(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH|EPISODE]...", help="By default every script of the show.")
    ] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings fail the check, too.")] = False,
    select: Annotated[list[str] | None, typer.Option("--select", help="Only these rules (code or name).")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help="All but these rules.")] = None,
    show: ShowOption = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """Check scripts for what a listener cannot follow; exit code 1 where there are errors."""
    from studio.check import check_scripts
    from studio.model import Severity
    from studio.show import show_from

    checked = list(check_scripts(show_from(show), targets or (), select=select or (), ignore=ignore or ()))
    findings = [finding for one in checked for finding in one.diagnostics]
    if output is Format.JSON:
        print_json(
            [
                {
                    "code": f.code,
                    "name": f.name,
                    "severity": f.severity,
                    "path": f.location.path,
                    "line": f.location.line,
                    "column": f.location.column,
                    "message": f.message,
                    "hint": f.hint,
                }
                for f in findings
            ]
        )
    else:
        for finding in findings:
            print(f"{finding.location}: {finding.severity} {finding.code} [{finding.name}] {finding.message}")
            if finding.hint:
                print(f"    {finding.hint}")
        errors = sum(f.severity is Severity.ERROR for f in findings)
        warnings = sum(f.severity is Severity.WARNING for f in findings)
        print(f"{len(checked)} scripts, {errors} errors, {warnings} warnings")
    failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    if any(finding.severity in failing for finding in findings):
        raise typer.Exit(1)
