"""Acts on the organisation: one function each, permission and scope checked inside."""
