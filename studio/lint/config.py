"""The ``lint:`` part of ``studio.yaml`` and the selection on the command line → which rules run, and how."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.kit.errors import ConfigurationError, suggest
from studio.lint.registry import Rule, all_rules
from studio.lint.selectors import is_known, means
from studio.model.diagnostics import Severity
from studio.model.fields import declared
from studio.settings.complaints import Wording
from studio.settings.kinds import BAD, text
from studio.settings.reader import Reading, node_of, source_of
from studio.settings.yamltree import Items, Node, Pairs, Scalar

_WORDING = Wording(unknown="there is no option `{label}`", codes={"unknown-rule": "unknown-rule"}, code="lint-option")


@dataclass(frozen=True, slots=True)
class _EveryRule:
    severity: Severity | None = declared("How much its findings matter.", None)


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
        chosen = not self.select or any(means(selector, code, name) for selector in self.select)
        return chosen and not any(means(selector, code, name) for selector in self.ignore)


def lint_config(settings: Mapping[str, object], select: Sequence[str] = (), ignore: Sequence[str] = ()) -> LintConfig:
    """Combine the show's settings with a selection, which adds to ``ignore`` and replaces ``select``.

    Raises:
        ConfigurationError: rules and options that do not exist, values of the wrong type; with their places.
    """
    reading, node = Reading(source_of(settings, "studio.yaml (lint)"), wording=_WORDING, loose=True), node_of(settings)
    by_rule: dict[str, Node] = {}
    chosen: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    for key, value in node.pairs:
        rule = next((rule for rule in all_rules() if key.text in (rule.code, rule.name)), None)
        if key.text == "select":
            chosen = _selectors_in(reading, value, key.text)
        elif key.text == "ignore":
            ignored = _selectors_in(reading, value, key.text)
        elif rule is None:
            _complain_of_rule(reading, key, key.text)
        else:
            by_rule[rule.code] = value
    chosen = _selectors(select, "--select") or chosen
    ignored = (*_selectors(ignore, "--ignore"), *ignored)
    active = []
    for rule in all_rules():
        node_of_rule = by_rule.get(rule.code)
        switch = node_of_rule.value if isinstance(node_of_rule, Scalar) else None
        switched_on = switch if isinstance(switch, bool) else rule.enabled
        named = any(selector in (rule.code, rule.name) for selector in chosen)
        in_choice = any(rule.matches(selector) for selector in chosen) if chosen else True
        made = _activate(reading, rule, node_of_rule)
        if (named or (switched_on and in_choice)) and not any(rule.matches(selector) for selector in ignored):
            active.append(made)
    reading.stop_if_wrong()
    return LintConfig(tuple(active), chosen, ignored)


def _activate(reading: Reading, rule: Rule, node: Node | None) -> ActiveRule:
    """The rule with its options; ``node`` is its switch, or the mapping that stands under its name."""
    options: Any = rule.options() if rule.options else None
    given: dict[str, Any] = {}
    if isinstance(node, Pairs):
        classes = (rule.options, _EveryRule) if rule.options else (_EveryRule,)
        given = reading.given(node, *classes, label=f"{rule.name}.")
    elif node is not None and not (isinstance(node, Scalar) and isinstance(node.value, bool | None)):
        reading.complain("wrong-type", node, rule.name, message=f"`{rule.name}` takes options, or true or false")
    severity = given.pop("severity", None)
    for name, new in given.items():
        default = getattr(options, name)
        given[name] = (*default, *new) if isinstance(default, tuple) else new
    return ActiveRule(rule, dataclasses.replace(options, **given) if given else options, severity)


def _selectors_in(reading: Reading, node: Node, key: str) -> tuple[str, ...]:
    if not isinstance(node, Items):
        reading.complain("wrong-type", node, key, expected="a list of codes or names")
        return ()
    found = []
    for item in node.items:
        selector = reading.checked(text(), item, key)
        if selector is not BAD and not is_known(selector):
            _complain_of_rule(reading, item, selector)
        found += [selector] if selector else []
    return tuple(found)


def _complain_of_rule(reading: Reading, node: Node, selector: str) -> None:
    error = _unknown(selector, "")
    reading.complain(error.code, node, selector, message=error.message, hint=error.hint)


def _selectors(selectors: Iterable[str], where: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for selector in selectors for part in selector.split(",") if part.strip())
    for selector in chosen:
        if not is_known(selector):
            raise _unknown(selector, where)
    return chosen


def _unknown(selector: str, where: str) -> ConfigurationError:
    names = [name for rule in all_rules() for name in (rule.code, rule.name)]
    hint = suggest(selector, names, "The rules are listed in docs/rules.md.")
    return ConfigurationError("unknown-rule", f"there is no rule `{selector}`", where=where, hint=hint)
