"""HTML from templates, every text in it escaped."""

from __future__ import annotations

from functools import cache
from typing import Any


def render(package: str, template: str, **values: Any) -> str:
    """The text of a template that lies in the folder ``templates`` of a package.

    Args:
        package: e.g. ``studio.feed``.
        template: its file name.
        values: what the template names; a name that is missing is an error of ours.
    """
    return str(_environment(package).get_template(template).render(**values))


@cache
def _environment(package: str) -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader(package),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
