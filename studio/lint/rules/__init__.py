"""One rule a file. A module here has ``CODE``, ``NAME``, ``SEVERITY`` and ``check``; its docstring is its page.

Optional are ``ENABLED = False`` (runs only when selected) and a frozen dataclass ``Options`` with defaults. Families:
U cannot be spoken · N numbers · W words · B breath and sentences · L listening · P parts and pillars · C cast and cues.
"""
