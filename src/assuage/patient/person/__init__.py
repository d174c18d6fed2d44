"""Reading a person: TOML file, FHIR R4 bundle or flags; units, plausibility, names."""
