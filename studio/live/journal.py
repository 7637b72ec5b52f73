"""The jobs of a desk as they are remembered when it has gone, however it went: one desk of a show keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from studio.kit.errors import StudioError
from studio.kit.files import held, writing
from studio.live.kept import read_kept, write_kept

_NAME = ".jobs.json"
_LONGEST = 2000
_ID = re.compile(r"[a-z]{1,20}-[0-9]{1,9}")


class Journal:
    """A file beside the builds.

    Args:
        build: the folder of builds.

    Attributes:
        doubt: why nothing is remembered, as a sentence without a full stop; empty where it is.
    """

    def __init__(self, build: Path) -> None:
        self._build = build
        self._open = ExitStack()
        self.doubt = "nothing has been opened"

    def open(self) -> list[dict[str, Any]]:
        """What the last desk left; to be called once."""
        busy = StudioError("busy", "another desk of this show is open")
        try:
            with writing(self._build):
                self._build.mkdir(parents=True, exist_ok=True)
            self._open.enter_context(held(self._build / ".jobs.lock", busy))
        except StudioError as error:
            self.doubt = error.message
            return []
        self.doubt = ""
        try:
            found = read_kept(self._build / _NAME, self._build)
            return [one for one in found["jobs"] if _is_job(one)] if found else []
        except (StudioError, KeyError, TypeError) as error:
            # What was, is lost; what will be is kept where it can.
            self.doubt = error.message if isinstance(error, StudioError) and error.code != "damaged-notes" else ""
            return []

    def write(self, jobs: Sequence[dict[str, Any]]) -> None:
        """Remember how jobs are; where that cannot be, ``doubt`` says why."""
        if not self.doubt:
            try:
                write_kept(self._build / _NAME, self._build, {"jobs": [*jobs]})
            except StudioError as error:
                self.doubt = error.message

    def close(self) -> None:
        """Let another desk remember."""
        self.doubt = "everything has been closed"
        self._open.close()


def _is_job(one: Any) -> bool:
    """Whether this is what :meth:`Journal.write` was given."""
    if not isinstance(one, dict) or not {"id", "kind", "episodes", "state", "message", "warnings"} <= one.keys():
        return False
    texts = [one["id"], one["kind"], one["state"], one["message"]]
    lists = [one["episodes"], one["warnings"]]
    return (
        all(isinstance(text, str) and len(text) <= _LONGEST for text in texts)
        and all(isinstance(some, list) and all(isinstance(text, str) for text in some) for some in lists)
        and _ID.fullmatch(one["id"]) is not None
    )
