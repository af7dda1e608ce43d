"""The pages of 排."""
