"""``studio doctor``: is everything here that a render needs?"""

from __future__ import annotations

import typer

from studio.cli.console import FormatOption, ReportFormat, ShowOption, print_json, put

_SIGNS = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}


def doctor(show: ShowOption = None, output: FormatOption = ReportFormat.TEXT) -> None:
    """Check this machine and the show: what is missing, what to do."""
    from studio.actions import doctor as checkup

    findings = checkup.doctor(show)
    if output is ReportFormat.JSON:
        print_json([{"name": f.name, "state": f.state, "message": f.message, "hint": f.hint} for f in findings])
    else:
        for finding in findings:
            put(f"{_SIGNS[finding.state]}  {finding.name:<14} {finding.message}")
            if finding.hint:
                put(f"{'':>24} {finding.hint}")
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(1)
