"""Texts that are long, deep or odd where a reader expects a word: told or read aloud, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sample_show import STUDIO_YAML

Studio = Callable[..., tuple[int, str]]

FRONT = "---\nid: ep01\nnumber: 1\ntitle: T\n---\n\n"
DIGITS = "9" * 1_000_000
ODD = {
    "a megabyte of digits": DIGITS,
    "with commas": ",".join(["999"] * 300_000),
    "a power": "The number 10^10000000 is large, and so are 2^9999999999 and 9^9^9^9.",
    "powers in a formula": "So $10^{10000000}$ and $9^{9^{9^9}}$ and $10^{" + DIGITS[:10_000] + "}$ are.",
    "an exponent": "It is 1e10000000 of 1E+999999999.",
    "roman": "M" * 100_000 + " is.",
    "a fraction": f"1/{DIGITS[:100_000]} is.",
    "a time and a date": "At 99999999:99 on 99/99/9999999.",
    "money": f"${DIGITS[:200_000]} and 5.{DIGITS[:100_000]}%.",
    "an address": "1." * 100_000 + "1 is.",
    "hexadecimal": f"0x{'f' * 200_000} is.",
    "a unit": f"{DIGITS[:100_000]} km/h",
    "an ordinal": f"{DIGITS[:100_000]}th",
    "a range": f"1–{DIGITS[:100_000]}",
    "a zero byte": "HOST: a\0b c.",
    "marks of direction": "a \u202e b \u2066 c.",
    "combining marks": "e" + "\u0301" * 200_000,
    "joiners": "a" + "\u200d" * 200_000 + "b.",
    "one sentence": "word " * 200_000,
    "dots": "." * 1_000_000,
    "dashes": "-" * 1_000_000 + "a",
    "a pause": f"a\n\n::pause{{{DIGITS[:5000]}s}}\n\nb",
    "other digits": "٣" * 100_000,
    "a heading": "# " + "a" * 1_000_000 + "\n\nHello.",
    "half a surrogate pair": b"a \xed\xa0\x80 b.",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_a_script_of_it_is_planned_or_refused_with_a_place(root: Path, studio: Studio, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (root / "scripts" / "ep01.md").write_bytes(FRONT.encode() + data)
    code, said = studio("plan", "ep01")
    assert code == 0 or (code == 1 and "scripts/ep01.md" in said)
    assert len(said) < 5000


BOMB = "{a: &a [x,x,x,x,x,x,x,x,x], b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a], c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b], " + (
    "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c], e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d], f: [*e,*e,*e,*e,*e,*e,*e,*e,*e]}"
)
VALUES = {
    "alias bomb": BOMB,
    "digits": DIGITS,
    "power": "10^10000000",
    "zero byte": '"a\\0b"',
    "raw zero byte": "a\0b",
    "surrogate": '"\\ud800"',
    "merge bomb": "&a {<<: *a}",
    "long key": "{" + "k" * 1_000_000 + ": 1}",
    "depth": "[" * 100_000,
}
FILES = {
    "studio.yaml": STUDIO_YAML.replace("A Small Show", "{value}"),
    "voices/narrator.yaml": "engine: silent\ngain_db: {value}\n",
    "voices/lexicon.yaml": "etcd: {value}\n",
    "scripts/ep01.md": "---\nid: ep01\nsummary: {value}\n---\n\nHello there.\n",
    "scripts/ep01.takes.yaml": "takes:\n  3f0c9a51be: {take: {value}}\n",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_yaml_of_it_is_told_with_its_place_in_every_file(root: Path, studio: Studio, name: str, value: str) -> None:
    if "lexicon" in name:
        with (root / "studio.yaml").open("a") as file:
            file.write("lexicons: [voices/lexicon.yaml]\n")
    (root / name).write_text(FILES[name].replace("{value}", value))
    code, said = studio("plan", "ep01")
    told = [line for line in said.splitlines() if line.startswith("error: ")]
    assert (code == 0 and not told) or (code in (1, 2) and Path(name).name in said)
    assert len(said) < 5000
