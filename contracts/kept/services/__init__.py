"""Keeping figures: in the transaction that changes them, from one evening to the next, and from nothing."""

from contracts.kept.services.asking import ask, count, forget_asked
from contracts.kept.services.checking import check, check_all
from contracts.kept.services.folding import fold, fold_what_is_loose
from contracts.kept.services.rolling import behind, rebuild, roll
from contracts.kept.services.upkeep import keep, look_soon

__all__ = [
    "ask",
    "behind",
    "check",
    "check_all",
    "count",
    "fold",
    "fold_what_is_loose",
    "forget_asked",
    "keep",
    "look_soon",
    "rebuild",
    "roll",
]
