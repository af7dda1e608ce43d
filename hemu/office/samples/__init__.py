"""What /office/components shows: invented, and the same each time."""
