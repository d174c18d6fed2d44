"""One module a source: a query goes in, records come out as they were sent."""
