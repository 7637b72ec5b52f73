"""What a listener and an author notice of the whole pipeline: repeatable bytes, small rebuilds, whole files."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import plan, render, run_python
from sample_show import SCRIPT

from studio.kit.errors import LintRefusedError, StudioError
from studio.kit.events import Event, Events, Progress
from studio.settings.show import load_show

PRODUCTS = ["chapters.json", "ep01.mp3", "manifest.json", "transcript.vtt"]

#: Long enough that takes are still being made when the first ones are on disk.
LONG_SCRIPT = "# Counting\n\n" + "\n\n".join(
    f"This is paragraph number {n} of a script that only counts. It has a second sentence, as {n} is a number."
    for n in range(60)
)

#: Renders ep01 of the show in the first argument and sends itself the signal in the second after ten takes.
DIE_HALF_WAY = """\
import os, sys
from pathlib import Path
from commands import render
from studio.kit.events import Progress

def listen(event):
    if isinstance(event, Progress) and event.stage == "takes" and event.done == 10:
        os.kill(os.getpid(), int(sys.argv[2]))

render(Path(sys.argv[1]), jobs=2, listener=listen)
"""


def files_of(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "build" / "ep01").iterdir())}


def test_a_render_makes_the_four_products_and_nothing_else(make_show: Callable[..., Path]) -> None:
    root = make_show()
    made = render(root)
    assert sorted(files_of(root)) == PRODUCTS
    assert made.mp3 == root / "build" / "ep01" / "ep01.mp3"
    manifest = json.loads(files_of(root)["manifest.json"])
    assert [chapter["pillar"] for chapter in manifest["chapters"]] == [
        None,
        "implementation",
        "why-not",
        "zoom",
        "formalism",
    ]
    assert not [path for path in (root / "build").rglob("*") if "staging" in path.name or path.suffix == ".tmp"]


@pytest.mark.parametrize("engine", ["silent", "espeak"])
def test_rendering_again_makes_nothing_and_gives_the_same_bytes(make_show: Callable[..., Path], engine: str) -> None:
    show = load_show(make_show(engine=engine))
    first = render(show.root, "ep01")
    before = files_of(show.root)
    second = render(show.root, "ep01")
    assert first.takes_made > 0
    assert (second.takes_made, second.takes_reused) == (0, first.takes_made)
    assert files_of(show.root) == before


def test_an_empty_cache_on_another_path_gives_the_same_bytes(make_show: Callable[..., Path], tmp_path: Path) -> None:
    one, two = make_show(engine="espeak"), make_show(engine="espeak", folder="elsewhere/deeper/show")
    render(one, "ep01", jobs=1)
    render(two, "ep01", cache=tmp_path / "cache", jobs=3)
    assert files_of(one) == files_of(two)


def test_changing_one_sentence_makes_exactly_its_segment(make_show: Callable[..., Path]) -> None:
    root = make_show()
    render(root)
    path = root / "scripts" / "ep01.md"
    path.write_text(SCRIPT.replace("The garbage collector would notice that.", "The garbage collector would object."))
    planned = plan(root)
    assert [(item.text, item.reason) for item in planned.missing] == [
        ("The garbage collector would object.", "text changed")
    ]
    assert planned.missing[0].where == "scripts/ep01.md:20:56"
    assert render(root).takes_made == 1


def test_moving_a_section_makes_no_take(make_show: Callable[..., Path]) -> None:
    root = make_show()
    render(root)
    head, *parts = re.split(r"(?m)^(?=## )", SCRIPT)
    (root / "scripts" / "ep01.md").write_text(head + "\n".join(part.rstrip() + "\n" for part in reversed(parts)))
    assert render(root).takes_made == 0


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_render_stopped_half_way_keeps_its_takes(make_show: Callable[..., Path], how: signal.Signals) -> None:
    root = make_show(LONG_SCRIPT, engine="espeak")
    done = run_python(DIE_HALF_WAY, root, int(how), check=False)
    assert done.returncode != 0
    assert "DIE" not in done.stderr
    kept = list((root / "build" / ".cache" / "takes").rglob("*.take"))
    assert len(kept) >= 10
    assert not any((root / "build" / "ep01").glob("*")), "no product may stand there after a stopped render"
    made = render(root)
    assert made.takes_reused >= 10
    assert made.takes_made + made.takes_reused == 120
    assert sorted(files_of(root)) == PRODUCTS


@pytest.mark.parametrize("kind", ["*.take", "audio/**/*"])
@pytest.mark.parametrize("damage", ["truncated", "bit flipped", "emptied"])
def test_a_damaged_cache_entry_is_named_and_made_again(
    make_show: Callable[..., Path], kind: str, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    root = make_show()
    show = load_show(root)
    render(show.root, "ep01")
    before = files_of(root)
    entry = next(path for path in sorted((root / "build" / ".cache").rglob(kind)) if path.is_file())
    data = bytearray(entry.read_bytes())
    if damage == "bit flipped":
        data[len(data) // 2] ^= 4
    entry.write_bytes({"truncated": data[: len(data) // 2], "bit flipped": data, "emptied": b""}[damage])
    events = Events()
    made = render(show.root, "ep01", events=events)
    assert made.takes_made == (1 if kind == "*.take" else 0)
    said = events.warnings + [record.getMessage() for record in caplog.records]
    assert [message for message in said if entry.name in message], said
    assert files_of(root) == before


def test_a_take_whose_samples_are_damaged_is_made_again_when_an_edit_needs_it(
    make_show: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    root = make_show()
    render(root)
    before = files_of(root)
    for entry in (root / "build" / ".cache" / "takes").rglob("*.take"):
        data = bytearray(entry.read_bytes())
        data[-len(data) // 4] ^= 4
        entry.write_bytes(data)
    shutil.rmtree(root / "build" / ".cache" / "audio")  # so that every sample is needed
    (root / "studio.yaml").write_text((root / "studio.yaml").read_text() + "\n# an edit\n")
    events = Events()
    made = render(root, events=events)
    assert made.takes_made >= 1
    assert "damaged cache entry, deleted" in " ".join(events.warnings) + caplog.text
    assert files_of(root) == before


def test_a_script_with_code_is_refused_and_rendered_without_it_on_request(make_show: Callable[..., Path]) -> None:
    root = make_show(SCRIPT + "\n```python\nprint(1)\n```\n")
    with pytest.raises(LintRefusedError) as caught:
        render(root)
    assert [str(finding.location) for finding in caught.value.diagnostics] == ["scripts/ep01.md:30:1"]
    assert caught.value.exit_code == 1
    made = render(root, "ep01", skip_unspeakable=True)
    assert made.skipped == ("line 30: code “```python print(1) ```”",)
    assert json.loads(files_of(root)["manifest.json"])["skipped"] == [
        {"line": 30, "what": "code", "text": "```python print(1) ```"}
    ]


def test_a_failed_render_leaves_the_former_files_as_they_were(make_show: Callable[..., Path]) -> None:
    root = make_show()
    render(root)
    before = files_of(root)
    (root / "scripts" / "ep01.md").write_text("---\ntitle: Nothing\n---\n")
    with pytest.raises(StudioError) as caught:
        render(root)
    assert caught.value.code == "nothing-to-say"
    assert files_of(root) == before


def test_two_renders_at_once_do_not_mix(make_show: Callable[..., Path]) -> None:
    root = make_show()
    seen: list[StudioError] = []

    def intrude(event: Event) -> None:
        if isinstance(event, Progress) and not seen:
            with pytest.raises(StudioError) as caught:
                render(root)
            seen.append(caught.value)

    render(root, listener=intrude)
    assert [error.code for error in seen] == ["busy"]
    assert sorted(files_of(root)) == PRODUCTS


def test_products_may_be_read_by_others(make_show: Callable[..., Path]) -> None:
    root = make_show()
    render(root)
    umask = os.umask(0)
    os.umask(umask)
    for path in (root / "build" / "ep01").iterdir():
        assert path.stat().st_mode & 0o777 == 0o666 & ~umask


def test_a_voice_that_the_show_does_not_have_is_refused_even_when_lint_is_overruled(
    make_show: Callable[..., Path],
) -> None:
    root = make_show("---\nspeakers: {GUEST: nobody}\n---\n\n# A\n\nGUEST: Hello there, my friends.\n")
    with pytest.raises(StudioError, match="there is no voice `nobody`") as caught:
        render(root, "ep01", skip_unspeakable=True)
    assert caught.value.hint == "Voices of this show: narrator."
    assert not (root / "build" / "ep01").exists()


def test_a_product_folder_that_is_a_file_is_refused_before_the_work(make_show: Callable[..., Path]) -> None:
    root = make_show()
    (root / "build").mkdir()
    (root / "build" / "ep01").write_text("in the way")
    with pytest.raises(StudioError, match="cannot write here: not a directory"):
        render(root)
    assert not list((root / "build").rglob("*.take"))
