"""Running ffmpeg: the binary that comes with ``imageio-ffmpeg``, graphs from ``ffmpeg-python``."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from studio.kit.errors import StudioError

#: For an input of somebody's: sound in a file of its own. A play list would have ffmpeg open other files, or addresses.
SOUNDS_ONLY = {
    "protocol_whitelist": "file",
    "format_whitelist": "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp2,mp3,"
    "mpeg,mpegts,ogg,oma,opus,rm,tta,voc,w64,wav,wv",
}


def executable() -> str:
    """Path of ffmpeg.

    Raises:
        StudioError: there is none for this platform.
    """
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError:
        hint = "install ffmpeg, or set IMAGEIO_FFMPEG_EXE to its path"
        raise StudioError("no-ffmpeg", "there is no ffmpeg on this machine", hint=hint) from None


def address(path: Path) -> str:
    """A file's name for ffmpeg, which else takes a colon in it for a protocol's."""
    return f"file:{path}"


def arguments(graph: Any, *, log: str = "error") -> list[str]:
    """Command line of an ``ffmpeg-python`` output; it asks nothing and says only what ``log`` allows."""
    quiet = graph.global_args("-hide_banner", "-nostats", "-nostdin", "-loglevel", log)
    return [str(word) for word in quiet.overwrite_output().compile(cmd=executable())]


def pipe(graph: Any, data: bytes | None = None, *, where: str | None = None) -> bytes:
    """Run a graph with ``data`` as its input and give back what it writes.

    Raises:
        StudioError: ffmpeg failed; the message is its last word, ``where`` the file concerned.
    """
    run = subprocess.run(arguments(graph), input=data, capture_output=True, check=False)
    if run.returncode:
        raise failed(run.stderr, where)
    return run.stdout


def failed(log: bytes, where: str | None) -> StudioError:
    """The error for a run that ended badly."""
    lines = [line.strip() for line in log.decode("utf-8", "replace").splitlines() if line.strip()]
    # In front of what it says stand the part of it that says so, with an address, and the level.
    reason = lines[-1].rpartition("] ")[2] if lines else "it gave no reason"
    return StudioError("ffmpeg", f"ffmpeg failed: {reason}", where=where)
