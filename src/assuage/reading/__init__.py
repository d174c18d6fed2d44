"""One record to what it says, each item beside its words; no language model, no download."""
