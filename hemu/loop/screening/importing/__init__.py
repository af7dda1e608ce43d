"""Old ledgers brought in as spreadsheets: read, checked, and registered by the same acts as by hand."""
