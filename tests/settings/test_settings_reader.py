"""The reader: declared fields from YAML, all mistakes of a file at once, each at its place."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path

import pytest
from sample_show import STUDIO_YAML

from studio.engines.registry import find_engine
from studio.kit.errors import ConfigurationError
from studio.kit.inputs import recording
from studio.lint.config import lint_config
from studio.model.fields import declared
from studio.model.source import Source
from studio.script import parse_script
from studio.settings.episodes import id_from_name
from studio.settings.frontmatter import Head
from studio.settings.head import head_of
from studio.settings.reader import Reading, documented
from studio.settings.show import load_show


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Wheel:
    name: str = declared("", is_name=True)
    spokes: int = declared("How many.", 32, low=1, high=64)


@dataclass(frozen=True)
class Bicycle:
    maker: str = declared("Who made it.")
    weight_kg: float = declared("Kilograms.", 12.0, low=0.5)
    sold: bool = declared("Whether it is gone.", False)
    colour: Colour = declared("Of the frame.", Colour.RED)
    gears: int | None = declared("None for a single one.", None, choices=(3, 7))
    built: datetime | None = declared("Date.", None, also=("made",))
    riders: tuple[str, ...] = declared("Who rides it.", ())
    wheels: Mapping[str, Wheel] = declared("Its wheels.", factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)


def _read(text: str, *, loose: bool = False) -> tuple[Bicycle, Reading]:
    reading = Reading(Source("bike.yaml", text), loose=loose)
    return reading.read(Bicycle, reading.top()), reading


def _mistakes(text: str) -> list[str]:
    return [f"{one.where}: {one.message}" for one in _read(text)[1].complaints]


def test_everything_declared_is_read() -> None:
    text = """\
maker: Ada
weight-kg: 10
sold: yes
colour: blue
gears: 7
made: 2026-11-23 10:00:00 +02:00
riders: Grace
wheels: {front: {}, rear: {spokes: 36}}
notes: {bell: rings}
extra: {any: [thing, 1.5, null]}
"""
    bicycle, reading = _read(text)
    assert reading.complaints == []
    assert bicycle == Bicycle(
        "Ada",
        10.0,
        sold=True,
        colour=Colour.BLUE,
        gears=7,
        built=datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=2))),
        riders=("Grace",),
        wheels={"front": Wheel("front"), "rear": Wheel("rear", 36)},
        notes={"bell": "rings"},
        extra={"any": ["thing", 1.5, None]},
    )


def test_what_is_left_out_or_empty_keeps_its_default() -> None:
    assert _read("maker: Ada\ncolour:\nwheels: ~\nriders: []\n")[0] == Bicycle("Ada")


def test_all_mistakes_of_a_file_are_found_at_once() -> None:
    text = """\
make: Ada
weight_kg: .inf
sold: maybe
colour: green
gears: 5
built: 2026-13-01
riders: [Ada, 5, [Grace]]
wheels: {front: {spokes: 0}, rear: 5, side: {spoke: 1}}
notes: [bell]
sold: no
"""
    assert _mistakes(text) == [
        "bike.yaml:2:12: `weight_kg` has to be a number",
        "bike.yaml:3:7: `sold` has to be true or false",
        "bike.yaml:4:9: `colour` cannot be 'green'",
        "bike.yaml:5:8: `gears` cannot be 5",
        "bike.yaml:6:8: `built` has to be a date such as 2026-11-23",
        "bike.yaml:7:15: `riders` has to be text",
        "bike.yaml:7:18: `riders` has to be a single value",
        "bike.yaml:8:26: `wheels.front.spokes` is 0; it has to be between 1 and 64",
        "bike.yaml:8:36: `wheels.rear` has to be lines of “name: value”",
        "bike.yaml:8:46: `wheels.side.spoke` is not a setting",
        "bike.yaml:9:8: `notes` has to be lines of “name: value”",
        "bike.yaml:1:1: `make` is not a setting",
    ]


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    _, reading = _read("makr: Ada\n")
    assert [(one.code, one.hint) for one in reading.complaints] == [("unknown-key", "Did you mean `maker`?")]


def test_a_required_text_must_say_something() -> None:
    assert _mistakes("maker: '  '\n") == ["bike.yaml:1:8: `maker` is empty"]
    assert _mistakes("sold: no\n") == ["bike.yaml:1:1: `maker` is missing"]


def test_keys_that_stand_twice_are_named() -> None:
    assert _mistakes("maker: a\nmaker: b\nnotes: {x: 1y, x: 2y}\nextra: {y: 1, y: 2}\n") == [
        "bike.yaml:2:1: `maker` stands here twice",
        "bike.yaml:3:16: `notes.x` stands here twice",
        "bike.yaml:4:15: `extra.y` stands here twice",
    ]


def test_numbers_are_read_as_people_write_them() -> None:
    assert _read("maker: a\nweight_kg: 010\n")[0].weight_kg == 10
    assert _read("maker: a\nweight_kg: 1_000.5\n")[0].weight_kg == 1000.5
    assert _read("maker: a\nweight_kg: 1e2\n")[0].weight_kg == 100
    assert _mistakes("maker: a\nweight_kg: '12'\n") == ["bike.yaml:2:12: `weight_kg` has to be a number"]
    assert _mistakes("maker: a\nweight_kg: 0.4\n") == ["bike.yaml:2:12: `weight_kg` is 0.4; it has to be at least 0.5"]


def test_a_loose_reading_takes_texts_as_they_are_written() -> None:
    bicycle, reading = _read("maker: 007\nriders: [no, 2026-01-01, 1:30]\n", loose=True)
    assert (bicycle.maker, bicycle.riders, reading.complaints) == ("007", ("no", "2026-01-01", "1:30"), [])
    assert _mistakes("maker: 007\n") == ["bike.yaml:1:8: `maker` has to be text"]


def test_a_date_without_a_zone_is_utc() -> None:
    assert _read("maker: a\nbuilt: 2026-11-23\n")[0].built == datetime(2026, 11, 23, tzinfo=UTC)


def test_the_reference_pages_come_from_the_declarations() -> None:
    rows = {name: rest for name, *rest in documented(Bicycle)}
    assert rows["maker"] == ["text", "required", "Who made it."]
    assert rows["weight_kg"] == ["number, 0.5 and more", "`12.0`", "Kilograms."]
    assert rows["sold"] == ["true or false", "`false`", "Whether it is gone."]
    assert rows["gears"] == ["one of 3, 7", "–", "None for a single one."]
    assert rows["wheels.*.spokes"] == ["whole number, 1 to 64", "`32`", "How many."]
    assert "wheels.*.name" not in rows


def test_a_show_names_the_mistakes_of_all_its_files(make_show: Callable[..., Path]) -> None:
    root = make_show(config=STUDIO_YAML.replace("language:", "langauge:") + "pauses: {end_s: 99}\nstyle: {plus: x}\n")
    (root / "voices" / "narrator.yaml").write_text("engine: silent\ngain_db: loud\n")
    (root / "voices" / "other.yaml").write_text("engine: [\n")
    with pytest.raises(ConfigurationError) as caught:
        load_show(root)
    lines = str(caught.value).splitlines()
    assert lines[0] == "studio.yaml:3:1: `langauge` is not a setting"
    assert caught.value.hint == "Did you mean `language`?"
    assert lines[1] == "studio.yaml:18:17: `pauses.end_s` is 99; it has to be between 0 and 30"
    assert lines[2] == "studio.yaml:19:15: `style.plus` is 'x'; it takes one of more than, over, plus"
    assert lines[3] == "voices/narrator.yaml:2:10: `gain_db` has to be a number"
    assert lines[4].startswith("voices/other.yaml:2:1: invalid YAML")


def test_options_of_rules_and_engines_are_named_where_they_stand(make_show: Callable[..., Path]) -> None:
    root = make_show(config=STUDIO_YAML + "lint:\n  emoji: false\n  sentence-length:\n    warn_word: 5\n  emojo: no\n")
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nsettings:\n  speed: 9\n  pitsch_hz: 5\n")
    show = load_show(root)
    with pytest.raises(ConfigurationError) as rules:
        lint_config(show.lint)
    assert str(rules.value).splitlines() == [
        "studio.yaml:21:5: there is no option `sentence-length.warn_word`",
        "studio.yaml:22:3: there is no rule `emojo`. Did you mean `emoji`?",
    ]
    with pytest.raises(ConfigurationError) as settings:
        find_engine("silent").options(show.voices["narrator"], root)
    assert str(settings.value).splitlines() == [
        "voices/narrator.yaml:3:10: the setting 'speed' must lie between 0.5 and 2, not 9",
        "voices/narrator.yaml:4:3: the engine silent has no setting 'pitsch_hz'. Did you mean `pitch_hz`?",
    ]
    assert pickle.loads(pickle.dumps(show.voices["narrator"])) == show.voices["narrator"]


def test_a_lexicon_beside_the_voices_is_no_voice(make_show: Callable[..., Path]) -> None:
    root = make_show(config=STUDIO_YAML + "lexicons: [voices/words.yaml]\n")
    (root / "voices" / "words.yaml").write_text("etcd: et see dee\n")
    (root / "voices" / "narrator-words.yaml").write_text("Raft: raft\n")
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nlexicons: [voices/narrator-words.yaml]\n")
    assert list(load_show(root).voices) == ["narrator"]
    (root / "voices" / "narrator.yaml").write_text("engine: silent\nlexicons: [voices/none.yaml]\n")
    with pytest.raises(ConfigurationError, match=r"narrator.yaml:2:12: `lexicons` names voices/none.yaml, which does"):
        load_show(root)


def test_what_a_show_was_read_from_is_recorded(make_show: Callable[..., Path]) -> None:
    root = make_show()
    with recording() as record:
        load_show(root)
    assert list(record.changes()) == []
    (root / "voices" / "another.yaml").write_text("engine: silent\n")
    assert any("another.yaml" in change for change in record.changes())
    (root / "studio.yaml").write_text(STUDIO_YAML + "# changed\n")
    assert f"{root / 'studio.yaml'} changed" in list(record.changes())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ep01.md", "ep01"),
        ("ep1.5.md", "ep1.5"),
        ("ep1.6.md", "ep1.6"),
        ("Über Größe & Café.md", "Uber-Gro-e-Cafe"),
        ("  a  b -- c  .md", "a-b-c"),
        (".hidden_one_.md", "hidden_one"),
        ("003.md", "003"),
        ("notes", "notes"),
        ("日本 2.md", "2"),
        ("日本.md", "episode-cf2abf0c"),
    ],
)
def test_a_file_name_becomes_an_id(name: str, expected: str) -> None:
    assert id_from_name(name) == expected


def test_ids_of_long_names_stay_apart() -> None:
    ids = {id_from_name("x" * 200 + end + ".md") for end in "ab"}
    assert len(ids) == 2
    assert all(len(one) == 80 for one in ids)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nid: ep17\nnumber: 17\nseason: 2\ntitle: Scaling\n---\nText.\n", Head("ep17", 17, 2, "Scaling")),
        ("\ufeff---\r\nnumber: 3\r\ntitle: 'A: b'\r\n...\r\nText.\r\n", Head(None, 3, None, "A: b")),
        ("---\nid: no spaces please\nnumber: three\ntitle: X\n---\n", Head(title="X")),
        ("---\ntitle: A: b\n---\n", Head()),
        ("---\nid: never-closed\n", Head()),
        ("# Episode 17: Scaling\n", Head(number=17)),
        ("", Head()),
    ],
)
def test_the_head_of_a_script(text: str, expected: Head) -> None:
    assert head_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('+++\nid = "ep17"\nnumber = 17\nseason = 2\ntitle = "Scaling"\n+++\nText.\n', Head("ep17", 17, 2, "Scaling")),
        ('\ufeff+++\r\nnumber = 3\r\ntitle = "A: b"\r\n+++  \r\nText.\r\n', Head(None, 3, None, "A: b")),
        ('+++\ntitle = "A\n+++\n', Head()),
        ('+++\ntitle = "never closed"\n', Head()),
        ('+++\ntitle = "X"\n---\n+++\n# Episode 4: Y\n', Head(number=4)),
        ("---\ntitle: X\n+++\n---\n", Head(title=None)),
    ],
)
def test_the_head_of_a_script_in_toml(text: str, expected: Head) -> None:
    assert head_of(text) == expected


def test_mistakes_in_toml_are_told_at_their_places() -> None:
    script = parse_script(Source("one.md", '+++\ntitle = "X"\nnumber = "three"\n[speakers]\nAda = []\n+++\nHello.\n'))
    assert [(one.code, str(one.location)) for one in script.diagnostics] == [
        ("S003", "one.md:3:1"),
        ("S003", "one.md:4:2"),
    ]
    script = parse_script(Source("one.md", '+++\ntitle = "X"\nnumber = \n+++\nHello.\n'))
    assert [(one.code, str(one.location)) for one in script.diagnostics] == [("S001", "one.md:3:9")]


def test_keys_of_other_programs_are_mentioned_and_slips_are_errors() -> None:
    text = "---\nlayout: post\ntags: [a]\ndate: 2024-05-01\npublished: false\nsumary: x\n---\nHello.\n"
    script = parse_script(Source("one.md", text))
    assert [(one.code, one.location.line) for one in script.diagnostics] == [
        ("S011", 2),
        ("S011", 3),
        ("S011", 5),
        ("S002", 6),
    ]
    assert script.episode.published is not None
