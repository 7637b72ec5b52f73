"""The command line: one command a file, no logic; the only place that prints or exits."""

from __future__ import annotations

import functools
import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer

from studio import __version__
from studio.cli import (
    audit,
    doctor,
    lint,
    listen,
    plan,
    preview,
    publish,
    render,
    retake,
    say,
    serve,
    takes,
    unpublish,
    verify,
    voices,
)
from studio.cli.console import print_error
from studio.kit.errors import StudioError
from studio.kit.files import unusable

app = typer.Typer(
    name="studio",
    help="Compile written episode scripts into finished podcast audio.",
    epilog="Example: studio render ep17",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
EXIT_INTERRUPTED = 130
_GARBAGE_THRESHOLD = 200_000  # objects made and not yet dropped between two looks


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command with Ctrl-C as our own message, before the framework turns it into its own."""

    @functools.wraps(command)
    def guarded(*arguments: Any, **options: Any) -> None:
        import logging

        logging.basicConfig(format="warning: %(message)s", level=logging.WARNING, stream=sys.stderr)
        try:
            command(*arguments, **options)
        except KeyboardInterrupt:
            raise StudioError(
                "interrupted",
                "stopped; everything finished so far is kept",
                hint="Run the same command again to go on.",
                exit_code=EXIT_INTERRUPTED,
            ) from None

    return guarded


def _add(command: Callable[..., None], example: str, name: str | None = None, group: typer.Typer = app) -> None:
    group.command(name or command.__name__, epilog=f"Example: {example}")(_guarded(command))


_add(render.render, "studio render ep17")
_add(preview.preview, "studio preview ep17 --line 88")
_add(lint.lint, "studio lint scripts/ep17.md --strict")
_add(plan.plan, "studio plan ep17")
_add(audit.audit, "studio audit ep17")
_add(say.say, 'studio say "O(n²) at p99" --explain')
_add(retake.retake, "studio retake ep17 --segment 42")
_add(takes.takes, "studio takes ep17 --segment 42 --pick 2")
_add(listen.listen, "studio listen ep17 --worst 5")
_add(publish.publish, "studio publish ep17")
_add(unpublish.unpublish, "studio unpublish ep17")
_add(verify.verify, "studio verify ep17")
_add(serve.serve, "studio serve")
_add(doctor.doctor, "studio doctor")

voices_app = typer.Typer(rich_markup_mode=None)
voices_app.callback(invoke_without_command=True, epilog="Example: studio voices")(_guarded(voices.voices))
_add(voices.audition, 'studio voices audition "Caches lie."', group=voices_app)
_add(voices.install, "studio voices install NAME", group=voices_app)
_add(voices.import_model, "studio voices import models/my-voice", "import", group=voices_app)
app.add_typer(voices_app, name="voices")


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
    # A command is over soon and makes hardly any garbage: looking for it would be a tenth of a small edit's render.
    gc.set_threshold(_GARBAGE_THRESHOLD)
    # Our own threads keep all cores busy; those of numpy's algebra would only wait for work, at the cost of working.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        result = app(arguments, prog_name="studio", standalone_mode=True)
    except StudioError as error:
        print_error(error)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output (``| head``) has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print_error(unusable(error))
        return 1
    finally:
        gc.freeze()  # the process ends: what is left needs no looking through
    return int(result or 0)
