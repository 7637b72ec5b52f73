"""Flite's C libraries through ctypes, where they are installed."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_LOCK = threading.Lock()  # the library keeps static tables


class _Wave(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_char_p),
        ("sample_rate", ctypes.c_int),
        ("num_samples", ctypes.c_int),
        ("num_channels", ctypes.c_int),
        ("samples", ctypes.POINTER(ctypes.c_short)),
    )


class _Voice(ctypes.Structure):
    _fields_ = (("name", ctypes.c_char_p), ("features", ctypes.c_void_p))


class _DlInfo(ctypes.Structure):
    _fields_ = (
        ("path", ctypes.c_char_p),
        ("base", ctypes.c_void_p),
        ("symbol", ctypes.c_char_p),
        ("address", ctypes.c_void_p),
    )


@dataclass(frozen=True, slots=True)
class FliteOutput:
    """Native-endian 16-bit mono ``pcm``; ``words`` are (token in the text, start in seconds) in order."""

    pcm: bytes
    rate_hz: int
    words: tuple[tuple[str, float], ...]


def speak(text: str, voice: str, features: Mapping[str, float], seed: int) -> FliteOutput:
    """Synthesise one sentence of ASCII text.

    Args:
        text: must hold something to say.
        voice: e.g. ``rms``.
        features: Flite's own voice features, all that :func:`default_features` names; they stay set afterwards.
        seed: for the noise that excites the statistical voices.

    Raises:
        OSError: Flite or the voice is not installed.
        RuntimeError: Flite gives nothing.
    """
    flite, pointer = _flite(), _voice(voice)
    with _LOCK:
        for name, value in features.items():
            flite.feat_set_float(_features_of(pointer), name.encode(), value)
        # Flite draws its excitation noise from the C library's rand(), so that is what makes a take repeatable.
        ctypes.CDLL(None).srand(seed)
        utterance = flite.flite_synth_text(text.encode("ascii"), pointer)
        if not utterance:
            raise RuntimeError("Flite gives no speech for this text")
        try:
            wave = flite.utt_wave(utterance).contents
            pcm = ctypes.string_at(wave.samples, 2 * wave.num_samples)
            return FliteOutput(pcm, wave.sample_rate, tuple(_words(flite, utterance)))
        finally:
            flite.delete_utterance(utterance)


def _words(flite: Any, utterance: Any) -> Any:
    item = flite.relation_head(flite.utt_relation(utterance, b"Word"))
    while item:
        token = flite.ffeature_string(item, b"R:Token.parent.name")
        start_s = flite.ffeature_float(item, b"R:SylStructure.daughter1.daughter1.R:Segment.p.end")
        yield (token or b"").decode("ascii", "replace"), start_s
        item = flite.item_next(item)


@cache
def _flite() -> Any:
    flite = _open("flite")
    for name in ("flite_usenglish", "flite_cmulex"):  # voices expect these to be loaded already
        _open(name)
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for function, result, arguments in (
        ("flite_synth_text", pointer, [text, pointer]),
        ("utt_wave", ctypes.POINTER(_Wave), [pointer]),
        ("utt_relation", pointer, [pointer, text]),
        ("relation_head", pointer, [pointer]),
        ("item_next", pointer, [pointer]),
        ("ffeature_float", ctypes.c_float, [pointer, text]),
        ("ffeature_string", text, [pointer, text]),
        ("delete_utterance", None, [pointer]),
        ("get_param_float", ctypes.c_float, [pointer, text, ctypes.c_float]),
        ("feat_set_float", None, [pointer, text, ctypes.c_float]),
    ):
        getattr(flite, function).restype = result
        getattr(flite, function).argtypes = arguments
    flite.flite_init()
    return flite


@cache
def _voice(name: str) -> Any:
    _flite()
    register = getattr(_open(f"flite_cmu_us_{name}"), f"register_cmu_us_{name}")
    register.restype, register.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    return register(None)


def default_features(voice: str) -> dict[str, float]:
    """What can be set, with the voice's own values: ``duration_stretch`` and pitch (Hz).

    Raises:
        OSError: Flite or the voice is not installed.
    """
    return dict(_defaults(voice))


@cache
def _defaults(voice: str) -> Mapping[str, float]:
    flite, pointer = _flite(), _voice(voice)
    usual = {"duration_stretch": 1.0, "int_f0_target_mean": 100.0, "int_f0_target_stddev": 12.0}
    return {name: flite.get_param_float(_features_of(pointer), name.encode(), value) for name, value in usual.items()}


def _features_of(voice: Any) -> Any:
    return ctypes.cast(voice, ctypes.POINTER(_Voice)).contents.features


def library_files(voice: str) -> tuple[Path, ...]:
    """The files that decide how a voice sounds.

    Raises:
        OSError: Flite or the voice is not installed.
    """
    functions = (_open("flite").flite_init, getattr(_open(f"flite_cmu_us_{voice}"), f"register_cmu_us_{voice}"))
    return tuple(_file_of(function) for function in functions)


def _file_of(function: Any) -> Path:
    info = _DlInfo()
    ctypes.CDLL(None).dladdr(ctypes.cast(function, ctypes.c_void_p), ctypes.byref(info))
    return Path((info.path or b"").decode()).resolve()


@cache
def _open(name: str) -> Any:
    # The name is tried first: find_library starts the compiler, and needs the development package.
    suffix = ".1.dylib" if sys.platform == "darwin" else ".so.1"
    try:
        return ctypes.CDLL(f"lib{name}{suffix}", ctypes.RTLD_GLOBAL)
    except OSError:
        found = ctypes.util.find_library(name)
        if not found:
            raise
        return ctypes.CDLL(found, ctypes.RTLD_GLOBAL)
