"""Append-only record. Write with ``from socialvalue.audit.services import record``."""
