"""Kept figures are brought to each new day soon after midnight, and loose amounts are folded."""

from celery import shared_task

from contracts.kept.services import check_all, fold_what_is_loose, forget_asked, roll
from socialvalue.common import clock


@shared_task(name="contracts.kept.keep_figures")
def keep_figures() -> dict[str, int]:
    """Contracts written anew and councils folded. With nothing to do it asks a few questions; after a stop it catches up."""
    with clock.fixed():
        return {"contracts": roll(), "periods forgotten": forget_asked(), "councils folded": fold_what_is_loose()}


@shared_task(name="contracts.kept.check_figures")
def check_figures() -> list[str]:
    """What of the kept figures differed and was put right, in words: a sample each night, everything on Sundays."""
    with clock.fixed():
        return check_all()
