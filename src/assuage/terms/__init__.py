"""Nouns and units shared by the stages; imports nothing else of Assuage."""
