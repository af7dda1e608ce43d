"""民转刑: it must be none. Each one is looked back on, to prevent the next; nobody is blamed by sums."""
