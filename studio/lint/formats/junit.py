"""Findings as JUnit XML, which build servers show as tests: one test case per script, failed by errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree

from studio.model.diagnostics import Diagnostic, Severity
from studio.model.source import Source

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def format_junit(diagnostics: Iterable[Diagnostic], sources: Mapping[str, Source]) -> str:
    """A suite with a case for each source, those without findings included; warnings are in the failure's text, too."""
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in sources}
    for one in diagnostics:
        by_path.setdefault(one.location.path, []).append(one)
    failing = {path: list(filter(_fails, found)) for path, found in by_path.items()}
    suite = ElementTree.Element(
        "testsuite",
        name="studio lint",
        tests=str(len(by_path)),
        failures=str(sum(bool(found) for found in failing.values())),
        errors="0",
    )
    for path, found in by_path.items():
        case = ElementTree.SubElement(suite, "testcase", classname="studio.lint", name=_clean(path))
        listed = _clean("\n".join(f"{one.location}: {one.severity} {one.code} {one.message}" for one in found))
        if failing[path]:
            message = f"{len(failing[path])} errors, {len(found) - len(failing[path])} other findings"
            ElementTree.SubElement(case, "failure", message=message).text = listed
        elif listed:
            ElementTree.SubElement(case, "system-out").text = listed
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(suite, encoding="unicode") + "\n"


def _fails(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
