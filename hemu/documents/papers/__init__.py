"""Papers: what the law wants on paper, as Word that an office may change, and as PDF of the same."""
