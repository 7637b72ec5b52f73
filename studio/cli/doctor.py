"""``studio doctor``: is everything here that a render needs?"""

from __future__ import annotations

import typer

from studio.cli.console import Format, FormatOption, ShowOption, print_json

_SIGNS = {"ok": "ok     ", "note": "note   ", "problem": "PROBLEM"}


def doctor(show: ShowOption = None, output: FormatOption = Format.TEXT) -> None:
    """Check this machine and the show, and say what to do about what is missing."""
    from studio.actions.doctor import examine

    findings = examine(show)
    if output is Format.JSON:
        print_json([{"name": f.name, "state": f.state, "message": f.message, "hint": f.hint} for f in findings])
    else:
        for finding in findings:
            print(f"{_SIGNS[finding.state]}  {finding.name:<14} {finding.message}")
            if finding.hint:
                print(f"{'':>24} {finding.hint}")
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(1)
