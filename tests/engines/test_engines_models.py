"""Model files that are gone, cut short, of another kind or empty: one sentence that names the file, in every engine."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from commands import render

from studio.engines import Utterance, find_engine
from studio.kit.errors import StudioError
from studio.model.show import Voice

onnx = pytest.importorskip("onnx", reason="the package onnx, which makes the tests' models, is not installed")
from onnx import TensorProto, helper, numpy_helper  # noqa: E402
from tiny_onnx_voices import make_kokoro, make_piper  # noqa: E402

BINS = 601
SPECTRA = ("lh", "theta", "ln", "lr", "phi")


def _hibari(
    *, bins: int = BINS, ids: str = "ids", speed_size: int = 1, outputs: tuple[str, ...] = (*SPECTRA, "f0"),
    durations: str = "/Clip_output_0", spectra: str = "/head/Add_output_0", parts: int = len(SPECTRA),
) -> bytes:  # fmt: skip
    """A network with the inputs and outputs of a hibari voice, unless told otherwise, that gives a constant."""
    spectrum = numpy_helper.from_array(np.zeros((1, bins, 8), np.float32), "spectrum")
    together = numpy_helper.from_array(np.zeros((1, 8, parts * bins), np.float32), "all")
    nodes = [helper.make_node("Identity", ["spectrum"], [name]) for name in SPECTRA]
    nodes += [helper.make_node("Identity", ["pitch"], ["f0"]), helper.make_node("Identity", ["all"], [spectra])]
    nodes += [helper.make_node("Cast", [ids], [durations], to=TensorProto.FLOAT)]
    shapes = {name: [1, bins, 8] for name in SPECTRA} | {"f0": [1, 8]}
    graph = helper.make_graph(
        nodes,
        "hibari",
        [
            helper.make_tensor_value_info(ids, TensorProto.INT64, [1, "L"]),
            helper.make_tensor_value_info("speed", TensorProto.FLOAT, [speed_size]),
        ],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shapes[name]) for name in outputs],
        [spectrum, together, numpy_helper.from_array(np.full((1, 8), 150, np.float32), "pitch")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    return bytes(model.SerializeToString())


def _real_hibari() -> bytes:
    package = importlib.util.find_spec("hibari")
    assert package is not None and package.origin is not None
    return (Path(package.origin).parent / "assets" / "hibari.onnx").read_bytes()


HIBARI: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no (whole )?model for hibari"),
    "text": (lambda: b"version https://git-lfs.github.com/spec/v1\n", "no whole model for hibari"),
    "half of it": (lambda: _real_hibari()[:4_000_000], "no whole model for hibari"),
    "without its end": (lambda: _real_hibari()[:-1], "no whole model for hibari"),
    "zeros": (lambda: b"\0" * 5000, "no whole model for hibari"),
    "no durations": (lambda: _hibari(durations="/Other"), "no whole model for hibari"),
    "no spectra by frames": (lambda: _hibari(spectra="/Other"), "no whole model for hibari"),
    "a sixth spectrum": (
        lambda: _hibari(parts=6),
        "its output `/head/Add_output_0` has the shape 1 x 8 x 3606, not any x any x 3005",
    ),
    "another input": (lambda: _hibari(ids="tokens"), "no input `ids`, but tokens, speed"),
    "another speed": (lambda: _hibari(speed_size=2), "its input `speed` has the shape 2, not 1"),
    "no pitch": (lambda: _hibari(outputs=SPECTRA), "no output `f0`"),
    "fewer bins": (lambda: _hibari(bins=513), "its output `lh` has the shape 1 x 513 x 8, not any x 601 x any"),
}


@pytest.mark.parametrize("fault", HIBARI)
def test_hibari_refuses_what_is_not_its_model(fault: str, tmp_path: Path) -> None:
    pytest.importorskip("hibari")
    make, says = HIBARI[fault]
    (tmp_path / "voice.onnx").write_bytes(make())
    settings = {"voice": "kore", "model": "voice.onnx"}
    _assert_refused("hibari", settings, tmp_path, says, "voice.onnx")


def test_hibari_speaks_by_a_model_of_its_shape(tmp_path: Path) -> None:
    pytest.importorskip("hibari")
    (tmp_path / "voice.onnx").write_bytes(_hibari())
    engine = find_engine("hibari")
    options = engine.options(Voice("n", "hibari", settings={"voice": "kore", "model": "voice.onnx"}), tmp_path)
    assert len(engine.synthesise(Utterance("Queues grow."), options).samples)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no whole model for piper"),
        (b"<html>404</html>", "no whole model for piper"),
        (None, "no whole model for piper"),
        (_hibari(), "no input `input`, but ids, speed"),
    ],
)
def test_piper_refuses_what_is_not_its_model(content: bytes | None, says: str, tmp_path: Path) -> None:
    pytest.importorskip("piper")
    model = make_piper(tmp_path)
    model.write_bytes(model.read_bytes()[:-100] if content is None else content)
    _assert_refused("piper", {"model": "voice.onnx"}, tmp_path, says, "voice.onnx")


@pytest.mark.parametrize("description", [b"", b'{"audio": {', b"[]", b"null", b'{"audio": {}}', b"\xff\xfe", b"{}"])
def test_piper_refuses_what_is_no_description(description: bytes, tmp_path: Path) -> None:
    pytest.importorskip("piper")
    make_piper(tmp_path)
    (tmp_path / "voice.onnx.json").write_bytes(description)
    _assert_refused("piper", {"model": "voice.onnx"}, tmp_path, "description|no whole model", "voice.onnx.json")


KOKORO = {"model": "model.onnx", "voices": "voices.npz", "speaker": "af_tiny"}


@pytest.mark.parametrize("file", ["model.onnx", "voices.npz"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>404</html>", None])
def test_kokoro_refuses_what_is_not_its_model(content: bytes | None, file: str, tmp_path: Path) -> None:
    pytest.importorskip("kokoro_onnx")
    make_kokoro(tmp_path)
    path = tmp_path / file
    path.write_bytes(path.read_bytes()[:-200] if content is None else content)
    _assert_refused("kokoro", KOKORO, tmp_path, "no whole model for kokoro", file)


def test_kokoro_refuses_models_of_another_shape(tmp_path: Path) -> None:
    pytest.importorskip("kokoro_onnx")
    make_kokoro(tmp_path)
    np.savez(tmp_path / "voices.npz", af_tiny=np.zeros((510, 1, 128), np.float32))
    _assert_refused("kokoro", KOKORO, tmp_path, "the style of the voice 'af_tiny' has another shape", "voices.npz")
    make_kokoro(tmp_path)
    (tmp_path / "model.onnx").write_bytes(_hibari())
    _assert_refused("kokoro", KOKORO, tmp_path, "no input `style`|no whole model", "model.onnx")


@pytest.mark.parametrize(
    ("engine", "settings"),
    [
        ("hibari", {"voice": "kore", "model": "gone.onnx"}),
        ("piper", {"model": "gone.onnx"}),
        ("kokoro", {**KOKORO, "model": "gone.onnx"}),
        ("kokoro", {**KOKORO, "voices": "gone.npz"}),
    ],
)
def test_a_model_that_is_not_there_is_named_with_its_setting(
    engine: str, settings: dict[str, str], tmp_path: Path
) -> None:
    make_kokoro(tmp_path)
    with pytest.raises(StudioError, match=r"there is no file '.*gone\.(onnx|npz)' \(setting '(model|voices)'\)"):
        find_engine(engine).options(Voice("n", engine, settings=settings), tmp_path)


def test_a_damaged_model_is_one_message_for_the_whole_episode(make_show: Callable[..., Path]) -> None:
    pytest.importorskip("hibari")
    root = make_show(engine="hibari\nsettings: {voice: kore, model: voice.onnx}")
    (root / "voice.onnx").write_bytes(b"not a model")
    with pytest.raises(StudioError) as caught:
        render(root)
    assert caught.value.message.count("no whole model for hibari") == 1
    assert "segment 1, scripts/ep01.md:" in caught.value.message
    assert "and 9 more" in caught.value.message
    assert "Fetch the model anew" in caught.value.message


def _assert_refused(engine: str, settings: dict[str, str], root: Path, says: str, file: str) -> None:
    found = find_engine(engine)
    with pytest.raises(StudioError, match=says) as caught:
        found.synthesise(Utterance("Queues grow."), found.options(Voice("n", engine, settings=settings), root))
    assert str(caught.value.where) == str(root / file)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 600
