"""Voices of a few hundred kilobytes that drive the real loading code of Piper and Kokoro: every phoneme is a tone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

HOP_SAMPLES = 256
FRAMES = 6
IPA = "abcdefghijklmnopqrstuvwxyzæçðøħŋœɐɑɒɔɕɖəɚɛɜɡɪɫɹɾʃʊʌʒʔˈˌːθᵻ"


def make_piper(folder: Path, speakers: Sequence[str] = ("ada", "bob"), rate_hz: int = 22_050) -> Path:
    """A Piper voice whose speakers differ in loudness and whose samples carry a little noise, as real ones do."""
    symbols = ["_", "^", "$", " ", *"!',-.:;?", *IPA]
    silent = range(4 + len("!',-.:;?"))
    nodes = [
        helper.make_node("Gather", ["tones", "input"], ["spoken"], axis=0),
        helper.make_node("Reshape", ["spoken", "shape"], ["flat"]),
        helper.make_node("Cast", ["sid"], ["speaker"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["speaker", "half"], ["quieter"]),
        helper.make_node("Sub", ["one", "quieter"], ["gain"]),
        helper.make_node("Mul", ["flat", "gain"], ["voiced"]),
        helper.make_node("RandomNormalLike", ["voiced"], ["noise"], scale=0.001),
        helper.make_node("Add", ["voiced", "noise"], ["output"]),
        helper.make_node("Cast", ["input"], ["ids"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["ids", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "frames"], ["durations"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "length"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        helper.make_tensor_value_info("sid", TensorProto.INT64, [1]),
    ]
    outputs = [
        helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"]),
        helper.make_tensor_value_info("durations", TensorProto.FLOAT, [1, "length"]),
    ]
    constants = [
        numpy_helper.from_array(_tones(len(symbols), silent, rate_hz), "tones"),
        numpy_helper.from_array(np.array([1, 1, 1, -1]), "shape"),
        *(_constant(name, value) for name, value in (("half", 0.5), ("one", 1), ("zero", 0), ("frames", FRAMES))),
    ]
    path = folder / "voice.onnx"
    _save(helper.make_graph(nodes, "piper", inputs, outputs, constants), path)
    config = {
        "audio": {"sample_rate": rate_hz, "quality": "low"},
        "espeak": {"voice": "en-us"},
        "phoneme_type": "espeak",
        "num_symbols": len(symbols),
        "num_speakers": len(speakers),
        "speaker_id_map": {name: number for number, name in enumerate(speakers)},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "hop_length": HOP_SAMPLES,
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(symbols)},
    }
    (folder / "voice.onnx.json").write_text(json.dumps(config), encoding="utf-8")
    return path


def make_kokoro(folder: Path, speakers: Sequence[str] = ("af_tiny", "am_tiny")) -> tuple[Path, Path]:
    """A Kokoro model and its file of voices, which differ in loudness."""
    nodes = [
        helper.make_node("Gather", ["tones", "input_ids"], ["spoken"], axis=0),
        helper.make_node("Reshape", ["spoken", "flat"], ["samples"]),
        helper.make_node("ReduceMean", ["style"], ["gain"], keepdims=0),
        helper.make_node("Div", ["samples", "speed"], ["paced"]),
        helper.make_node("Mul", ["paced", "gain"], ["waveform"]),
        helper.make_node("Mul", ["input_ids", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "frames"], ["each"]),
        helper.make_node("Reshape", ["each", "flat"], ["duration"]),
    ]
    inputs = [
        helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "length"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    outputs = [
        helper.make_tensor_value_info("waveform", TensorProto.FLOAT, ["samples"]),
        helper.make_tensor_value_info("duration", TensorProto.INT64, ["length"]),
    ]
    constants = [
        numpy_helper.from_array(_tones(178, range(17), 24_000), "tones"),
        numpy_helper.from_array(np.array([-1]), "flat"),
        numpy_helper.from_array(np.array(0), "zero"),
        numpy_helper.from_array(np.array(FRAMES), "frames"),
    ]
    _save(helper.make_graph(nodes, "kokoro", inputs, outputs, constants), folder / "model.onnx")
    styles = {name: np.full((510, 1, 256), 1 / number, np.float32) for number, name in enumerate(speakers, 1)}
    np.savez(folder / "voices.npz", **styles)  # type: ignore[arg-type]
    return folder / "model.onnx", folder / "voices.npz"


def _tones(count: int, silent: Sequence[int], rate_hz: int) -> NDArray[np.float32]:
    """One tone per symbol, fading in and out; the silent symbols are punctuation and padding."""
    time = np.arange(FRAMES * HOP_SAMPLES) / rate_hz
    tones = np.stack([0.3 * np.sin(2 * np.pi * (120 + 9 * number) * time) for number in range(count)])
    tones[list(silent)] = 0
    return (tones * np.hanning(len(time))).astype(np.float32)


def _constant(name: str, value: float) -> onnx.TensorProto:
    return numpy_helper.from_array(np.array(value, np.float32), name)


def _save(graph: onnx.GraphProto, path: Path) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
