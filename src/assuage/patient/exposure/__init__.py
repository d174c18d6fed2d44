"""How much of a drug a person is exposed to, relative to a usual person: observed, modelled, advised."""
