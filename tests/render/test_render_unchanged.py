"""A render that would change nothing is found out without any work, and anything that matters is noticed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import imageio_ffmpeg
import pytest
from commands import render, run_python
from sample_show import SCRIPT

from studio.kit.errors import ConfigurationError
from studio.kit.events import Events

IS_UNCHANGED = """\
import sys
from pathlib import Path
from commands import render
from studio.settings.show import load_show

made = render(Path(sys.argv[1]))
print(made.takes_made, made.takes_reused, not made.timings, "numpy" in sys.modules or "markdown_it" in sys.modules)
"""


def again(root: Path) -> str:
    """Render in a process of its own: takes made, takes reused, found unchanged, anything heavy imported."""
    done = run_python(IS_UNCHANGED, root)
    return done.stdout.strip()


def test_nothing_changed_is_found_without_loading_anything(make_show: Callable[..., Path]) -> None:
    root = make_show()
    assert again(root) == "10 0 False True"
    assert again(root) == "0 10 True False"


def test_an_episode_with_another_id_than_its_file_is_found_unchanged_too(make_show: Callable[..., Path]) -> None:
    root = make_show(SCRIPT.replace("id: ep01", "id: pilot"))
    render(root)
    made = render(root)
    assert (made.mp3, made.timings) == (root / "build" / "pilot" / "pilot.mp3", {})
    made.mp3.write_bytes(b"damaged")
    assert render(root).timings
    assert made.mp3.stat().st_size > 10_000


@pytest.mark.parametrize("damaged", ["ep01.mp3", "chapters.json", "transcript.vtt", "manifest.json"])
@pytest.mark.parametrize("how", ["altered", "gone"])
def test_a_damaged_product_is_made_again(make_show: Callable[..., Path], damaged: str, how: str) -> None:
    root = make_show()
    render(root)
    path = root / "build" / "ep01" / damaged
    before = path.read_bytes()
    path.unlink()
    if how == "altered":
        path.write_bytes(before[:-1] + b"?")
    render(root)
    assert path.read_bytes() == before


def alter(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_every_input_counts(make_show: Callable[..., Path]) -> None:
    root = make_show()
    changes: list[Callable[[], object]] = [
        lambda: alter(root / "scripts" / "ep01.md", "Four short parts.", "Four parts."),
        lambda: alter(root / "studio.yaml", "title: A Small Show", "title: A Smaller Show"),
        lambda: alter(root / "voices" / "narrator.yaml", "engine: silent", "engine: silent\ngain_db: -3"),
        lambda: (root / "scripts" / "ep01.takes.yaml").write_text("takes: {}\n"),
        lambda: (root / "assets" / "pillar-zoom.jpg").write_bytes((root / "assets" / "cover.jpg").read_bytes()),
    ]
    render(root)
    for number, change in enumerate(changes):
        assert not render(root).timings, number
        change()
        assert render(root).timings, number


def test_warnings_are_repeated_until_their_cause_is_gone(make_show: Callable[..., Path]) -> None:
    root = make_show(engine="piper")
    (root / "voices" / "narrator.yaml").write_text("engine: piper\nfallback: second\nsettings: {model: none.onnx}\n")
    (root / "voices" / "second.yaml").write_text("engine: silent\n")
    for _ in range(2):
        events = Events()
        render(root, events=events)
        assert len(events.warnings) == 1


def test_other_formats_are_made_on_request_and_do_not_outlive_it(make_show: Callable[..., Path]) -> None:
    root = make_show()
    made = render(root, "ep01", also=["opus", "m4a", "flac"])
    names = [path.name for path in made.also]
    assert names == ["ep01.opus", "ep01.m4a", "ep01.flac"]
    for path in made.also:
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-v", "error", "-i", str(path)]
        done = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(made.also[1]), "-f", "ffmetadata", "-"]
    metadata = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert metadata.count("[CHAPTER]") == made.chapters
    assert not render(root, "ep01", also=["opus", "m4a", "flac"]).timings
    render(root)
    assert not [path for path in made.also if path.exists()]


def test_an_unknown_format_is_refused(make_show: Callable[..., Path]) -> None:
    root = make_show(SCRIPT)
    with pytest.raises(ConfigurationError, match="there is no format `ogg`") as caught:
        render(root, "ep01", also=["ogg"])
    assert caught.value.hint == "Choose from opus, m4a, flac, wav."


def test_a_copied_show_is_held_against_its_own_files(make_show: Callable[..., Path], tmp_path: Path) -> None:
    root = make_show()
    render(root)
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)
    moved = render(copy)
    assert (moved.mp3, moved.unchanged) == (copy / "build" / "ep01" / "ep01.mp3", True)
    alter(copy / "scripts" / "ep01.md", "Four short parts.", "Four parts.")
    assert not render(copy).unchanged
    (copy / "build" / "ep01" / "ep01.mp3").unlink()
    assert not render(copy).unchanged
    assert render(root).unchanged
