"""Another system's address that is told of messages, each signed."""
