"""How far the demonstration is, while it is loaded beside the pages."""

from django.conf import settings


def loading() -> str:
    """“contracts 12 of 42” while a demonstration is loaded; empty when none is, and everywhere else."""
    if not settings.DEMONSTRATION:
        return ""
    try:
        return settings.DEMONSTRATION_PROGRESS.read_text().strip()[:120]
    except OSError:
        return ""
