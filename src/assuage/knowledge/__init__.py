"""Curated TOML files to terms, and the rules that a file must keep."""
