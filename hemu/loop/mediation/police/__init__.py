"""The police and mediation: what is reported to them at once, and how a minor case ends unpunished."""
