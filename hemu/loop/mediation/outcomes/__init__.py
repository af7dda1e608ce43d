"""M11: what mediation prevented, stated with grounds and checked by another person before it counts."""
