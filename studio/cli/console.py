"""What the commands share: the only way to print, and the options that mean the same everywhere."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from studio.cli.streams import takes_colours, write_for

if TYPE_CHECKING:
    from studio.cli.recorder import Recorder
    from studio.kit.errors import StudioError
    from studio.kit.events import Events
    from studio.settings.episodes import EpisodeFiles


class Reported(Protocol):
    """What a command did."""

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""


T = TypeVar("T", bound=Reported)


class ReportFormat(StrEnum):
    """How a command reports."""

    TEXT = "text"
    JSON = "json"


class LogFormat(StrEnum):
    """What standard error holds."""

    TEXT = "text"
    JSON = "json"


ShowOption = Annotated[
    Path | None,
    typer.Option("--show", metavar="FOLDER", help="The show's folder; by default the one around the working folder."),
]
FormatOption = Annotated[ReportFormat, typer.Option("--format", help="Report as text or as JSON.")]
CacheOption = Annotated[
    Path | None,
    typer.Option("--cache", metavar="FOLDER", help="Where takes are kept; by default build/.cache of the show."),
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, max=256, help="How many processes to use; by default one per core.")
]
SegmentOption = Annotated[
    int | None, typer.Option("--segment", "-n", min=1, metavar="N", help="The segment with this number.")
]
LineOption = Annotated[int | None, typer.Option("--line", "-l", min=1, metavar="N", help="What stands on this line.")]
GrepOption = Annotated[str | None, typer.Option("--grep", "-g", metavar="TEXT", help="What contains this text.")]
FinalOption = Annotated[
    bool, typer.Option("--final", help="Let voices speak by the engine that their files name under `final`.")
]
RecogniserOption = Annotated[
    str | None, typer.Option("--recogniser", metavar="NAME", help="The recogniser that listens; by default moonshine.")
]
EpisodeArgument = Annotated[
    str, typer.Argument(metavar="EPISODE", help="Id of an episode (ep17), its number, or the path of its script.")
]

EpisodesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[EPISODE]...", help="Ids of episodes (ep17), numbers, paths of scripts, patterns (ep1*)."),
]
AllOption = Annotated[bool, typer.Option("--all", help="Every episode of the show.")]

#: What would act on a terminal, or turn a line around in it: control characters but tab and line end, and the marks
#: that change the direction of writing.
_ACTING = re.compile(r"(?!\r\n)[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
#: Stand for colours until a text is printed: noncharacters, which no text holds; at worst one is a colour too many.
_ENDS, _BEGINS = "\ufdd0", {"place": "\ufdd1", "error": "\ufdd2", "warning": "\ufdd3", "info": "\ufdd4"}
_PLAINLY = str.maketrans("", "", "".join([_ENDS, *_BEGINS.values()]))
_PAINTS = str.maketrans(
    {
        _ENDS: "\033[0m",
        _BEGINS["place"]: "\033[1m",
        _BEGINS["error"]: "\033[1;31m",
        _BEGINS["warning"]: "\033[33m",
        _BEGINS["info"]: "\033[36m",
    }
)
_PLACE = re.compile(r"(?P<path>.*?)(?::(?P<line>\d+))?(?::(?P<column>\d+))?", re.DOTALL)


class Shell:
    """How the command that runs now talks.

    Attributes:
        json: whether standard output gets one JSON value and nothing else.
        quiet: whether progress and warnings are left out.
        verbose: whether stage times, and what libraries have to say, are told.
        warnings: those that are still to be told.
        events: what the command listened to, if it did.
        answered: whether the JSON value is printed.
        listener: what shows the progress of the work that goes on.
        recorder: writes down what happens, if that is asked for.
        logs: whether standard error is the recorder's, and nothing else is told there.
    """

    def __init__(self) -> None:
        self.begin(())

    def begin(self, arguments: Sequence[str]) -> None:
        """Forget the last command; what is wrong with a command line is told in the format that the line asks for."""
        self.json = asks_for_json(arguments)
        self.quiet = self.verbose = self.answered = False
        self.warnings: list[str] = []
        self.events: Events | None = None
        self.listener: object = None
        self.recorder: Recorder | None = None
        self.logs = False


def asks_for_json(arguments: Sequence[str]) -> bool:
    """Whether a command line, be it right or wrong, says ``--format json``."""
    asked, before = False, ""
    for argument in arguments:
        if argument == "--":
            break
        if before == "--format" or argument.startswith("--format="):
            asked = argument.removeprefix("--format=") == ReportFormat.JSON
        before = argument
    return asked


shell = Shell()


def put(text: object = "", end: str = "\n") -> None:
    """Print a line of a report to standard output; characters that would act on a terminal are shown as escapes."""
    write_for("text")
    print(escaped(str(text)), end=end)


def paint(text: str, style: str) -> str:
    """A text in the look of a style, for :func:`put_painted` alone.

    Args:
        text: as it stands; what would act on a terminal is still taken out of it.
        style: ``place``, ``error``, ``warning`` or ``info``.
    """
    return f"{_BEGINS[style]}{text}{_ENDS}"


def put_painted(text: str, end: str = "\n") -> None:
    """Print a report with what :func:`paint` gave in colours, where standard output takes them."""
    write_for("text")
    shown = escaped(text).translate(_PAINTS if takes_colours(sys.stdout) else _PLAINLY)
    print(shown, end=end)


def clear_terminal() -> None:
    """Empty the screen, where standard output is one."""
    if sys.stdout.isatty():
        print("\033[2J\033[H", end="")


def note(text: object) -> None:
    """Say on standard error what is good to know beside the report, unless a program reads it or ``-q`` is given."""
    if not (shell.quiet or shell.json or shell.logs):
        print(escaped(str(text)), file=sys.stderr)


def warn(message: str) -> None:
    """Something that went otherwise than asked, and was dealt with; a JSON report holds it itself."""
    if shell.json:
        shell.warnings.append(message)
    elif not (shell.quiet or shell.logs):
        print(f"warning: {escaped(message)}", file=sys.stderr)


def warn_late() -> None:
    """Tell the warnings for which a JSON report, being a list or printed already, had no place."""
    if not shell.quiet:
        for message in shell.warnings:
            print(f"warning: {escaped(message)}", file=sys.stderr)
    shell.warnings = []


def print_json(value: object) -> None:
    """One JSON document on standard output.

    Where it is an object of a command that does some work, ``warnings`` are in it, and with ``-v`` ``stages_s``.
    """
    import json

    if isinstance(value, dict) and (shell.events is not None or shell.warnings):
        value = {**value, "warnings": shell.warnings}
        shell.warnings = []
        if shell.verbose and shell.events is not None:
            value["stages_s"] = shell.events.stages_s
    print_document(json.dumps(value, indent=2, ensure_ascii=False) + "\n", ReportFormat.JSON)


def write_report(path: Path, value: object) -> None:
    """The JSON document of a report as a file.

    Raises:
        StudioError: it cannot be written.
    """
    import json

    from studio.kit.files import write_atomically

    write_atomically(path, (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode())


def print_document(text: str, language: str) -> None:
    """Print what a program is to read.

    Args:
        text: the whole of it.
        language: ``json``, ``sarif``, ``html``, ``junit`` or another one; what standard output cannot write becomes an
            escape of the language where it has any.
    """
    in_json = language in ("json", "sarif")
    write_for("json" if in_json else "xml" if language in ("html", "junit") else "text")
    print(_ACTING.sub(_json_escape, text) if in_json else escaped(text), end="")
    shell.answered = True


def print_error(error: StudioError) -> None:
    """What, where, and what to do: on standard error, or as the one JSON value on standard output."""
    from studio.kit.errors import LintRefusedError

    found = error.diagnostics if isinstance(error, LintRefusedError) else ()
    if shell.json and not shell.answered:
        shell.events = None
        print_json({"error": error_record(error)})
        return
    if shell.logs and shell.recorder is not None:
        shell.recorder.failed(error, **error_record(error))
        return
    for finding in found:
        put(f"{finding.location}: {finding.code} {finding.message}")
    print(f"error: {escaped(str(error))}", file=sys.stderr)
    if error.hint:
        print(f"  {escaped(error.hint)}", file=sys.stderr)


def error_record(error: StudioError) -> dict[str, Any]:
    """An error for ``--format json``."""
    from studio.kit.errors import LintRefusedError

    told: dict[str, Any] = {
        "code": error.code,
        "message": error.message,
        "where": place(error.where),
        "hint": error.hint,
    }
    if isinstance(error, LintRefusedError) and error.diagnostics:
        from studio.lint.formats.jsonlines import finding_record

        told["diagnostics"] = [finding_record(finding, {}) for finding in error.diagnostics]
    return told


def record(episode: EpisodeFiles | None = None, outcome: Reported | StudioError | None = None) -> None:
    """Have it written down, where that is asked for, that an episode is begun, or what became of it."""
    from studio.kit.errors import StudioError

    if shell.recorder is None:
        return
    if episode is not None:
        shell.recorder.begin(episode.id)
    if isinstance(outcome, StudioError):
        shell.recorder.failed(outcome, **error_record(outcome))
    elif outcome is not None:
        shell.recorder.note("done", **outcome.as_json())


def for_each(
    episodes: Sequence[EpisodeFiles],
    work: Callable[[EpisodeFiles], T],
    tell: Callable[[T], None],
    *,
    alone: bool,
    output: ReportFormat,
    report: Path | None = None,
    at_end: Callable[[], None] = lambda: None,
) -> None:
    """Do the same for several episodes; what is wrong with one is told, and does not keep the others from it.

    Args:
        episodes: in their order.
        work: gives a result that has ``as_json()``.
        tell: prints a result as text.
        alone: there is one episode, whose result or error is all that a program reads.
        output: how to report.
        report: file that gets the report as JSON, too.
        at_end: called when all are told of.

    Raises:
        StudioError: of an episode that is alone.
        typer.Exit: with the worst exit code of those that failed.
    """
    from studio.cli.faults import Faults
    from studio.kit.errors import StudioError

    done: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    faults, code = Faults(), 0
    for episode in episodes:
        record(episode)
        try:
            result = work(episode)
            record(outcome=result)
        except StudioError as error:
            record(outcome=error)
            if alone:
                raise
            code = max(code, error.exit_code)
            if output is ReportFormat.JSON:
                failed.append({"episode": episode.id, **error_record(error)})
            else:
                faults.tell(episode.id, error)
            continue
        done.append(result.as_json())
        if output is ReportFormat.TEXT:
            tell(result)
    faults.tell_whose()
    at_end()
    whole = done[0] if alone else {"episodes": done, "failed": failed}
    if report is not None:
        write_report(report, whole)
    if output is ReportFormat.JSON:
        print_json(whole)
    if code:
        raise typer.Exit(code)


def place(where: str | None) -> dict[str, object] | None:
    """``path:line:column`` as an object; line and column count from 1, and are None where only a path is known."""
    found = _PLACE.fullmatch(where or "")
    if not where or found is None:
        return None
    line, column = found["line"], found["column"]
    return {"path": found["path"], "line": int(line) if line else None, "column": int(column) if column else None}


def escaped(text: str) -> str:
    """The text with visible escapes for what would act on a terminal."""
    return _ACTING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _json_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


# --------------------------------------------------------------------------------------------- while it works


@contextmanager
def hearing_libraries() -> Iterator[None]:
    """Tell what other people's packages log as our own warnings; with ``-v`` also what they only mention."""
    import logging

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = " ".join(record.getMessage().split())
            if record.levelno >= logging.WARNING and (shell.verbose or record.name != "py.warnings"):
                warn(message)
            elif shell.verbose:
                note(message)

    root, heard = logging.getLogger(), Heard()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.INFO if shell.verbose else logging.WARNING)
    logging.captureWarnings(True)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.setLevel(level)
        root.removeHandler(heard)
