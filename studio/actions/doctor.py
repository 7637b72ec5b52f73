"""``studio doctor``: what it looks at: this machine, and the show if there is one."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.engines import engine_names, find_engine
from studio.kit.errors import StudioError
from studio.kit.packages import install_hint
from studio.kit.player import find_player
from studio.lint.languages import foreign_language
from studio.model.languages import READ_ALOUD
from studio.model.show import Show
from studio.settings.episodes import all_episodes, relative_path
from studio.settings.workspace import open_workspace
from studio.voices.casting import cast_voice
from studio.voices.finals import final_voice

State = Literal["ok", "note", "problem"]
#: A rendered hour with its takes needs about a tenth of this.
LOW_DISK_BYTES = 2_000_000_000
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; a ``problem`` keeps renders from working, a ``note`` is only good to know."""

    name: str
    state: State
    message: str
    hint: str | None = None


def doctor(folder: Path | None) -> tuple[Check, ...]:
    """Look at everything a render needs; ``folder`` is the show's, None for the one around the working folder."""
    checks = [
        Check("python", "ok", f"{platform.python_version()} at {sys.executable}"),
        _guarded("ffmpeg", _ffmpeg),
        _guarded("mp3 encoder", _lame),
        *_engines(),
        _player(),
    ]
    try:
        show = open_workspace(folder).show
    except StudioError as error:
        state: State = "note" if error.code == "no-show" else "problem"
        return (*checks, Check("show", state, str(error), error.hint))
    return (*checks, Check("show", "ok", f"{show.title}, in {show.root}"), _language(show), *_voices(show), _disk(show))


def _guarded(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, "ok", look())
    except Exception as error:  # whatever a broken installation raises is the finding
        return Check(name, "problem", f"{type(error).__name__}: {error}", f"Install it again: {install_hint()}")


def _ffmpeg() -> str:
    import imageio_ffmpeg

    return f"{imageio_ffmpeg.get_ffmpeg_version()}, from the imageio-ffmpeg package"


def _lame() -> str:
    from studio.audio import lame

    return lame.version()


def _engines() -> Iterator[Check]:
    for name in engine_names():
        try:
            engine = find_engine(name)
            reason = engine.unusable()
        except StudioError as error:
            yield Check(name, "problem", str(error), error.hint)
            continue
        if reason is None:
            yield Check(name, "ok", f"speaks, version {engine.info.version}")
        else:
            yield Check(name, "note", f"cannot speak: {reason}")


def _player() -> Check:
    player = find_player()
    if player is None:
        return Check("player", "note", "none was found; previews are written, but not played", "Install ffplay or mpv.")
    return Check("player", "ok", player[0])


def _voices(show: Show) -> Iterator[Check]:
    for name in show.voices:
        try:
            cast = cast_voice(name, show.voices, show.root)
        except StudioError as error:
            needed = name == show.narrator or name in show.speakers.values()
            yield Check(f"voice {name}", "problem" if needed else "note", error.message, error.hint)
        else:
            yield Check(
                f"voice {name}", "note" if cast.remark else "ok", cast.remark or f"speaks by {cast.voice.engine}"
            )
    yield from _finals(show)


def _finals(show: Show) -> Iterator[Check]:
    """What ``render --final`` would find; a draft needs none of it."""
    for voice in map(final_voice, show.voices.values()):
        if voice.is_final:
            try:
                remark = cast_voice(voice.name, {voice.name: voice}, show.root).remark
            except StudioError as error:
                yield Check(f"final {voice.name}", "note", error.message, error.hint)
            else:
                yield Check(f"final {voice.name}", "note" if remark else "ok", remark or f"speaks by {voice.engine}")


def _language(show: Show) -> Check:
    """Whether scripts are written in what is read aloud here."""
    told = f"{', '.join(READ_ALOUD)} is read aloud"
    foreign = [relative_path(show, one.script) for one in all_episodes(show) if _is_foreign(one.script)]
    if not foreign:
        return Check("language", "ok", told)
    shown = ", ".join(foreign[:_MOST_NAMED]) + (" …" if len(foreign) > _MOST_NAMED else "")
    return Check("language", "note", f"{told}, and not all of {shown} is", "`studio lint` says where.")


def _is_foreign(script: Path) -> bool:
    try:
        text = script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False  # whoever reads it says so
    return any(foreign_language(paragraph) for paragraph in text.split("\n\n"))


def _disk(show: Show) -> Check:
    place = show.build if show.build.is_dir() else show.root
    if not os.access(place, os.W_OK):
        return Check("build folder", "problem", f"cannot write to {place}", "Correct its permissions.")
    free = shutil.disk_usage(place).free
    if free < LOW_DISK_BYTES:
        return Check("disk", "note", f"only {free / 1e9:.1f} GB free at {place}")
    return Check("disk", "ok", f"{free / 1e9:.0f} GB free")
