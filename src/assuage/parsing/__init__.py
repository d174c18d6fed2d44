"""Bytes of any source to records; one module a format."""
