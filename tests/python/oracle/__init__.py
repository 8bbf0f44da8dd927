"""An independent, naive reference for deciding faults, and a generator of random cases.

`Interpreter(document).decide(fault)` is what every other implementation is compared with;
`random_policy` and `random_fault` supply what to compare on.
"""

from .generator import random_policy
from .interpreter import Interpreter
from .random_faults import random_fault
from .values import InvalidFault

__all__ = ["Interpreter", "InvalidFault", "random_fault", "random_policy"]
