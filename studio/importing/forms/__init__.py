"""One form of script a file: its docstring says what it is, ``likelihood`` and ``read`` do the work."""
