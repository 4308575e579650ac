"""The room's verbs."""

from procurement.evaluation.services.assigning import add_panellist, assign_all, name_scorer
from procurement.evaluation.services.interests import decide_interest
from procurement.evaluation.services.moderating import close, moderate, start_moderation
from procurement.evaluation.services.proxies import checked_allowances, mark_by_proxies
from procurement.evaluation.services.scores import finalise_scores, reopen_score, save_score, undo_final
from procurement.evaluation.services.starting import start_scoring

__all__ = [
    "add_panellist",
    "assign_all",
    "checked_allowances",
    "close",
    "decide_interest",
    "finalise_scores",
    "mark_by_proxies",
    "moderate",
    "name_scorer",
    "reopen_score",
    "save_score",
    "start_moderation",
    "start_scoring",
    "undo_final",
]
