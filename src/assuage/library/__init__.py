"""Records are kept, joined into works, indexed and found."""
