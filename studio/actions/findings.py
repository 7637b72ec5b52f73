"""How many findings the linter had in a script the last time, kept by whoever lints, for whoever has no time to."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.kit.errors import StudioError
from studio.kit.files import write_atomically
from studio.kit.inputs import FACT, Look, Record, portable, real
from studio.model.diagnostics import Diagnostic, Severity
from studio.render.up_to_date import own_code
from studio.settings.show import CONFIG_NAME
from studio.settings.workspace import Workspace

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """How many errors and warnings a script has."""

    errors: int
    warnings: int


class KeptFindings:
    """The counts of a show's scripts, each with the record of what it was counted from."""

    def __init__(self, workspace: Workspace) -> None:
        self._root = workspace.show.root
        self._folder = workspace.cache / "findings"
        self._is_kept = (self._root / CONFIG_NAME).is_file()  # a folder without a show stays as it is
        settings = json.dumps(sorted(workspace.loaded.notes.items()))
        self._facts = {"studio": own_code(), "settings": hashlib.sha256(settings.encode()).hexdigest()[:16]}

    def keep(self, script: Path, record: Record, findings: Iterable[Diagnostic]) -> None:
        """Keep what was found in a script. Where nothing can be written it is not known later, and no more."""
        if not self._is_kept or record.torn:
            return
        told = Record(dict(record.notes))
        for name, value in self._facts.items():
            told.note(FACT, name, value)
        counts = Counter(finding.severity for finding in findings)
        note = [_FORMAT, told.as_json(self._root), counts[Severity.ERROR], counts[Severity.WARNING]]
        try:
            write_atomically(self._path(script), json.dumps(note).encode())
        except StudioError:
            return

    def known(self, script: Path, look: Look) -> Counts | None:
        """The counts of a script as it is now; None where it, or what else counts, has changed since."""
        try:
            version, record, errors, warnings = json.loads(self._path(script).read_bytes())
            if version != _FORMAT or any(Record.from_json(record, self._root).changes(self._facts, look)):
                return None
            return Counts(int(errors), int(warnings))
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def _path(self, script: Path) -> Path:
        name = portable(real(script), real(self._root))
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.json"
