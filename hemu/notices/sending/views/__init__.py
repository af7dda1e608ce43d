"""The pages of channels, by subject."""
