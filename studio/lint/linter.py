"""Script → diagnostics: runs the rules and puts what they find in source order."""

from __future__ import annotations

from collections.abc import Sequence

from studio.lint import disables
from studio.lint.config import LintConfig, lint_config
from studio.lint.context import Context
from studio.lint.finding import Finding
from studio.lint.spellings import FolderSpellings
from studio.model.diagnostics import Diagnostic, Severity
from studio.model.script import Script
from studio.model.show import Show


def lint_script(
    script: Script,
    show: Show,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    *,
    errors_only: bool = False,
    folder: FolderSpellings | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything that will not work for listeners, in source order, with what the parser itself found.

    Args:
        script: the parsed script.
        show: its ``lint`` settings, pillars, voices and sounds count.
        select: only these rules: codes, beginnings of codes (``U``), or names.
        ignore: all but these.
        errors_only: give errors alone, without running rules that cannot find any.
        folder: the spellings of the show's scripts; whoever lints many of them counts these once.

    Raises:
        ConfigurationError: a rule or option that does not exist.
    """
    config = lint_config(show.lint, select, ignore)
    context = Context(script, show, folder)
    found = [d for d in script.diagnostics if config.wants(d.code, d.name)]
    for active in config.rules:
        rule = active.rule
        if errors_only and (active.severity or rule.worst) is not Severity.ERROR:
            continue
        for finding in rule.check(context, active.options):
            severity = active.severity or finding.severity or rule.severity
            found.append(_diagnostic(script, rule.code, rule.name, severity, finding))
    found, unused = disables.apply_disables(script, found, config)
    if errors_only:
        found = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
    elif _reports_disables(config):
        found += [_diagnostic(script, disables.CODE, disables.NAME, disables.SEVERITY, one) for one in unused]
    return tuple(sorted(found, key=lambda diagnostic: (diagnostic.span, diagnostic.code)))


def _reports_disables(config: LintConfig) -> bool:
    return config.wants(disables.CODE, disables.NAME)


def _diagnostic(script: Script, code: str, name: str, severity: Severity, finding: Finding) -> Diagnostic:
    location = finding.location or script.source.location(finding.span.start)
    return Diagnostic(code, name, severity, finding.message, location, finding.span, finding.hint, finding.fix)
