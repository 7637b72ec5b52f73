"""A cue's numbers stay within what can be heard; what does not is said at the very setting."""

from __future__ import annotations

import pytest

from studio.model.diagnostics import Severity
from studio.model.script import Cue, Script
from studio.model.source import Source
from studio.script import parse_script


def _parse(line: str) -> Script:
    return parse_script(Source("ep.md", f"Hello.\n\n{line}\n\nBye.\n"))


def _cue(line: str) -> Cue | None:
    return next(block.cue for block in _parse(line).sections[0].blocks if not block.kind.is_spoken)


@pytest.mark.parametrize(
    ("line", "setting", "hint"),
    [
        ('::music{bed="bed" gain=12.1dB}', "gain=12.1dB", "write at most +12dB"),
        ('::music{bed="bed" gain=800dB}', "gain=800dB", "write at most +12dB"),
        ("::sting{hit gain=-60.5}", "gain=-60.5", "leave the cue out"),
        ('::music{bed="bed" fade=61s}', "fade=61s", "write at most 60s; did you mean 61ms?"),
        ("::music{stop fade=60001ms}", "fade=60001ms", "write at most 60s"),
        ("::pause{800s}", "800s", "write at most 60s; did you mean 800ms?"),
        ("::pause{length=90s}", "length=90s", "write at most 60s; did you mean 90ms?"),
    ],
)
def test_a_number_out_of_bounds_is_an_error_at_its_setting(line: str, setting: str, hint: str) -> None:
    script = _parse(line)
    (found,) = script.diagnostics
    assert (found.code, found.severity) == ("S006", Severity.ERROR)
    assert script.source.slice(found.span) == setting
    assert found.hint == hint
    assert _cue(line) is None


@pytest.mark.parametrize(
    ("line", "gain_db", "fade_s", "length_s"),
    [
        ('::music{bed="bed" gain=-60dB fade=60s}', -60, 60, None),
        ('::music{bed="bed" gain=+12dB fade=0s}', 12, 0, None),
        ("::pause{10s}", None, None, 10),
    ],
)
def test_the_bounds_themselves_are_allowed(line: str, gain_db: float, fade_s: float, length_s: float) -> None:
    cue = _cue(line)
    assert cue is not None
    assert (cue.gain_db, cue.fade_s, cue.length_s) == (gain_db, fade_s, length_s)
    assert _parse(line).diagnostics == ()


@pytest.mark.parametrize(
    ("line", "hint"), [("::pause{15s}", "did you mean 15ms?"), ("::pause{60s}", "did you mean 60ms?")]
)
def test_a_long_pause_is_kept_and_asked_about(line: str, hint: str) -> None:
    script = _parse(line)
    (found,) = script.diagnostics
    assert (found.code, found.severity, found.hint) == ("S009", Severity.WARNING, hint)
    assert script.source.slice(found.span) == line[len("::pause{") : -1]
    assert _cue(line) is not None


@pytest.mark.parametrize("setting", ["{}s", "{}ms", "{}.{}s"])
@pytest.mark.parametrize("digits", [400, 5_000])
def test_any_number_of_digits_ends_in_a_message_of_one_line(setting: str, digits: int) -> None:
    number = "9" * digits
    for line in (f"::pause{{{setting.format(number, number)}}}", f'::music{{bed="b" gain={number}dB}}'):
        (found,) = _parse(line).diagnostics
        assert len(found.message) < 120
        assert len(found.hint or "") < 120
