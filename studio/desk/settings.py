"""What is wrong in ``studio.yaml``, in a voice or in a lexicon while it is edited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.desk.documents import Document, Kind
from studio.kit.errors import ConfigurationError
from studio.kit.inputs import unsaved
from studio.lint.config import lint_config
from studio.model.diagnostics import Diagnostic, Severity
from studio.model.show import Show
from studio.model.source import Source, Span
from studio.settings.complaints import SettingsError
from studio.settings.episodes import relative_path
from studio.settings.lexicons import read_lexicon
from studio.settings.show import load_show
from studio.voices.languages import language_doubts

_LINE = re.compile(r"(?P<path>.*?):(?P<line>\d+)(?::\d+)?\Z", re.DOTALL)
_LANGUAGE = re.compile(r"^language[ \t]*:.*", re.MULTILINE)
_CODE = "settings"


def settings_findings(document: Document, kind: Kind, show: Show) -> tuple[Diagnostic, ...]:
    """Every complaint about the text, at its place; those about other files of the show are left to these.

    Args:
        document: the text.
        kind: of it: a show, a voice, or a lexicon.
        show: the one around it, as it was last read.
    """
    source = Source(relative_path(show, document.path), document.text)
    try:
        with unsaved({document.path.absolute(): document.text.encode("utf-8", "surrogatepass")}):
            if kind is Kind.LEXICON:
                read_lexicon(document.path, show.root)
                return ()
            edited = load_show(show.root)
            lint_config(edited.lint)
    except SettingsError as error:
        return tuple(sorted(_complaints(source, error), key=lambda found: found.span))
    except ConfigurationError as error:
        return tuple(_at_line(source, error))
    return tuple(_doubts(source, edited)) if kind is Kind.SHOW else ()


def _complaints(source: Source, error: SettingsError) -> Iterator[Diagnostic]:
    shift = source.text.startswith("\ufeff")  # which the reader passes over
    for one in error.complaints:
        place = _LINE.match(one.where)
        if place and place["path"] == source.path:
            span = Span(min(one.start + shift, len(source.text)), min(one.end + shift, len(source.text)))
            yield _finding(source, one.code, one.message, span, hint=one.hint)


def _at_line(source: Source, error: ConfigurationError) -> Iterator[Diagnostic]:
    """A complaint that names a line at most."""
    place = _LINE.match(error.where or "")
    if place is None or place["path"] == source.path:
        line = min(int(place["line"]), len(source.line_starts)) if place else 1
        start = source.line_starts[line - 1]
        yield _finding(
            source, error.code, error.message, Span(start, start + len(source.line_text(line))), hint=error.hint
        )


def _doubts(source: Source, show: Show) -> Iterator[Diagnostic]:
    line = _LANGUAGE.search(source.text)
    span = Span(*line.span()) if line else Span(0, len(source.line_text(1)))
    for doubt in language_doubts(show):
        yield _finding(source, "language", doubt, span, severity=Severity.WARNING)


def _finding(
    source: Source, name: str, message: str, span: Span, *, hint: str | None = None, severity: Severity = Severity.ERROR
) -> Diagnostic:
    return Diagnostic(_CODE, name, severity, message, source.location(span.start), span, hint)
