"""Voice settings → an engine's frozen options, with complaints that a voice's author can act on."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from studio.kit.folders import models_folder
from studio.kit.inputs import absence, look_at, looks
from studio.settings.complaints import Wording, WrongError, shortened
from studio.settings.reader import Reading, node_of, source_of

if TYPE_CHECKING:
    from studio.model.show import Voice

T = TypeVar("T")
#: In front of a path: it is in the user's folder of models, wherever that is on this machine.
MODELS = "models:"


def read_options(options: type[T], voice: Voice, root: Path) -> T:
    """Build the frozen dataclass ``options`` from ``voice.settings``.

    Args:
        options: its fields are ``str``, ``int``, ``float``, ``bool`` or ``Path`` (read relative to ``root``, or with
            ``models:`` in front to the user's folder of models; it must exist), or one of these with ``| None``. A
            field without default must be given. :func:`studio.model.fields.declared` gives them ranges and meanings.
        voice: the voice with its settings.
        root: the show's folder.

    Raises:
        ConfigurationError: unknown, missing or unusable settings, with their place in the voice's file.
    """
    wording = Wording(
        unknown=f"the engine {voice.engine} has no setting {{name!r}}",
        missing=f"the engine {voice.engine} needs the setting {{name!r}}",
        wrong="the setting {name!r} must be {expected}, not {value}",
        choice="the setting {name!r} must be {expected}, not {value}",
        range="the setting {name!r} must lie {expected}, not {value}",
        absent="there is no file {expected!r} (setting {name!r})",
        absent_hint="Put the model there, or correct the path; paths count from the show's folder.",
        codes={
            "unknown-key": "unknown-setting",
            "missing-key": "missing-setting",
            "missing-file": "model-missing",
            "no-file": "model-missing",
        },
        code="bad-setting",
    )
    where = f"voices/{voice.name}.yaml"
    reading = _ModelReading(source_of(voice.settings, where), wording=wording, root=root)
    made = reading.read(options, node_of(voice.settings), "settings.")
    reading.stop_if_wrong()
    return made


class _ModelReading(Reading):
    """Paths lead to models: files or folders, here or in the user's own folder."""

    def existing(self, text: str) -> Path:
        if text.startswith(MODELS):
            path = models_folder() / text.removeprefix(MODELS)
        else:
            with contextlib.suppress(RuntimeError):  # ~somebody, who is not here
                text = str(Path(text).expanduser())
            path = self.root / text
        look_at(path)
        if looks(str(path)).partition(" ")[0] not in ("file", "folder"):
            raise WrongError(shortened(str(path)), code=absence(path))
        return path
