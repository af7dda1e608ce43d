"""The app's shell, and the office's pages about phones and what they sent."""
