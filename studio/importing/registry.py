"""Finds the forms: every module in ``studio.importing.forms`` is one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from studio.importing import forms
from studio.importing.elements import Imported
from studio.importing.material import Material
from studio.kit.errors import ConfigurationError, StudioError, suggest

_ENOUGH = 10


@dataclass(frozen=True, slots=True)
class Form:
    """One form of script, as its module declares it.

    Attributes:
        name: what ``--from`` calls it; the module's own.
        summary: the first line of its module.
        likelihood: how sure it is, 0 to 100, that a file is of this form, by content and suffix.
        read: a file of this form → what it says; a StudioError where it cannot be read.
        is_binary: whether a file of this form is none of text.
    """

    name: str
    summary: str
    likelihood: Callable[[Material], int]
    read: Callable[[Material], Imported]
    is_binary: bool = False


@cache
def all_forms() -> tuple[Form, ...]:
    """Every form, by name."""
    found = []
    for entry in pkgutil.iter_modules(forms.__path__):
        module = importlib.import_module(f"{forms.__name__}.{entry.name}")
        summary = inspect.cleandoc(module.__doc__ or "").split("\n", 1)[0]
        found.append(Form(entry.name, summary, module.likelihood, module.read, hasattr(module, "BINARY")))
    return tuple(sorted(found, key=lambda form: form.name))


def form_of(material: Material, wanted: str | None = None) -> Form:
    """The form of a file: the one that a person names, else the likeliest by its content.

    Raises:
        ConfigurationError: ``unknown-form``.
        StudioError: ``unknown-script`` where it looks like none of them; what is wrong with the file as such.
    """
    known = {form.name: form for form in all_forms()}
    if wanted is not None:
        if wanted not in known:
            raise ConfigurationError("unknown-form", f"there is no form `{wanted}`", hint=suggest(wanted, known))
        return known[wanted]
    binary = next((form for form in known.values() if form.is_binary and form.likelihood(material) >= _ENOUGH), None)
    if binary is not None:
        return binary
    if "<rss" in material.text[:2_000]:
        raise StudioError(
            "a-feed", "this is a feed", where=material.name, hint=f"Say studio import feed {material.name}."
        )
    likelihoods = {form.name: form.likelihood(material) for form in known.values() if not form.is_binary}
    best = max(likelihoods, key=lambda name: likelihoods[name])
    if likelihoods[best] < _ENOUGH:
        raise StudioError(
            "unknown-script",
            "nothing shows which form of script this is: no line says who speaks",
            where=material.name,
            hint="Markdown, or plain text for one voice, needs no import: "
            f"{_as_it_is(material.name)}. Where it has speakers, say how they are written: --from {', '.join(known)}.",
        )
    return known[best]


def _as_it_is(name: str) -> str:
    script = PurePath(name).with_suffix(".md").name
    renamed = "" if name.endswith(".md") else f"rename it to {script}, and "
    return f"{renamed}studio render {script} reads it"
