"""The list to follow up: made by the clock, given to somebody, done with a word; and the rules between measures."""

from contracts.follow_up.services.following import done_with, give_to
from contracts.follow_up.services.looking import follow
from contracts.follow_up.services.ruling import end_rule, enter_rule

__all__ = ["done_with", "end_rule", "enter_rule", "follow", "give_to"]
