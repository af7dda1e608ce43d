"""警情 and its tiers (梯次出警): who has it in hand, until when, and what came of it."""
