"""Kinds of items, each in a module of its own: what it looks like, and which act of a stage it calls."""
