"""Triage: what a narrative suggests, with the words that suggest it. It proposes; a person decides."""
