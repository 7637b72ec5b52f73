"""Studio compiles a written episode into a finished podcast episode."""

__version__ = "0.1.0"
