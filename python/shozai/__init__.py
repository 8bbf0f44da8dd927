# SPDX-License-Identifier: Apache-2.0
"""Who owns this fault, who is next if they do not act, and how do we know?

>>> import shozai
>>> text = '''{
...   "shozai": 1, "policy": {"id": "plant", "version": "1"},
...   "attributes": {"part": {"type": "enum", "values": {"drive": {}, "pump": {}}}},
...   "departments": {"electrical": {}, "maintenance": {}},
...   "aspects": {"owner": {
...     "interim": {"accountable": "maintenance"},
...     "rules": [{"id": "drives", "when": "part == 'drive'", "because": {"en": "they know them"},
...                "then": {"accountable": "electrical"}}],
...     "otherwise": {"id": "otherwise", "then": {"accountable": "maintenance"}}}}}'''
>>> policy = shozai.Policy.loads(text)
>>> policy.decide({"part": "drive"}).owner
Decision(accountable='electrical', rule='drives')
"""

from typing import TYPE_CHECKING, Any

from ._core import (
    Answer,
    ArrowError,
    Decision,
    Diagnostic,
    Explanation,
    Fault,
    LocalizedText,
    Question,
    TableProblem,
    __version__,
)
from ._errors import PolicyError
from .check import CheckReport, Finding
from .decisions import Decisions, Explanations
from .diagram import Diagram
from .difference import Difference
from .frames import DecidedStream, DecidedTable, Decider, OutcomeCount, TableError
from .plan import Plan
from .policy import Policy
from .policy_set import PolicySet
from .question_tree import QuestionTree
from .questions import Questions
from .tables import FaultRow, Faults

if TYPE_CHECKING:
    from .case_results import CaseReport, CaseResult
    from .cases import CaseFile
    from .coverage import Coverage
    from .mutation import Mutant, MutationReport
    from .organization import Organization, OrganizationReport, Preview
    from .suggestions import SuggestedCase, Suggestions

__all__ = [
    "Answer",
    "ArrowError",
    "CaseFile",
    "CaseReport",
    "CaseResult",
    "CheckReport",
    "Coverage",
    "DecidedStream",
    "DecidedTable",
    "Decider",
    "Decision",
    "Decisions",
    "Diagnostic",
    "Diagram",
    "Difference",
    "Explanation",
    "Explanations",
    "Fault",
    "FaultRow",
    "Faults",
    "Finding",
    "LocalizedText",
    "Mutant",
    "MutationReport",
    "Organization",
    "OrganizationReport",
    "OutcomeCount",
    "Plan",
    "Policy",
    "PolicyError",
    "PolicySet",
    "Preview",
    "Question",
    "QuestionTree",
    "Questions",
    "SuggestedCase",
    "Suggestions",
    "TableError",
    "TableProblem",
    "__version__",
]

# What tests policies, and organizations, is imported when it is asked for: the plugin makes every
# run of pytest import this package, with cases or without.
_LATER = {
    "CaseFile": "cases",
    "CaseReport": "case_results",
    "CaseResult": "case_results",
    "Coverage": "coverage",
    "Mutant": "mutation",
    "MutationReport": "mutation",
    "Organization": "organization",
    "OrganizationReport": "organization",
    "Preview": "organization",
    "SuggestedCase": "suggestions",
    "Suggestions": "suggestions",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_LATER[name]}", __name__), name)
