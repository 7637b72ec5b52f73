"""Draft and final: the same script by two engines, never mixed up, and never one in place of the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import plan, render
from sample_show import STUDIO_YAML

from studio.cli import main
from studio.kit.errors import ConfigurationError
from studio.settings.show import load_show
from studio.takes import Reason

MakeShow = Callable[..., Path]
NARRATOR = "engine: silent\nfallback: other\nfinal:\n  engine: silent\n  gain_db: -3\n  settings: {pitch_hz: 240}\n"


@pytest.fixture
def root(make_show: MakeShow) -> Path:
    root = make_show()
    (root / "voices" / "narrator.yaml").write_text(NARRATOR)
    (root / "voices" / "other.yaml").write_text("engine: silent\nsettings: {pitch_hz: 90}\n")
    return root


def _manifest(root: Path) -> dict[str, object]:
    voices: dict[str, object] = json.loads((root / "build" / "ep01" / "manifest.json").read_text())["voices"]
    return voices


def test_a_final_speaks_by_its_own_engine_and_the_manifest_says_so(root: Path) -> None:
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nfinal: {engine: espeak}\n")
    draft = render(root)
    assert _manifest(root) == {"takes": "draft", "engines": {"narrator": "silent"}}
    heard = draft.mp3.read_bytes()
    final = render(root, final=True)
    assert (final.takes_made, final.unchanged) == (draft.takes_made, False)
    assert _manifest(root) == {"takes": "final", "engines": {"narrator": "espeak"}}
    assert final.mp3.read_bytes() != heard


def test_going_to_and_fro_rebuilds_the_files_and_makes_no_take_again(root: Path) -> None:
    draft, final = render(root).mp3.read_bytes(), render(root, final=True).mp3.read_bytes()
    assert draft != final
    assert not plan(root).is_nothing
    assert plan(root).reasons == ("--final is False instead of True",)
    assert plan(root, final=True).is_nothing
    again = render(root)
    assert (again.takes_made, again.unchanged, again.mp3.read_bytes()) == (0, False, draft)
    assert render(root).unchanged
    back = render(root, final=True)
    assert (back.takes_made, back.unchanged, back.mp3.read_bytes()) == (0, False, final)


def test_an_edit_is_an_edit_in_both(root: Path) -> None:
    render(root)
    render(root, final=True)
    script = root / "scripts" / "ep01.md"
    script.write_text(script.read_text().replace("garbage", "memory"))
    for final in (False, True):
        assert {one.reason for one in plan(root, final=final).missing} == {str(Reason.TEXT)}


def test_a_changed_final_leaves_the_draft_takes_alone(root: Path) -> None:
    render(root)
    (root / "voices" / "narrator.yaml").write_text(NARRATOR.replace("240", "300"))
    assert not plan(root).missing
    assert len(plan(root, final=True).missing) == plan(root).segments


@pytest.mark.parametrize(
    ("final", "code", "says"),
    [
        ("{engine: hibari, settings: {voice: kore, model: models/a.onnx}}", "no-usable-voice", "there is no file"),
        ("{engine: hibari, settings: {voice: kore, model: models:kore/af_kore.int8.onnx}}", "no-usable-voice",
         "studio voices install kore"),
        ("{engine: nobody}", "unknown-engine", "no engine named 'nobody'"),
        ("{engine: silent, settings: {pitch: 1}}", "unknown-setting", "no setting 'pitch'"),
        ("{engine: silent, settings: {speed: fast}}", "bad-setting", "'speed' must be"),
    ],
)  # fmt: skip
def test_a_final_that_cannot_speak_is_an_error_and_no_fallback_steps_in(
    final: str, code: str, says: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_MODELS", str(root / "models"))
    (root / "voices" / "narrator.yaml").write_text(f"engine: silent\nfallback: other\nfinal: {final}\n")
    for attempt in (render, plan):
        with pytest.raises(ConfigurationError) as caught:
            attempt(root, final=True)
        assert caught.value.code == code
        assert says in caught.value.message
        assert str(caught.value.where).startswith("voices/narrator.yaml")
    assert render(root).takes_made  # the draft needs none of it


def test_what_is_missing_for_the_final_is_said_with_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.engines.kokoro.importlib.util.find_spec", lambda _name: None)
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nfinal: {engine: kokoro}\n")
    assert main(["render", "ep01", "--final", "--show", str(root)]) == 2
    told = capsys.readouterr().err
    assert "voices/narrator.yaml: the voice narrator cannot speak: the extra kokoro is not installed" in told
    assert "pip install 'studio-podcast[kokoro]'" in told
    assert "leave --final out to hear the draft" in told
    assert len(told.strip().splitlines()) == 2
    main(["voices", "--show", str(root)])
    assert "final  kokoro   the extra kokoro is not installed" in capsys.readouterr().out
    main(["doctor", "--show", str(root)])
    assert "note     final narrator" in capsys.readouterr().out


def test_a_show_without_finals_says_how_to_get_one(make_show: MakeShow, capsys: pytest.CaptureFixture[str]) -> None:
    root = make_show()
    (root / "voices" / "idle.yaml").write_text("engine: silent\nfinal: {engine: espeak}\n")
    for command in ("render", "plan"):
        assert main([command, "ep01", "--final", "--show", str(root)]) == 2
        told = capsys.readouterr().err
        assert "voices/narrator.yaml: no voice of this show names an engine for final takes" in told
        assert "final: {engine: kokoro" in told


def test_a_voice_without_a_final_speaks_as_in_the_draft(make_show: MakeShow) -> None:
    root = make_show(
        "---\nid: ep01\nnumber: 1\ntitle: Two\nsummary: Two.\n---\n\n## One\n\nI speak.\n\nGUEST: I ask.\n",
        config=STUDIO_YAML + "speakers: {GUEST: guest}\n",
    )
    (root / "voices" / "narrator.yaml").write_text(NARRATOR.replace("fallback: other\n", ""))
    (root / "voices" / "guest.yaml").write_text("engine: silent\nsettings: {pitch_hz: 300}\n")
    render(root)
    assert render(root, final=True).takes_made == 1


@pytest.mark.parametrize(
    ("final", "says"),
    [
        ("kokoro", "`final` has to be lines of"),
        ("{}", "`final.engine` is missing"),
        ("{engin: kokoro}", "`final.engin` is not a setting"),
        ("{engine: kokoro, settings: [a]}", "`final.settings` has to be"),
        ("{engine: kokoro, gain_db: 60}", "`final.gain_db` is 60"),
        ("{engine: kokoro, fallback: other}", "`final.fallback` is not a setting"),
        ("{engine: kokoro, final: {engine: piper}}", "`final.final` is not a setting"),
    ],
)
def test_a_final_that_is_written_wrongly_is_complained_of_with_its_place(final: str, says: str, root: Path) -> None:
    (root / "voices" / "narrator.yaml").write_text(f"engine: silent\nfinal: {final}\n")
    with pytest.raises(ConfigurationError) as caught:
        load_show(root)
    assert says in caught.value.message
    assert str(caught.value.where).startswith("voices/narrator.yaml:2:")


def test_a_segment_is_heard_in_its_final_voice_and_made_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nfinal: {engine: espeak}\n")
    show = ["--show", str(root), "--no-play", "--final"]
    assert main(["preview", "ep01", "--segment", "2", *show]) == 0
    assert len(plan(root, final=True).missing) == plan(root).segments - 1
    assert main(["retake", "ep01", "--segment", "2", *show]) == 0
    assert "written to" in capsys.readouterr().out
    assert render(root, final=True).takes_made == plan(root).segments - 1
