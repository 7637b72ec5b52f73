"""What only a feed needs of a show, asked for all at once and not before."""

from __future__ import annotations

from studio.kit.errors import ConfigurationError
from studio.model.show import Show
from studio.settings.show import CONFIG_NAME

#: Field of a show → the lines of ``studio.yaml`` that set it. Without the first ones there is no feed at all.
_NEEDED = {
    "title": "title: My Show",
    "author": "author: My Name",
    "description": "description: What the show is about.",
    "site": "site: https://show.example/",
    "artwork": "artwork: assets/cover.jpg  # your picture: square, 1400 to 3000 pixels, JPEG or PNG",
}
#: What directories refuse a show without; told together with the rest.
_WANTED = {
    "email": "email: me@show.example",
    "categories": "feed: {categories: [Technology]}",
}


def require_publishable(show: Show) -> None:
    """Refuse a show that says too little about itself to be published.

    Raises:
        ConfigurationError: ``not-for-a-feed``, with every line that is to be added.
    """
    if all(getattr(show, name) for name in _NEEDED):
        return
    missing = {name: line for name, line in {**_NEEDED, **_WANTED}.items() if not getattr(show, name)}
    is_there = (show.root / CONFIG_NAME).is_file()
    lines = "\n".join(f"    {line}" for line in missing.values())
    raise ConfigurationError(
        "not-for-a-feed",
        f"to be published, the show has to have {', '.join(missing)}",
        where=CONFIG_NAME,
        hint=f"{'Add to' if is_there else 'Write'} {show.root / CONFIG_NAME}, in your words:\n{lines}",
    )
