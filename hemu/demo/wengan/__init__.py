"""瓮安县 as it works today: its offices, the disputes of its last months, and what lies besides."""
