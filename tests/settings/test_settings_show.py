"""Mistakes in studio.yaml and voices/ are named with their line, and shows and episodes are found by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import STUDIO_YAML

from studio.kit.errors import ConfigurationError
from studio.settings.show import find_root, load_show

REPOSITORY = Path(__file__).parents[2]


def test_the_show_of_this_repository_is_valid() -> None:
    show = load_show(REPOSITORY)
    assert show.title == "The Compendium of Distributed Systems"
    assert [pillar.id for pillar in show.pillars] == ["implementation", "why-not", "zoom", "formalism"]
    assert show.loudness.target_lufs == -16
    assert (show.encoding.channels, show.encoding.bitrate_kbps) == (1, 96)


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (("author:", "auther:"), "studio.yaml:2:1: `auther` is not a setting", "Did you mean `author`?"),
        (("title: A Small Show\n", ""), "studio.yaml:1:1: `title` is missing", None),
        (("title: A Small Show", "title: [a]"), "studio.yaml:1:8: `title` has to be a single value", None),
        (("author: The Makers", "author: 12"), "studio.yaml:2:9: `author` has to be text", "Put it in quotes."),
        (
            ("narrator: narrator", "narrator: narator"),
            "studio.yaml:17:11: there is no voice `narator`",
            "Did you mean `narrator`?",
        ),
        (
            ("artwork: assets/cover.jpg", "artwork: assets/none.jpg"),
            "studio.yaml:5:10: `artwork` names assets/none.jpg, which does not exist",
            None,
        ),
        (
            ("site: https://show.example/", "site: show.example"),
            "studio.yaml:4:7: `site` has to be an http(s) address, not 'show.example'",
            None,
        ),
        (
            ("narrator: narrator", "narrator: narrator\nloudness: {target_lufs: 16}"),
            "studio.yaml:18:25: `loudness.target_lufs` is 16; it has to be between -31 and -9",
            None,
        ),
        (
            ("narrator: narrator", "narrator: narrator\nloudness: {target_lfs: -16}"),
            "studio.yaml:18:12: `loudness.target_lfs` is not a setting",
            "Did you mean `target_lufs`?",
        ),
        (
            ("pillar: implementation}", "pillar: implementing}"),
            "studio.yaml:16:49: there is no pillar `implementing`",
            "Did you mean `implementation`?",
        ),
        (
            ("'under the hood'", "'under (the hood'"),
            "studio.yaml:11:90: `under (the hood` is not a regular expression: "
            "missing ), unterminated subpattern at position 6",
            None,
        ),
        (
            ("title: A Small Show", "title: A: B"),
            "studio.yaml:1:8: invalid YAML: this value needs quotes around it",
            None,
        ),
        (("author: The Makers", "title: Again"), "studio.yaml:2:1: `title` stands here twice", None),
        (
            ("narrator: narrator", "narrator: narrator\nencoding: {bitrate_kbps: 100}"),
            "studio.yaml:18:26: `encoding.bitrate_kbps` cannot be 100",
            "Did you mean `160`?",
        ),
    ],
)
def test_mistakes_carry_their_place(
    make_show: Callable[..., Path], change: tuple[str, str], message: str, hint: str | None
) -> None:
    config = STUDIO_YAML.replace(*change, 1)
    assert config != STUDIO_YAML
    with pytest.raises(ConfigurationError) as caught:
        load_show(make_show(config=config))
    assert str(caught.value) == message
    if hint is not None:
        assert caught.value.hint == hint
    assert caught.value.exit_code == 2


def test_a_voice_file_is_checked_as_well(make_show: Callable[..., Path]) -> None:
    root = make_show()
    (root / "voices" / "narrator.yaml").write_text("engine: silent\ngain: 3\n")
    with pytest.raises(ConfigurationError, match=r"voices/narrator.yaml:2:1: `gain` is not a setting"):
        load_show(root)


def test_a_file_that_is_not_utf8_is_named(make_show: Callable[..., Path]) -> None:
    root = make_show()
    (root / "studio.yaml").write_bytes("title: Caf\u00e9".encode("latin-1"))
    with pytest.raises(ConfigurationError, match=r"studio.yaml: this file is not UTF-8 text \(byte 10\)"):
        load_show(root)


def test_the_show_is_found_from_a_folder_inside(make_show: Callable[..., Path]) -> None:
    root = make_show()
    assert find_root(root / "scripts") == root.resolve()


def test_a_folder_without_a_show_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"there is no studio.yaml"):
        find_root(tmp_path)
