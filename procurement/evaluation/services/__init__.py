"""The room's verbs."""

from procurement.evaluation.services.declaring import decide_interest, declare, declare_as_lead
from procurement.evaluation.services.moderating import close, moderate, start_moderation
from procurement.evaluation.services.panel import add_panellist, assign_all, edit_evaluation, name_scorer, set_up, start_scoring
from procurement.evaluation.services.proxies import checked_allowances, mark_by_proxies
from procurement.evaluation.services.scores import finalise_scores, reopen_score, save_score

__all__ = [
    "add_panellist",
    "assign_all",
    "checked_allowances",
    "close",
    "decide_interest",
    "declare",
    "declare_as_lead",
    "edit_evaluation",
    "finalise_scores",
    "mark_by_proxies",
    "moderate",
    "name_scorer",
    "reopen_score",
    "save_score",
    "set_up",
    "start_moderation",
    "start_scoring",
]
