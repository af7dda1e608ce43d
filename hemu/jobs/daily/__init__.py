"""Work done once a day, early in the morning in China. Each module has ``run() -> int``: how many things it did."""
