"""Work done once a minute. Each module has ``run() -> int``: how many things it did."""
