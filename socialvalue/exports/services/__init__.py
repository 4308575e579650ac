"""A long file: asked for, made, told of, swept."""

from socialvalue.exports.services.asking import BOUND, ask
from socialvalue.exports.services.making import KEPT, can_be_read, make, tell_of_failure, too_long_for_a_workbook
from socialvalue.exports.services.sweeping import remove, sweep

__all__ = ["BOUND", "KEPT", "ask", "can_be_read", "make", "remove", "sweep", "tell_of_failure", "too_long_for_a_workbook"]
