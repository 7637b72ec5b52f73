"""What ``studio doctor`` looks at: this machine, and the show if there is one."""

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
from studio.kit.player import find_player
from studio.model.show import Show
from studio.settings.show import show_from
from studio.voices.casting import cast_voice

State = Literal["ok", "note", "problem"]
#: A rendered hour with its takes needs about a tenth of this.
LOW_DISK_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; a ``problem`` keeps renders from working, a ``note`` is only good to know."""

    name: str
    state: State
    message: str
    hint: str | None = None


def examine(folder: Path | None) -> tuple[Finding, ...]:
    """Look at everything a render needs; ``folder`` is the show's, None for the one around the working folder."""
    findings = [
        Finding("python", "ok", f"{platform.python_version()} at {sys.executable}"),
        _guarded("ffmpeg", _ffmpeg),
        _guarded("mp3 encoder", _lame),
        *_engines(),
        _player(),
    ]
    try:
        show = show_from(folder)
    except StudioError as error:
        state: State = "note" if error.code == "no-show" else "problem"
        return (*findings, Finding("show", state, str(error), error.hint))
    return (*findings, Finding("show", "ok", f"{show.title}, in {show.root}"), *_voices(show), _disk(show))


def _guarded(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name, "ok", look())
    except Exception as error:  # whatever a broken installation raises is the finding
        return Finding(name, "problem", f"{type(error).__name__}: {error}", "Install studio again: pip install studio")


def _ffmpeg() -> str:
    import imageio_ffmpeg

    return f"{imageio_ffmpeg.get_ffmpeg_version()}, from the imageio-ffmpeg package"


def _lame() -> str:
    from studio.audio import lame

    return lame.version()


def _engines() -> Iterator[Finding]:
    for name in engine_names():
        try:
            engine = find_engine(name)
            reason = engine.unusable()
        except StudioError as error:
            yield Finding(name, "problem", str(error), error.hint)
            continue
        if reason is None:
            yield Finding(name, "ok", f"speaks, version {engine.info.version}")
        else:
            yield Finding(name, "note", f"cannot speak: {reason}")


def _player() -> Finding:
    player = find_player()
    if player is None:
        return Finding(
            "player", "note", "none was found; previews are written, but not played", "Install ffplay or mpv."
        )
    return Finding("player", "ok", player[0])


def _voices(show: Show) -> Iterator[Finding]:
    for name in show.voices:
        try:
            cast = cast_voice(name, show.voices, show.root)
        except StudioError as error:
            needed = name == show.narrator or name in show.speakers.values()
            yield Finding(f"voice {name}", "problem" if needed else "note", error.message, error.hint)
        else:
            yield Finding(
                f"voice {name}", "note" if cast.remark else "ok", cast.remark or f"speaks by {cast.voice.engine}"
            )


def _disk(show: Show) -> Finding:
    place = show.build if show.build.is_dir() else show.root
    if not os.access(place, os.W_OK):
        return Finding("build folder", "problem", f"cannot write to {place}", "Correct its permissions.")
    free = shutil.disk_usage(place).free
    if free < LOW_DISK_BYTES:
        return Finding("disk", "note", f"only {free / 1e9:.1f} GB free at {place}")
    return Finding("disk", "ok", f"{free / 1e9:.0f} GB free")
