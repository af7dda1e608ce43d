"""Out of the house: an office's channels, who hears what on which, and what became of each message."""
