"""How a rating changes: lowered by two people, looked at again by its clock and by rules that are new."""
