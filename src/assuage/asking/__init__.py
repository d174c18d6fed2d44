"""What a person typed to a Question: names, routes, aspects, in English or Chinese."""
