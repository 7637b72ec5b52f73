"""A plan and a render give one answer, and what is up to date is what a render from nothing would make."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import soundfile
from commands import plan, render
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_show import STUDIO_YAML

from studio.kit.errors import StudioError

REPOSITORY = Path(__file__).parents[2]
SCRIPT = """\
---
id: pilot
number: 1
title: A Pilot
---

HOST: Welcome to the show. Today we look at caches, and they lie politely.

::bumper{theme}

## Under the Hood

GUEST: A ring keeps two indices. Nobody looks at night.

HOST: And that is all there is to say about it.
"""
TAKES = """\
takes:
  0000000000: {text: No longer there., take: 3}
"""


def make(root: Path) -> None:
    """A show whose files stand wherever an author may put them: each is an input of the episode, or is none."""
    for name in ("scripts/season 1", "voices", "art", "audio", "words"):
        (root / name).mkdir(parents=True)
    config = STUDIO_YAML.replace("assets/cover.jpg", "art/cover.jpg").replace("narrator: narrator\n", "")
    config += "narrator: narrator\nspeakers: {HOST: narrator, GUEST: guest}\nlexicons: [words/all.yaml]\n"
    config += "sounds: {theme: {file: audio/theme.wav, kind: bumper}, unused: {file: audio/unused.wav, kind: bed}}\n"
    (root / "studio.yaml").write_text(config)
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nlexicons: [words/narrator.yaml]\n")
    (root / "voices" / "guest.yaml").write_text("engine: silent\nsettings: {pitch_hz: 200}\n")
    (root / "words" / "all.yaml").write_text("indices: in dih seez\n")
    (root / "words" / "narrator.yaml").write_text("caches: cash iz\n")
    (root / "scripts" / "season 1" / "first one.md").write_text(SCRIPT)
    (root / "scripts" / "season 1" / "pilot.takes.yaml").write_text(TAKES)
    shutil.copy(REPOSITORY / "assets" / "cover.jpg", root / "art" / "cover.jpg")
    shutil.copy(REPOSITORY / "assets" / "pillar-zoom.jpg", root / "art" / "pillar-implementation.jpg")
    for number, name in enumerate(("theme", "unused")):
        _tone(root / "audio" / f"{name}.wav", 300 + 100 * number)


def _tone(path: Path, frequency_hz: float) -> None:
    soundfile.write(path, 0.2 * np.sin(np.arange(22_050) * frequency_hz * 2 * np.pi / 44_100), 44_100)


def edit(path: Path, chance: int) -> None:
    """Change what a file says, as far as its kind allows, so that it still can be used."""
    if path.suffix == ".wav":
        _tone(path, 200 + chance * 7)
    elif path.suffix == ".jpg":
        names = ("zoom", "why-not", "formalism")
        shutil.copy(REPOSITORY / "assets" / f"pillar-{names[chance % 3]}.jpg", path)
    elif path.suffix == ".md":
        changes = (("politely", "boldly"), ("boldly", "politely"), ("A Pilot", "The Pilot"), ("night.", "night.  "))
        path.write_text(path.read_text().replace(*changes[chance % 4]))
    elif "words" in path.parts:
        path.write_text(path.read_text().split(":")[0] + f": way number {'i' * (chance % 5 + 1)}\n")
    else:
        path.write_text(path.read_text() + f"# {chance}\n")


def delete(path: Path, chance: int) -> None:
    """Take a file away, or put it back where it had gone."""
    aside = path.with_name(f".{path.name}.aside")
    if path.exists():
        path.replace(aside)
    elif aside.exists():
        aside.replace(path)


def add(path: Path, chance: int) -> None:
    """Put a new file beside one that is there."""
    new = path.with_name(f"{path.stem}-{chance % 3}{path.suffix}")
    if path.exists() and not new.exists() and path.suffix != ".md":
        shutil.copy(path, new)
    elif path.suffix == ".md":
        new.write_text(f"---\nid: other{chance % 3}\ntitle: Another\n---\n\nHello.\n")


def rewrite(path: Path, chance: int) -> None:
    """The same bytes again, at another time."""
    if path.exists():
        path.write_bytes(path.read_bytes())


def add_pillar_picture(path: Path, chance: int) -> None:
    """A picture for a pillar that had none."""
    names = ("why-not", "zoom", "formalism")
    root = next(parent for parent in path.parents if (parent / "art").is_dir())
    shutil.copy(REPOSITORY / "assets" / "pillar-zoom.jpg", root / "art" / f"pillar-{names[chance % 3]}.jpg")


def damage_product(path: Path, chance: int) -> None:
    """Spoil, or remove, a file that the render made."""
    root = next(parent for parent in path.parents if (parent / "art").is_dir())
    found = sorted((root / "build" / "pilot").glob("*"))
    if found:
        product = found[chance % len(found)]
        if chance % 2:
            product.unlink()
        else:
            product.write_bytes(product.read_bytes()[:-1])


OPERATIONS: tuple[Callable[[Path, int], None], ...] = (
    *(edit, edit, edit, delete, delete, add, rewrite),
    *(add_pillar_picture, damage_product),
)
STEP = st.tuples(st.sampled_from(OPERATIONS), st.integers(0, 10_000), st.integers(0, 11))


_FROM_NOTHING: dict[frozenset[tuple[str, str]], dict[str, bytes]] = {}


def inputs_of(root: Path) -> list[Path]:
    """Every file that an author may have written, at its place from the start."""
    found = (path for path in root.rglob("*") if path.is_file() and "build" not in path.relative_to(root).parts)
    return sorted({path.with_name(path.name[1:-6]) if path.name.endswith(".aside") else path for path in found})


def products(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "build" / "pilot").iterdir())}


def from_nothing(root: Path) -> dict[str, bytes]:
    """What a render makes of the same files with no memory of an earlier one; of files that were there before, once."""
    written = {path.relative_to(root): path for path in root.rglob("*") if path.is_file()}
    files = frozenset(
        (str(name), hashlib.sha256(path.read_bytes()).hexdigest())
        for name, path in written.items()
        if "build" not in name.parts
    )
    if files not in _FROM_NOTHING:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(root, Path(folder, "show"), ignore=shutil.ignore_patterns("build"))
            render(Path(folder, "show"), "pilot", jobs=1)
            _FROM_NOTHING[files] = products(Path(folder, "show"))
    return _FROM_NOTHING[files]


def holds(root: Path, told: object) -> None:
    """Plan, render, and compare with a render from nothing; a show that cannot be used is passed over."""
    try:
        planned = plan(root, "pilot")
    except StudioError:
        return
    try:
        made = render(root, "pilot", jobs=1)
    except StudioError:
        assert not planned.is_nothing, told
        return
    assert planned.is_nothing == made.unchanged, (told, planned.reasons)
    assert len(planned.missing) == made.takes_made, told
    assert plan(root, "pilot").is_nothing, told
    assert products(root) == from_nothing(root), told


def test_every_file_of_a_show_counts(tmp_path: Path) -> None:
    root = tmp_path / "show"
    make(root)
    render(root, "pilot", jobs=1)
    for path in inputs_of(root):
        for change in (edit, rewrite):
            change(path, 5)
            holds(root, (change.__name__, path))


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(STEP, min_size=2, max_size=5))
def test_a_plan_says_nothing_exactly_when_a_render_makes_nothing(
    steps: list[tuple[Callable[[Path, int], None], int, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "show")
        make(root)
        render(root, "pilot", jobs=1)
        assert plan(root, "pilot").is_nothing
        for operation, chance, which in steps:
            files = inputs_of(root)
            path = files[which % len(files)]
            if path.exists() or operation is not edit:
                operation(path, chance)
            holds(root, (operation.__name__, path))
