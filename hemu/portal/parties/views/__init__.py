"""The party's own pages, and the office's pages of what parties ask for."""
