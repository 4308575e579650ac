"""Writes of the tendering room: a verb per function, keyword-only, ``by`` whom."""

from procurement.tendering.services.clarification import answer_clarification, ask_clarification
from procurement.tendering.services.copying import copy_tender
from procurement.tendering.services.criterion import (
    add_criterion,
    apply_pattern,
    edit_criterion,
    move_criterion,
    remove_criterion,
    set_weights,
    start_tender,
)
from procurement.tendering.services.drafting import draft_tender, edit_tender, set_deadline, set_scale
from procurement.tendering.services.inviting import invite
from procurement.tendering.services.proxies import judge_again, mark_by_proxies
from procurement.tendering.services.publishing import (
    amend,
    close_due,
    mark,
    publish,
    return_tender,
    send_for_checking,
    terminate,
)
from procurement.tendering.services.question import set_question

__all__ = [
    "add_criterion",
    "amend",
    "answer_clarification",
    "apply_pattern",
    "ask_clarification",
    "close_due",
    "copy_tender",
    "draft_tender",
    "edit_criterion",
    "edit_tender",
    "invite",
    "judge_again",
    "mark",
    "mark_by_proxies",
    "move_criterion",
    "publish",
    "remove_criterion",
    "return_tender",
    "send_for_checking",
    "set_deadline",
    "set_question",
    "set_scale",
    "set_weights",
    "start_tender",
    "terminate",
]
