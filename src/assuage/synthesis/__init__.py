"""Many findings together: what agrees, how certain it is, what is missing."""
