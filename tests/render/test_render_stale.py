"""What an author changes is heard at the next render, wherever it stands and whatever the episode is called."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from commands import plan, render
from sample_show import SCRIPT, STUDIO_YAML

from studio.actions.retake import retake
from studio.actions.takes import takes
from studio.engines.espeak_library import speak
from studio.narration.select import Selection
from studio.settings.episodes import find_episode
from studio.settings.workspace import open_workspace

REPOSITORY = Path(__file__).parents[2]
MakeShow = Callable[..., Path]


def sound_changes(root: Path, change: Callable[[], object], typed: str = "ep01") -> bool:
    """Whether a change is planned, and heard in the episode; a second render then has nothing to do."""
    before = render(root, typed).mp3.read_bytes()
    assert plan(root, typed).is_nothing
    change()
    planned = not plan(root, typed).is_nothing
    made = render(root, typed)
    assert made.unchanged != planned
    assert render(root, typed).unchanged
    return planned and made.mp3.read_bytes() != before


def record(path: Path, pitch: int) -> None:
    """Somebody says a sentence."""
    said = speak("Today we look at queues, and at what happens when they fill up.", "en-us", {"pitch": pitch})
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, np.frombuffer(said.pcm, "<i2"), said.rate_hz)


def test_a_retake_is_heard_where_the_id_is_not_the_files_name(make_show: MakeShow) -> None:
    root = make_show(SCRIPT.replace("id: ep01", "id: pilot"), engine="espeak")
    workspace = open_workspace(root)
    episode = find_episode(workspace.show, "pilot")
    assert sound_changes(root, lambda: retake(workspace, episode, Selection(number=2)), "pilot")
    assert (root / "scripts" / "pilot.takes.yaml").is_file()


def test_a_recording_may_stand_anywhere_in_the_show(make_show: MakeShow) -> None:
    root = make_show()
    recording = root / "audio" / "of mine" / "me.wav"
    record(recording, 30)
    workspace = open_workspace(root)
    episode = find_episode(workspace.show, "ep01")
    assert sound_changes(root, lambda: takes(workspace, episode, Selection(number=2), recording=recording))
    assert sound_changes(root, lambda: record(recording, 70))


def test_a_voices_own_lexicon_may_stand_anywhere_in_the_show(make_show: MakeShow) -> None:
    root = make_show(engine="espeak")
    words = root / "words" / "mine.yaml"
    words.parent.mkdir()
    words.write_text("queues: cues\n")
    (root / "voices" / "narrator.yaml").write_text("engine: espeak\nlexicons: [words/mine.yaml]\n")
    assert sound_changes(root, lambda: words.write_text("queues: kwes\n"))


def test_a_pillars_picture_stands_beside_the_cover_wherever_that_is(make_show: MakeShow) -> None:
    root = make_show(config=STUDIO_YAML.replace("assets/cover.jpg", "art/cover.jpg"))
    (root / "art").mkdir()
    (root / "assets" / "cover.jpg").replace(root / "art" / "cover.jpg")
    picture = root / "art" / "pillar-zoom.jpg"
    for name in ("why-not", "formalism"):
        assert sound_changes(root, lambda name=name: shutil.copy(REPOSITORY / f"assets/pillar-{name}.jpg", picture))
    assert sound_changes(root, picture.unlink)


PLUG_IN = """\
from studio.engines.contract import EngineInfo
from studio.engines.silent import SilentEngine

class Humming(SilentEngine):
    info = EngineInfo(
        name="humming", version="{version}", licence="MIT", attribution="tests", languages=("*",), gives_marks=True
    )
"""


def install(site: Path, version: str) -> None:
    """The plug-in ``humming``, as a package manager would put it there."""
    for old in site.glob("*.dist-info"):
        shutil.rmtree(old)
    information = site / f"humming-{version}.dist-info"
    information.mkdir(parents=True)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: humming\nVersion: {version}\n")
    (information / "entry_points.txt").write_text("[studio.engines]\nhumming = humming:Humming\n")
    (site / "humming.py").write_text(PLUG_IN.format(version=version))


@pytest.mark.parametrize("how", ["installed anew", "edited in place"])
def test_another_version_of_a_plug_in_engine_is_noticed(
    make_show: MakeShow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    site = tmp_path / "site"
    install(site, "1.0")
    root = make_show(engine="humming")
    assert in_a_process(root, site) == "10 made, 0 reused"
    assert in_a_process(root, site) == "nothing"
    if how == "installed anew":
        install(site, "1.1")
    else:
        (site / "humming.py").write_text(PLUG_IN.format(version="1.0.1"))
    assert in_a_process(root, site) == "10 made, 0 reused"
    assert in_a_process(root, site) == "nothing"


def in_a_process(root: Path, site: Path) -> str:
    """A render by an interpreter that has the plug-in, and whether the plan before it said so."""
    from commands import run_python

    program = (
        f"import sys; sys.path.insert(0, {str(site)!r})\n"
        "from pathlib import Path\n"
        "from commands import plan, render\n"
        "root = Path(sys.argv[1])\n"
        "planned = plan(root)\n"
        "made = render(root)\n"
        "assert planned.is_nothing == made.unchanged, planned.reasons\n"
        "assert len(planned.missing) == made.takes_made\n"
        "print('nothing' if made.unchanged else f'{made.takes_made} made, {made.takes_reused} reused')\n"
    )
    return run_python(program, root).stdout.strip()


def test_an_edit_that_is_made_while_the_episode_is_read_is_not_taken_for_what_was_read(make_show: MakeShow) -> None:
    from studio.kit.events import Event, Events, StageEnded

    root = make_show()
    script = root / "scripts" / "ep01.md"
    before = render(root).mp3.read_bytes()
    shutil.rmtree(root / "build")
    script.write_text(SCRIPT.replace("they fill up", "they overflow"))

    def put_back(event: Event) -> None:
        if isinstance(event, StageEnded) and event.stage == "script":
            script.write_text(SCRIPT)

    render(root, events=Events(put_back))
    assert not plan(root).is_nothing
    assert render(root).mp3.read_bytes() == before
