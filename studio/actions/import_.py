"""``studio import``: a script of another tool → a script of this one, checked by reading it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.importing.check import misread, unspoken
from studio.importing.compose import Written, compose, names_of
from studio.importing.elements import Imported, Kept, Speech
from studio.importing.material import read_material
from studio.importing.registry import form_of
from studio.kit.errors import ConfigurationError, StudioError
from studio.kit.files import write_atomically
from studio.model.languages import is_read_aloud
from studio.model.script import Script
from studio.model.show import Show
from studio.model.source import Source
from studio.narration.read import parse_source
from studio.settings.episodes import id_from_name
from studio.settings.show import CONFIG_NAME
from studio.settings.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ScriptImport:
    """A script that was written.

    Attributes:
        script: where it is.
        source: what it was made from.
        form: the form that the source was read as.
        speakers: each of its speakers and the voice that speaks for them.
        paragraphs: how many are spoken.
        kept: what is not spoken and stands in the script as comments.
        doubts: line of the source (0 for all of it), and what may have been meant otherwise.
    """

    script: Path
    source: str
    form: str
    speakers: Mapping[str, str]
    paragraphs: int
    kept: tuple[Kept, ...]
    doubts: tuple[tuple[int, str], ...]

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return {
            "script": str(self.script),
            "source": self.source,
            "form": self.form,
            "speakers": dict(self.speakers),
            "paragraphs": self.paragraphs,
            "kept": [{"line": one.line, "what": one.what, "text": one.text} for one in self.kept],
            "doubts": [{"line": line, "message": message} for line, message in self.doubts],
        }


def import_script(
    workspace: Workspace, source: Path, *, form: str | None = None, to: Path | None = None, force: bool = False
) -> ScriptImport:
    """Write a script that says what a script of another tool says.

    Args:
        workspace: the show, whose voices speak; a folder without one counts as a show of default settings.
        source: the file.
        form: of the file; None for the likeliest by its content.
        to: the script to be written; by default the show's ``scripts/NAME.md``, without a show ``NAME.md`` there.
        force: whether it may replace a file.

    Raises:
        ConfigurationError: ``missing-source``, ``unknown-form``, ``script-exists``.
        StudioError: a source that cannot be read, or in which nobody says anything (``nothing-spoken``).
    """
    show = workspace.show
    target = _target(show, source, to, force=force)
    material = read_material(source)
    reader = form_of(material, form)
    imported = reader.read(material)
    if not any(isinstance(one, Speech) for one in imported.elements):
        raise StudioError(
            "nothing-spoken",
            f"read as `{reader.name}`, nothing in it is spoken",
            where=material.name,
            hint="Say which form it is: --from FORM (studio import --help lists them).",
        )
    names = names_of(imported)
    voices, doubts = _cast(show, tuple(names.values()))
    undeclared = {name: voice for name, voice in voices.items() if name.upper() not in show.speakers}
    written, script = _write(show, target, imported, names, undeclared)
    doubts += [(speech.line, f"{problem}; look at it") for speech, problem in misread(script, written)]
    doubts += [(0, f"“{old}” is called “{new}” in the script") for old, new in names.items() if old not in (new, None)]
    kept = [one for one in imported.elements if isinstance(one, Kept)]
    known = {(one.line, one.text) for one in kept}
    kept += [one for one in unspoken(script, written) if (one.line, one.text) not in known]
    write_atomically(target, written.text.encode("utf-8"))
    return ScriptImport(
        script=target,
        source=material.name,
        form=reader.name,
        speakers=voices,
        paragraphs=len(written.speeches),
        kept=tuple(sorted(kept, key=lambda one: one.line)),
        doubts=(*((0, doubt) for doubt in material.doubts), *sorted([*imported.doubts, *doubts])),
    )


def _target(show: Show, source: Path, to: Path | None, *, force: bool) -> Path:
    """Where the script goes.

    Raises:
        ConfigurationError: ``script-exists``, ``same-file``.
    """
    is_show = (show.root / CONFIG_NAME).is_file()
    target = to or (show.scripts if is_show else show.root) / f"{id_from_name(source.stem)}.md"
    if target.is_dir():
        target /= f"{id_from_name(source.stem)}.md"
    if target.exists() and source.exists() and target.samefile(source):
        raise ConfigurationError(
            "same-file", "the script would replace what it is made from", where=str(target), hint="Say --to FILE.md."
        )
    if target.exists() and not force:
        raise ConfigurationError(
            "script-exists",
            "there is a file already",
            where=str(target),
            hint="Say --to FILE.md, or --force to replace it.",
        )
    return target


def _cast(show: Show, names: tuple[str, ...]) -> tuple[dict[str, str], list[tuple[int, str]]]:
    """A voice for each speaker: the show's own where it has one, else the next that nobody has."""
    known = {name: show.speakers[name.upper()] for name in names if name.upper() in show.speakers}
    usable = [name for name, voice in sorted(show.voices.items()) if is_read_aloud(voice.language)]
    in_order = dict.fromkeys([show.narrator, *show.speakers.values(), *usable])
    free = [voice for voice in in_order if voice in usable and voice not in known.values()]
    voices: dict[str, str] = {}
    shared = []
    for name in names:
        voices[name] = known.get(name) or (free.pop(0) if free else usable[len(voices) % len(usable)])
        if list(voices.values()).count(voices[name]) > 1:
            shared.append(name)
    doubts = [(0, f"{', '.join(shared)} share a voice with somebody: there are {len(usable)}")] if shared else []
    return voices, doubts


def _write(
    show: Show, target: Path, imported: Imported, names: Mapping[str | None, str], voices: Mapping[str, str]
) -> tuple[Written, Script]:
    """The script as it is read as meant: where that needs every sign escaped, in the paragraphs that need it."""
    written = compose(imported, names, voices)
    script = parse_source(show, Source(target.name, written.text))
    wrong = {id(speech) for speech, _ in misread(script, written)}
    if wrong:
        careful = {number for number, one in enumerate(imported.elements) if id(one) in wrong}
        written = compose(imported, names, voices, careful)
        script = parse_source(show, Source(target.name, written.text))
    return written, script
