"""Work done once a day, early in the morning. Each module has ``run() -> int``: how many things it did."""
