"""Assuage: graded, cited dossiers of drugs in conditions, for palliative and pain care."""

__version__ = "0.1.0"
