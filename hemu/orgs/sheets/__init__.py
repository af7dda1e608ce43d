"""Units and people in and out as spreadsheets."""
