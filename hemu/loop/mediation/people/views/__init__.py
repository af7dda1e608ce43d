"""The pages of committees and mediators."""
