"""What can be wrong with an installation, each by name, in words that say what to do."""
