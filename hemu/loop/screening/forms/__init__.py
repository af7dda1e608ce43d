"""The forms of 排."""
