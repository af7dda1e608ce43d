"""A version of a decision table tried on disputes of the past: what would change, before it holds."""
