"""A long file: asked for, made, told of, swept."""

from socialvalue.exports.services.asking import BOUND, ask
from socialvalue.exports.services.making import KEPT, make, tell_of_failure
from socialvalue.exports.services.sweeping import remove, sweep

__all__ = ["BOUND", "KEPT", "ask", "make", "remove", "sweep", "tell_of_failure"]
