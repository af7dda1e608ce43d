"""Routes of the field protocol. Each only calls an act."""
