"""What this program is called where packages are installed from, and how to get more of it."""

from __future__ import annotations

#: Name on the package index; the import package and the command are ``studio``.
DISTRIBUTION = "studio-podcast"


def install_hint(extra: str | None = None) -> str:
    """The command that installs this program, with an optional extra of ``pyproject.toml``.

    It is right for a clone, too: there pip finds the program installed and adds what the extra needs.
    """
    return f"pip install '{DISTRIBUTION}[{extra}]'" if extra else f"pip install {DISTRIBUTION}"


def installed(*packages: str) -> str:
    """Packages with their versions, for what an engine says about itself: ``a 1.0, b 2.3``; or ``not installed``."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return ", ".join(f"{package} {version(package)}" for package in packages)
    except PackageNotFoundError:
        return "not installed"
