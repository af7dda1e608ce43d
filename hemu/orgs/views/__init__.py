"""Pages of the organisation: tree, units, people, teams, spreadsheets."""
