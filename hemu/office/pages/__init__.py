"""What the office's pages show, read for them: plain values that templates print."""
