"""The command line: one command a file, no logic; the only place that prints or exits."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import typer

from studio import __version__
from studio.cli import doctor, lint, plan, preview, render, say
from studio.cli.console import print_error
from studio.errors import StudioError

app = typer.Typer(
    name="studio",
    help="Compile written episode scripts into finished podcast audio.",
    epilog="Example: studio render ep17",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("render", epilog="Example: studio render ep17")(render.render)
app.command("preview", epilog="Example: studio preview ep17 --line 88")(preview.preview)
app.command("lint", epilog="Example: studio lint scripts/ep17.md --strict")(lint.lint)
app.command("plan", epilog="Example: studio plan ep17")(plan.plan)
app.command("say", epilog='Example: studio say "O(n²) at p99" --explain')(say.say)
app.command("doctor", epilog="Example: studio doctor")(doctor.doctor)

EXIT_INTERRUPTED = 130


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"studio {__version__}")
        raise typer.Exit


@app.callback()
def _studio(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every failure that a user can act on becomes one paragraph and an exit code."""
    try:
        result = app(arguments, prog_name="studio", standalone_mode=True)
    except StudioError as error:
        print_error(error)
        return error.exit_code
    except KeyboardInterrupt:
        print_error(StudioError("interrupted", "stopped; everything finished so far is kept"))
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output (``| head``) has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print_error(_from_os(error))
        return 1
    return int(result or 0)


def _from_os(error: OSError) -> StudioError:
    if error.errno == errno.ENOSPC:
        return StudioError(
            "disk-full", "the disk is full", where=error.filename, hint="Free some space and run the command again."
        )
    return StudioError("file-trouble", f"{error.strerror or error}", where=error.filename)
