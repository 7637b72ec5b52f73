"""The command line: one command a file, no logic; the only place that prints or exits."""

from __future__ import annotations

import copy
import functools
import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from studio import __version__
from studio.cli import (
    audit,
    cache,
    desk,
    diff,
    doctor,
    import_,
    lint,
    listen,
    lsp,
    mcp,
    new,
    plan,
    preview,
    proof,
    publish,
    render,
    retake,
    say,
    serve,
    status,
    takes,
    unpublish,
    verify,
    voices,
)
from studio.cli.console import hearing_libraries, print_error, print_json, put, shell, warn_late
from studio.cli.streams import close_streams, open_streams, printable
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.files import unusable
from studio.kit.interrupts import EXIT_INTERRUPTED, interrupts

_GARBAGE_THRESHOLD = 200_000  # objects made and not yet dropped between two looks
#: What the framework raises for a wrong command line; its home differs between versions, its place in the family not.
_WrongUsage: type[Exception] = typer.BadParameter.__mro__[2]


def _print_version(_context: object, _option: object, wanted: bool) -> None:
    if not wanted:
        return
    if shell.json:
        print_json({"version": __version__})
    else:
        put(f"studio {__version__}")
    raise typer.Exit


def _set_quiet(_context: object, _option: object, wanted: bool) -> None:
    shell.quiet |= wanted


def _set_verbose(_context: object, _option: object, wanted: bool) -> None:
    shell.verbose |= wanted


def _flag(names: str, callback: Callable[..., None], meaning: str, *, first: bool = False) -> TyperOption:
    return TyperOption(
        param_decls=names.split(),
        is_flag=True,
        default=False,
        expose_value=False,
        is_eager=first,
        callback=callback,
        help=meaning,
    )


#: On every command, the same objects: a command that is not run is not to cost anything.
COMMON = (
    _flag("-q --quiet", _set_quiet, "Print results and errors only: no progress, no warnings."),
    _flag("-v --verbose", _set_verbose, "Also say how long each stage took, and what libraries have to say."),
    _flag("-V --version", _print_version, "Print the version and stop.", first=True),
)


class _WithCommonOptions:
    """What commands and groups of commands have in common; stands before the framework's class."""

    params: list[Any]

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params = [*self.params, *COMMON]

    def get_help(self, context: Any) -> str:
        """The help page, for the alphabet of this terminal: the framework would write UTF-8 to any."""
        return printable(super().get_help(context))  # type: ignore[misc]


class Command(_WithCommonOptions, TyperCommand):
    """A command with the options that all have."""


class Group(_WithCommonOptions, TyperGroup):
    """A group of commands with the options that all have."""


app = typer.Typer(
    name="studio",
    cls=Group,
    help="Compile written episode scripts into finished podcast audio.",
    epilog="Example: studio render ep17",
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _guarded(command: Callable[..., None]) -> Callable[..., None]:
    """The command with its failures as our own messages, before the framework turns them into its own."""

    @functools.wraps(command)
    def guarded(*arguments: Any, **options: Any) -> None:
        if "output" in options and getattr(options.get("context"), "invoked_subcommand", None) is None:
            shell.json = options["output"] == "json"
        try:
            with hearing_libraries():
                command(*arguments, **options)
        except KeyboardInterrupt:
            raise _interrupted() from None
        except OSError as error:
            raise (_interrupted() if interrupts.pressed else unusable(error)) from error
        except UnicodeEncodeError as error:
            if error.object.isascii() or error.reason != "surrogates not allowed":
                raise
            around = " ".join(error.object[max(0, error.start - 30) : error.end + 30].split())
            raise ConfigurationError(
                "not-text", f"a name or a text is not in the encoding of this system: `{around}`"
            ) from error

    return guarded


def _add(command: Callable[..., None], example: str, name: str | None = None, group: typer.Typer = app) -> None:
    group.command(name or command.__name__, cls=Command, epilog=f"Example: {example}")(_guarded(command))


_add(new.new, "studio new my-show")
_add(import_.import_, "studio import talk.fountain", "import")
_add(render.render, "studio render ep17")
_add(preview.preview, "studio preview ep17 --line 88")
_add(lint.lint, "studio lint scripts/ep17.md --strict")
_add(diff.diff, "studio diff ep17 main --audio changes.mp3")
_add(proof.proof, "studio proof ep17")
_add(plan.plan, "studio plan ep17")
_add(status.status, "studio status")
_add(audit.audit, "studio audit ep17")
_add(say.say, 'studio say "O(n²) at p99" --explain')
_add(retake.retake, "studio retake ep17 --segment 42")
_add(takes.takes, "studio takes ep17 --segment 42 --pick 2")
_add(listen.listen, "studio listen ep17 --worst 5")
_add(publish.publish, "studio publish ep17")
_add(unpublish.unpublish, "studio unpublish ep17")
_add(verify.verify, "studio verify ep17")
_add(serve.serve, "studio serve")
_add(desk.desk, "studio desk ep17")
_add(lsp.lsp, "studio lsp --log studio-lsp.log")
_add(mcp.mcp, "studio mcp --allow-write")
_add(doctor.doctor, "studio doctor")

voices_app = typer.Typer(cls=Group, rich_markup_mode=None)
voices_app.callback(invoke_without_command=True, epilog="Example: studio voices")(_guarded(voices.voices))
_add(voices.audition, 'studio voices audition "Caches lie."', group=voices_app)
_add(voices.install, "studio voices install fenrir", group=voices_app)
_add(voices.import_model, "studio voices import models/my-voice", "import", group=voices_app)
app.add_typer(voices_app, name="voices")


cache_app = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="What is kept between renders.",
    epilog="Example: studio cache info",
)
_add(cache.info, "studio cache info", group=cache_app)
_add(cache.verify, "studio cache verify --remove", group=cache_app)
_add(cache.gc, "studio cache gc --keep 30d --max-size 20G", group=cache_app)
app.add_typer(cache_app, name="cache")


@app.callback()
def _studio(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every failure that a user can act on becomes one paragraph and an exit code."""
    # A command is over soon and makes hardly any garbage: looking for it would be a tenth of a small edit's render.
    gc.set_threshold(_GARBAGE_THRESHOLD)
    # Our own threads keep all cores busy; those of numpy's algebra would only wait for work, at the cost of working.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    open_streams()
    arguments = sys.argv[1:] if arguments is None else arguments
    shell.begin(arguments)
    try:
        code = _run(arguments)
        interrupts.end()
        warn_late()
        failure = close_streams()
        if failure is not None:
            print_error(StudioError("not-printed", f"cannot write the output: {_reason(failure)}"))
            code = code or 1
        return code
    finally:
        gc.freeze()  # the process ends: what is left needs no looking through


def _asked(arguments: Sequence[str]) -> typer.Typer:
    """The program with the one command that is asked for, or with all: to describe them takes longer than a look."""
    named = [one for one in app.registered_commands if one.name in arguments[:1]]
    if not named:
        return app
    asked = copy.copy(app)
    asked.registered_commands, asked.registered_groups = named, []
    return asked


def _run(arguments: Sequence[str]) -> int:
    try:
        interrupts.begin()
        result = _asked(arguments)(arguments, prog_name="studio", standalone_mode=False)
        if result == EXIT_INTERRUPTED:
            raise _interrupted()
    except StudioError as error:
        return _told(error)
    except _WrongUsage as error:
        return _told(_usage(error))
    except (typer.Abort, KeyboardInterrupt):
        return _told(_interrupted())
    except SystemExit as leaving:  # completion scripts
        return leaving.code if isinstance(leaving.code, int) else 0
    except Exception as error:
        if interrupts.pressed:  # a library has made another error of it
            return _told(_interrupted())
        if shell.json:
            print_error(StudioError("fault", f"this is a fault of studio: {type(error).__name__}: {error}"))
            close_streams()
        raise
    return result if isinstance(result, int) else 0


def _told(error: StudioError) -> int:
    print_error(error)
    return error.exit_code


def _usage(error: Any) -> StudioError:
    """A wrong command line, in our words as far as they go."""
    text, _, guess = " ".join(error.format_message().split()).partition(" Did you mean ")
    text, context = text.removesuffix("."), getattr(error, "ctx", None)
    hint = f"Run `{context.command_path} --help` to see how it is used." if context else None
    if guess:
        hint = f"Did you mean {guess}"
    return ConfigurationError("usage", text[:1].lower() + text[1:], hint=hint)


def _interrupted() -> StudioError:
    return StudioError(
        "interrupted",
        "stopped; everything finished so far is kept",
        hint="Run the same command again to go on.",
        exit_code=EXIT_INTERRUPTED,
    )


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
