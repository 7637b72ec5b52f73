"""Imports of scripts as tests call them."""

from __future__ import annotations

from pathlib import Path

from commands import workspace_of

from studio.actions.import_ import ScriptImport, import_script
from studio.model.ledger import Fate
from studio.model.script import CueKind, Script
from studio.model.source import Source
from studio.narration.read import parse_source
from studio.settings.show import load_show


def import_file(source: Path, folder: Path, form: str | None = None, **options: object) -> ScriptImport:
    """``studio import FILE`` in a folder without a show."""
    return import_script(workspace_of(load_show(folder)), source, form=form, to=folder / "script.md", **options)  # type: ignore[arg-type]


def import_text(text: str | bytes, folder: Path, name: str = "source.txt", form: str | None = None) -> ScriptImport:
    """The same for a text, which may be imported again and again."""
    source = folder / "sources" / name
    source.parent.mkdir(exist_ok=True)
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_file(source, folder, form, force=True)


def parsed(done: ScriptImport) -> Script:
    """The script as studio's own parser reads it."""
    show = load_show(done.script.parent)
    return parse_source(show, Source("script.md", done.script.read_text(encoding="utf-8")))


def outline(done: ScriptImport) -> str:
    """What a listener hears of the script, and what was told to the author, a line each."""
    script = parsed(done)
    lines = [f"form {done.form}", f"title {script.episode.title}"]
    lines += [f"voice {name} = {voice}" for name, voice in done.speakers.items()]
    for section in script.sections:
        if section.level:
            lines.append(f"{'#' * section.level} {section.title}")
        for block in section.blocks:
            if block.kind.is_spoken:
                said = "".join(run.say or run.text for run in block.inlines if run.is_heard)
                lines.append(f"{block.speaker or '-'}: {' '.join(said.split())}")
            elif block.cue is not None and block.cue.kind is CueKind.PAUSE:
                lines.append(f"pause {block.cue.length_s:g} s")
    lines += [f"kept {one.line} {one.what}: {' '.join(one.text.split())[:90]}" for one in done.kept]
    lines += [f"doubt {line}: {message}" for line, message in done.doubts]
    return "\n".join(lines) + "\n"


def spoken_words(done: ScriptImport) -> str:
    """Every letter that somebody speaks."""
    return "".join(entry.text for entry in parsed(done).ledger if entry.fate is Fate.SPOKEN)
