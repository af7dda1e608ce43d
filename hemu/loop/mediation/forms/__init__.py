"""The forms of 调."""
