"""Out of the house: which channels an office has, who hears what on which, and what became of each message."""
