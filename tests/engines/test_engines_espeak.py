"""What the default voice promises beyond the checks that every engine passes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.engines import Recording, Utterance, find_engine
from studio.engines.espeak_phonemes import espeak_mnemonics
from studio.kit.errors import ConfigurationError
from studio.model.narration import Pronunciation
from studio.model.show import Voice


def _speak(text: str, *pronunciations: Pronunciation, seed: int = 0, **settings: str | int) -> Recording:
    engine = find_engine("espeak")
    options = engine.options(Voice("n", "espeak", settings=settings), Path())
    return engine.synthesise(Utterance(text, pronunciations, seed), options)


def test_words_after_a_pause_start_where_the_sound_starts() -> None:
    text = (
        "Caches lie, and they lie politely. When one hundred and fifty nodes disagree, who decides? "
        "Nobody, at first; then, after a while, everybody. Dogs bark, cats sleep, and queues grow."
    )
    recording = _speak(text)
    window = round(0.005 * recording.rate_hz)
    frames = recording.samples[: len(recording.samples) // window * window].reshape(-1, window)
    loud = np.sqrt((frames**2).mean(axis=1)) > 0.01
    checked = 0
    for before, mark in zip(recording.marks, recording.marks[1:], strict=False):
        if text[before.end - 1] not in ".,;?":
            continue
        at = mark.start_samples // window
        onset = at - 20 + int(np.argmax(loud[at - 20 : at + 40] & ~np.roll(loud, 1)[at - 20 : at + 40]))
        assert abs(onset - at) * 0.005 <= 0.08, text[mark.start : mark.end]
        checked += 1
    assert checked >= 9


def test_a_lexicon_entry_in_ipa_changes_that_word_only() -> None:
    plain = _speak("The cache is warm.")
    respelt = _speak("The cache is warm.", Pronunciation(4, 9, ipa="ˈkeɪʃ"))
    assert len(plain.marks) == len(respelt.marks) == 4
    assert plain.marks[0].end_samples == pytest.approx(respelt.marks[0].end_samples, abs=400)
    assert plain.samples.tobytes() != respelt.samples.tobytes()


def test_ipa_becomes_what_espeak_itself_would_say() -> None:
    for word, ipa, expected in (
        ("cache", "/ˈkæʃ/", "k'aS"),
        ("queue", "kjˈuː", "kj'u:"),
        ("thrash", "ˈθɹæʃ", "Tr'aS"),
        ("Kafka", "ˈkæfkə", "k'afk@"),
        ("judge", "ˈd͡ʒʌd͡ʒ", "dZ'VdZ"),
        ("New York", "ˌnuː ˈjɔːɹk", "n,u: j'O@k"),
    ):
        assert espeak_mnemonics(ipa) == (expected, ""), word
    assert espeak_mnemonics("ǃqo")[1] == "ǃq"


def test_phonemes_that_espeak_lacks_fall_back_to_the_respelling() -> None:
    assert (
        _speak("Say it.", Pronunciation(0, 3, ipa="ǃqo", respelling="shout")).samples.tobytes()
        == _speak("Say it.", Pronunciation(0, 3, respelling="shout")).samples.tobytes()
    )


def test_a_pronunciation_that_is_too_long_falls_back_and_ends_no_process() -> None:
    program = (
        "from pathlib import Path\n"
        "from studio.engines.espeak import EspeakEngine, EspeakOptions\n"
        "from studio.engines import Utterance\n"
        "from studio.model.narration import Pronunciation\n"
        "engine = EspeakEngine()\n"
        "def say(**how):\n"
        "    return engine.synthesise(Utterance('Say it.', (Pronunciation(0, 3, **how),)), EspeakOptions()).samples\n"
        "for letters in (150, 160, 161, 199, 250, 5000):\n"
        "    for ipa in ('ə' * letters, 'ˈə' * letters, 'kə ' * letters):\n"
        "        say(ipa=ipa)\n"
        "assert (say(ipa='ə' * 161, respelling='shout') == say(respelling='shout')).all()\n"
        "assert len(say(ipa='ə' * 160)) > 5 * len(say(respelling='shout'))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("variant", ["f2", "whisper"])
def test_breath_is_the_same_at_every_second(variant: str) -> None:
    program = (
        "import hashlib, sys, time\n"
        "from studio.engines.espeak_library import speak\n"
        "before, speech, after = int(time.time()), speak('Caches lie.', 'en-us+' + sys.argv[1], {}), int(time.time())\n"
        "print(hashlib.sha256(speech.pcm).hexdigest(), before if before == after else '')"
    )
    digests, seconds = set(), set()
    while len(seconds) < 2:
        done = subprocess.run([sys.executable, "-c", program, variant], capture_output=True, text=True, check=True)
        digest, *second = done.stdout.split()
        digests.add(digest)
        seconds.update(second)
    assert len(digests) == 1


def test_a_misspelt_variant_is_refused() -> None:
    with pytest.raises(ConfigurationError) as caught:
        _speak("Hello.", voice="en-us+klat6")
    assert "klat6" in caught.value.message
    assert "klatt6" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"rate": 150}, "Did you mean `rate_wpm`?"),
        ({"rate_wpm": 900}, "between 80 and 450"),
        ({"rate_wpm": "fast"}, "whole number"),
        ({"pitch": True}, "whole number"),
    ],
)
def test_wrong_settings_are_explained(settings: dict[str, str | int], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _speak("Hello.", **settings)
    assert message in f"{caught.value} {caught.value.hint}"
    assert caught.value.where == "voices/n.yaml"


def test_data_under_a_long_path_is_found(tmp_path: Path) -> None:
    import espeakng_loader

    deep = tmp_path / ("d" * 100) / ("e" * 100)
    deep.mkdir(parents=True)
    (deep / "espeak-ng-data").symlink_to(espeakng_loader.get_data_path(), target_is_directory=True)
    program = (
        "import sys, json, espeakng_loader\n"
        "espeakng_loader.get_data_path = lambda: sys.argv[1]\n"
        "from studio.engines.espeak_library import data_folder, speak\n"
        "print(json.dumps([str(data_folder()), len(speak('Hello.', 'en-us', {}).pcm)]))"
    )
    outputs = set()
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", program, str(deep / "espeak-ng-data")],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "TMPDIR": "/tmp"},
        )
        outputs.add(done.stdout)
    (output,) = outputs
    folder, length = json.loads(output)
    assert len(folder) < 160
    assert length > 10_000
    assert re.match(r"/tmp/studio-espeak-", folder)


def test_takes_of_one_text_differ_audibly_but_slightly() -> None:
    lengths = [len(_speak("Caches lie, and they lie politely.", seed=seed).samples) for seed in range(4)]
    assert len(set(lengths)) == 4
    assert max(lengths) / min(lengths) < 1.1


def test_no_temporary_file_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    _speak("Hello.")
    assert list(tmp_path.iterdir()) == []
