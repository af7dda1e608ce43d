"""Telling a party of their own matter through a channel, if they agreed and nobody is endangered by it."""
