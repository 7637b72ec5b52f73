"""The eSpeak NG C library from the ``espeakng-loader`` wheel, a fresh private copy for every synthesis.

eSpeak NG keeps state in C statics (flutter phase, gain control, random numbers), so the second call with the same
text gives other samples, and nothing in its interface resets them. A copy of the shared object of its own per
synthesis starts from the same state each time; it costs about 2 ms. The generator behind breath and whisper is seeded
with the clock when the library starts, and therefore seeded again here.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.kit.errors import StudioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# From speak_lib.h of eSpeak NG 1.52.
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_INITIALIZE_DONT_EXIT = 0x8000
_CHARS_UTF8 = 1
_PHONEMES = 0x100
_IN_IPA = 2
_PARAMETERS = {"rate_wpm": 1, "volume": 2, "pitch": 3, "pitch_range": 4, "word_gap_10ms": 7}
_EVENT_LIST_END, _EVENT_WORD = 0, 1
#: The library keeps its data path in 160 bytes, ``/espeak-ng-data`` and the closing NUL included.
_LONGEST_DATA_PATH_BYTES = 140


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class EspeakOutput:
    """Little-endian 16-bit mono ``pcm`` at ``rate_hz``; ``words`` are (code point in the text, sample) pairs."""

    pcm: bytes
    rate_hz: int
    words: tuple[tuple[int, int], ...]


def speak(text: str, voice: str, parameters: Mapping[str, int], seed: int = 0) -> EspeakOutput:
    """Synthesise plain text; ``[[…]]`` holds eSpeak phoneme mnemonics.

    Args:
        text: must not contain NUL, nor a word of more than 200 phonemes in mnemonics, which would end the process.
        voice: eSpeak voice name with variant, e.g. ``en-us+klatt6``.
        parameters: any of ``rate_wpm``, ``volume``, ``pitch``, ``pitch_range``, ``word_gap_10ms``.
        seed: for the noise in breath and whisper, from 0.

    Raises:
        StudioError: the library cannot be loaded or refuses the voice or the text.
    """
    with _private_library() as library:
        rate_hz = _start(library)
        library.espeak_ng_SetRandSeed(seed + 1)
        try:
            return _speak(library, rate_hz, text, voice, parameters)
        finally:
            library.espeak_Terminate()


def _speak(library: Any, rate_hz: int, text: str, voice: str, parameters: Mapping[str, int]) -> EspeakOutput:
    chunks: list[bytes] = []
    words: list[tuple[int, int]] = []

    def collect(samples: int | None, count: int, events: Any) -> int:
        if samples and count > 0:
            chunks.append(ctypes.string_at(samples, 2 * count))
        index = 0
        while (event := events[index]).type != _EVENT_LIST_END:
            if event.type == _EVENT_WORD:
                words.append((event.text_position - 1, event.sample))
            index += 1
        return 0

    callback = _Callback(collect)  # must outlive the synthesis
    library.espeak_SetSynthCallback(callback)
    if library.espeak_SetVoiceByName(voice.encode()) != 0:
        raise StudioError("espeak-failed", f"eSpeak NG has no voice {voice!r}")
    for name, value in parameters.items():
        library.espeak_SetParameter(_PARAMETERS[name], value, 0)
    raw = text.encode() + b"\0"
    status = library.espeak_Synth(raw, len(raw), 0, 1, 0, _CHARS_UTF8 | _PHONEMES, None, None)
    if status != 0:
        raise StudioError("espeak-failed", f"eSpeak NG refuses the text (status {status})")
    return EspeakOutput(b"".join(chunks), rate_hz, tuple(words))


@contextmanager
def reading(voice: str) -> Iterator[Callable[[str], str]]:
    """A function that gives a text's pronunciation in IPA, by eSpeak NG's own rules, for as long as the block lasts.

    Raises:
        StudioError: the library cannot be loaded.
    """
    with _private_library() as library:
        _start(library)
        library.espeak_SetVoiceByName(voice.encode())

        def ipa_of(text: str) -> str:
            rest, clauses = ctypes.c_char_p(text.replace("\0", " ").encode()), []
            while rest.value:
                clauses.append(
                    (library.espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, _IN_IPA) or b"").decode()
                )
            return " ".join(clauses)

        try:
            yield ipa_of
        finally:
            library.espeak_Terminate()


def _start(library: Any) -> int:
    """Initialise the library; gives its sample rate in hertz."""
    rate_hz: int = library.espeak_Initialize(
        _AUDIO_OUTPUT_SYNCHRONOUS, 0, os.fsencode(data_folder()), _INITIALIZE_DONT_EXIT
    )
    if rate_hz <= 0:
        raise StudioError("espeak-failed", f"eSpeak NG does not start with the data in {data_folder()}")
    return rate_hz


@contextmanager
def _private_library() -> Iterator[Any]:
    import espeakng_loader

    handle, copy = tempfile.mkstemp(prefix="studio-espeak-", suffix=Path(espeakng_loader.get_library_path()).suffix)
    os.close(handle)
    try:
        shutil.copyfile(espeakng_loader.get_library_path(), copy)
        library = ctypes.CDLL(copy)
    except OSError as error:
        raise StudioError(
            "espeak-failed",
            f"the eSpeak NG library cannot be loaded: {error}",
            where=str(Path(copy).parent),
            hint="The temporary folder must be writable and allow programs; set TMPDIR to another one.",
        ) from error
    finally:
        if sys.platform != "win32":  # an open file may lose its name, so that nothing stays behind after a kill
            Path(copy).unlink()
    _declare(library)
    try:
        yield library
    finally:
        _unload(library)
        if sys.platform == "win32":
            with suppress(OSError):
                Path(copy).unlink()


def _declare(library: Any) -> None:
    c_int, c_char_p, c_uint, c_void_p = ctypes.c_int, ctypes.c_char_p, ctypes.c_uint, ctypes.c_void_p
    library.espeak_Initialize.argtypes = [c_int, c_int, c_char_p, c_int]
    library.espeak_Synth.argtypes = [c_char_p, ctypes.c_size_t, c_uint, c_int, c_uint, c_uint, c_void_p, c_void_p]
    library.espeak_SetSynthCallback.argtypes = [_Callback]
    library.espeak_SetVoiceByName.argtypes = [c_char_p]
    library.espeak_SetParameter.argtypes = [c_int, c_int, c_int]
    library.espeak_ng_SetRandSeed.argtypes = [ctypes.c_long]
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(c_char_p), c_int, c_int]
    library.espeak_TextToPhonemes.restype = c_char_p


def _unload(library: Any) -> None:
    import _ctypes

    if sys.platform == "win32":
        _ctypes.FreeLibrary(library._handle)
    else:
        _ctypes.dlclose(library._handle)


@cache
def data_folder() -> Path:
    """Folder with eSpeak NG's data under a path that is short enough for the library."""
    import espeakng_loader

    folder = Path(espeakng_loader.get_data_path())
    if len(os.fsencode(folder)) <= _LONGEST_DATA_PATH_BYTES:
        return folder
    return _short_path_to(folder)


def _short_path_to(folder: Path) -> Path:
    # A link of a fixed name per user and target, so that runs do not heap up links; os.replace makes it race-free.
    import hashlib

    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    parent = Path(tempfile.gettempdir()) / f"studio-espeak-{os.getuid() if hasattr(os, 'getuid') else 0}-{name}"
    link = parent / folder.name
    if len(os.fsencode(link)) > _LONGEST_DATA_PATH_BYTES:
        raise StudioError(
            "espeak-path-too-long",
            f"eSpeak NG cannot read its data: the path has more than {_LONGEST_DATA_PATH_BYTES} bytes",
            where=str(folder),
            hint="Set TMPDIR to a folder with a short path.",
        )
    parent.mkdir(mode=0o700, exist_ok=True)
    if not link.exists():
        fresh = parent / f"{os.getpid()}.new"
        try:
            fresh.symlink_to(folder, target_is_directory=True)
        except OSError:  # Windows without the right to make links
            shutil.copytree(folder, fresh)
        with suppress(OSError):  # another process was quicker
            fresh.replace(link)
    return link
