"""The ``lint:`` part of ``studio.yaml`` and the selection on the command line → which rules run, and how."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.kit.errors import ConfigurationError, suggest
from studio.lint.registry import Rule, all_rules
from studio.model.diagnostics import Severity

_WHERE = "studio.yaml (lint)"
#: Codes that the script parser gives, see ``studio.script.problems``, and the linter's own about disables.
OTHER_CODES = ("S", "X901")


@dataclass(frozen=True, slots=True)
class ActiveRule:
    """A rule that is to run, with its options, and the severity that the show gives it (None: the rule's own)."""

    rule: Rule
    options: Any
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class LintConfig:
    """What is to run; ``select`` and ``ignore`` count for the codes of the parser, too."""

    rules: tuple[ActiveRule, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]

    def wants(self, code: str, name: str) -> bool:
        """Whether findings of this code are to be shown."""
        chosen = not self.select or any(_means(selector, code, name) for selector in self.select)
        return chosen and not any(_means(selector, code, name) for selector in self.ignore)


def lint_config(settings: Mapping[str, object], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> LintConfig:
    """Combine the show's settings with a selection, which adds to ``ignore`` and replaces ``select``.

    Raises:
        ConfigurationError: a rule or option that does not exist, or a value of the wrong type.
    """
    rules = all_rules()
    chosen = _selectors(select, "--select") or _selectors(_list(settings, "select"), _WHERE)
    ignored = (*_selectors(ignore, "--ignore"), *_selectors(_list(settings, "ignore"), _WHERE))
    own = {key: value for key, value in settings.items() if key not in ("select", "ignore")}
    by_rule: dict[str, object] = {}
    for key, value in own.items():
        rule = next((rule for rule in rules if key in (rule.code, rule.name)), None)
        if rule is None:
            raise _unknown(key, _WHERE)
        by_rule[rule.code] = value
    active = []
    for rule in rules:
        value = by_rule.get(rule.code)
        switched_on = rule.enabled if not isinstance(value, bool) else value
        named = any(selector in (rule.code, rule.name) for selector in chosen)
        in_choice = any(rule.matches(selector) for selector in chosen) if chosen else True
        if (named or (switched_on and in_choice)) and not any(rule.matches(selector) for selector in ignored):
            active.append(_activate(rule, value))
    return LintConfig(tuple(active), tuple(chosen), tuple(ignored))


def _activate(rule: Rule, value: object) -> ActiveRule:
    given = dict(value) if isinstance(value, Mapping) else {}
    if value is not None and not isinstance(value, (bool, Mapping)):
        raise ConfigurationError(
            "lint-option", f"`{rule.name}` takes options, or true or false", where=_WHERE, hint=_options_hint(rule)
        )
    severity = given.pop("severity", None)
    if severity is not None and severity not in tuple(Severity):
        raise ConfigurationError(
            "lint-option", f"`{rule.name}: severity` has to be error, warning or info", where=_WHERE
        )
    options: Any = rule.options() if rule.options else None
    fields = {field.name: field for field in dataclasses.fields(rule.options)} if rule.options else {}
    values = {}
    for name, raw in given.items():
        if name not in fields:
            raise ConfigurationError(
                "lint-option", f"`{rule.name}` has no option `{name}`", where=_WHERE, hint=_options_hint(rule)
            )
        values[name] = _typed(rule, name, raw, getattr(options, name))
    if values and options is not None:
        options = dataclasses.replace(options, **values)
    return ActiveRule(rule, options, Severity(severity) if severity else None)


def _typed(rule: Rule, name: str, raw: object, default: object) -> object:
    if isinstance(default, tuple) and isinstance(raw, list):
        return (*default, *(str(item) for item in raw))
    number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    if isinstance(default, float) and number:
        return float(raw)  # type: ignore[arg-type]
    if type(raw) is type(default):
        return raw
    kind = {int: "a whole number", float: "a number", bool: "true or false", tuple: "a list", str: "text"}
    message = f"`{rule.name}: {name}` has to be {kind[type(default)]}"
    raise ConfigurationError("lint-option", message, where=_WHERE)


def _options_hint(rule: Rule) -> str:
    names = [field.name for field in dataclasses.fields(rule.options)] if rule.options else []
    return f"Its options are {', '.join([*names, 'severity'])}."


def _list(settings: Mapping[str, object], key: str) -> list[str]:
    value = settings.get(key, [])
    if not isinstance(value, list):
        raise ConfigurationError("lint-option", f"`{key}` has to be a list of codes or names", where=_WHERE)
    return [str(item) for item in value]


def _selectors(selectors: Iterable[str], where: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for selector in selectors for part in selector.split(",") if part.strip())
    for selector in chosen:
        if not is_known(selector):
            raise _unknown(selector, where)
    return chosen


def is_known(selector: str) -> bool:
    """Whether a code, the beginning of one, or a name means anything."""
    other = any(code.startswith(selector.upper()) or selector.upper().startswith(code) for code in OTHER_CODES)
    return other or any(rule.matches(selector) for rule in all_rules())


def _means(selector: str, code: str, name: str) -> bool:
    return selector == name or code.startswith(selector.upper())


def _unknown(selector: str, where: str) -> ConfigurationError:
    names = [name for rule in all_rules() for name in (rule.code, rule.name)]
    hint = suggest(selector, names, "The rules are listed in docs/rules.md.")
    return ConfigurationError("unknown-rule", f"there is no rule `{selector}`", where=where, hint=hint)
