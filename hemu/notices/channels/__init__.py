"""One folder per way of telling somebody. Each has ``send(notices) -> None``."""
