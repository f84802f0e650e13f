"""The safety checks every visitor message passes before anything else sees it.

Pure Python, no Django: normalise -> danger check -> command guard -> masking (docs/safety.md).
"""

from knowledge.normalise import normalise

from .commands import guard_command
from .danger import DangerCheck, Verdict
from .masking import Masked, mask

__all__ = ["DangerCheck", "Masked", "Verdict", "guard_command", "mask", "normalise"]
