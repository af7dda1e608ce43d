"""What old ledgers mean by what they say: pure functions from text to values, or Unclear."""
