"""Rules as data: decision tables with grounds, code lists, the working calendar."""

from hemu.rulebook.engine import Ground, Verdict
from hemu.rulebook.evaluation import evaluate, in_force

__all__ = ["Ground", "Verdict", "evaluate", "in_force"]
