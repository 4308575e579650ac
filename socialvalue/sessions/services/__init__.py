"""The room's verbs."""

from socialvalue.sessions.services.ending import end_sessions

__all__ = ["end_sessions"]
