"""The forms of privacy."""
