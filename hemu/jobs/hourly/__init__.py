"""Work done once an hour. Each module has ``run() -> int``: how many things it did."""
