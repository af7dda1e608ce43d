"""What was promised and whether it was done: parts, receipts, reminders, urging, default, change."""
