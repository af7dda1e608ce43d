"""八单一表: the eight sheets of a dispute and the summary ledger, one by one or for a whole list at once."""
