# SPDX-License-Identifier: Apache-2.0
"""What a check of a policy must find, proved by z3 and counted by going through all faults.

Written from the definitions of findings alone; the reader of documents is that of `oracle`.
`Judge(document, report).problems()` holds a report against it; `random_checked_policy` and
`plant` supply what to compare on.
"""

from .counting import Counting, TooMany
from .flaws import PLANTERS, TODAY, plant
from .judge import Judge, key_of
from .prover import Key, Prover
from .random_checked import random_checked_policy
from .random_clean import random_clean_policy
from .severity import KINDS, is_clean, severity_of

__all__ = [
    "KINDS",
    "PLANTERS",
    "TODAY",
    "Counting",
    "Judge",
    "Key",
    "Prover",
    "TooMany",
    "is_clean",
    "key_of",
    "plant",
    "random_checked_policy",
    "random_clean_policy",
    "severity_of",
]
