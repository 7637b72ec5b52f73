"""The texts that are open, and the last analysis of each: what an editor's requests begin with."""

from __future__ import annotations

from pathlib import Path

from studio.desk.analysis import Analysis
from studio.desk.documents import Document, Kind, kind_of
from studio.desk.settings import settings_findings
from studio.desk.shows import OpenShow, Shows
from studio.model.diagnostics import Diagnostic
from studio.model.show import Show

_MOST_KEPT = 8


class Desk:
    """Looks at texts; the analysis of one is kept until its text, or its show, changes. For one thread."""

    def __init__(self) -> None:
        self._shows = Shows()
        self._kept: dict[Path, Analysis] = {}

    def kind(self, document: Document) -> Kind:
        """What a text is to the show around it."""
        return self._kind(document, self._shows.around(document.path))

    def show(self, document: Document) -> Show:
        """The show around a text."""
        return self._shows.around(document.path).show

    def analysis(self, document: Document) -> Analysis | None:
        """What is known about a script; None for a text that is none."""
        open_show = self._shows.around(document.path)
        if self._kind(document, open_show) is not Kind.SCRIPT:
            return None
        kept = self._kept.pop(document.path, None)
        if kept is None or kept.document != document or kept.open is not open_show:
            kept = Analysis(document, open_show)
        self._kept[document.path] = kept
        if len(self._kept) > _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return kept

    def findings(self, document: Document) -> tuple[Diagnostic, ...]:
        """Everything that is wrong with a text, in source order."""
        open_show = self._shows.around(document.path)
        kind = self._kind(document, open_show)
        if kind is Kind.OTHER:
            return ()
        if kind is not Kind.SCRIPT:
            return settings_findings(document, kind, open_show.show)
        analysis = self.analysis(document)
        return analysis.findings if analysis else ()

    def forget(self, document: Document) -> None:
        """Drop what is kept about a text that was closed."""
        self._kept.pop(document.path, None)

    @staticmethod
    def _kind(document: Document, open_show: OpenShow) -> Kind:
        return kind_of(document, open_show.show, has_settings=open_show.has_settings)
