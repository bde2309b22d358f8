"""Choose the best set of candidates under the money and the rules: plain Python over a solver, no database (`bedo plan solve`).

`problem` reads and checks one question, `solver` answers it exactly, `reasons` says why not and what more money would buy.
"""

from bedo.planning.choosing.problem import Candidate, Constraint, Problem, read
from bedo.planning.choosing.reasons import Swap, more_money, why_not
from bedo.planning.choosing.solver import Choice, solve

__all__ = ["Candidate", "Choice", "Constraint", "Problem", "Swap", "more_money", "read", "solve", "why_not"]
