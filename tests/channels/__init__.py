"""Channels against servers that speak each platform's protocol, over real sockets."""
