"""The office's pages of 村民说事."""
