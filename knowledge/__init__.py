"""The curated knowledge base: facts, tables, conditions, clinic profile and policy texts, and how to read them."""

from knowledge.loader import load, policy_file
from knowledge.model import (
    Aspect,
    ClinicProfile,
    Comparison,
    Condition,
    Fact,
    FollowUp,
    Knowledge,
    Row,
    SeveralWishes,
    Source,
    SourceRef,
    Treatment,
    Value,
)
from knowledge.problems import KnowledgeError, Problem
from knowledge.texts import PolicyText, PolicyTexts

__all__ = [
    "Aspect",
    "ClinicProfile",
    "Comparison",
    "Condition",
    "Fact",
    "FollowUp",
    "Knowledge",
    "KnowledgeError",
    "PolicyText",
    "PolicyTexts",
    "Problem",
    "Row",
    "SeveralWishes",
    "Source",
    "SourceRef",
    "Treatment",
    "Value",
    "load",
    "policy_file",
]
