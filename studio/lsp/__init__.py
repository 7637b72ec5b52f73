"""The language server: what :mod:`studio.desk` knows, told by the Language Server Protocol 3.17."""
