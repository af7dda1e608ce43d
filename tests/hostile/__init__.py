"""A test base that is harsher than production: what would only sometimes go wrong there fails here."""
