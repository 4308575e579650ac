"""Verifying by rule, from outside and by four questions: a share that is drawn, two bodies that looked, a rule, a list.

All of it is illustrative; the bodies are invented, and their papers say so.
"""

from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.draws.services import choose_draw
from contracts.follow_up import services as follow_up
from contracts.follow_up.enums import Compares
from contracts.follow_up.models import FollowUp
from contracts.independent.services import Look, record_outside
from contracts.returns.models import Return
from contracts.schedule.enums import ReturnStatus
from measurement.demonstration.cast import Cast
from socialvalue.accounts.models import User
from socialvalue.common import clock
from socialvalue.framework.enums import VersionStatus
from socialvalue.framework.models import Measure

if TYPE_CHECKING:
    from measurement.demonstration.register import Registrar

PAPER = b"Illustrative: written for the demonstration. The body that is named here does not exist.\n"
AGREES = Look(finding="agrees", how="records", looked_at="The provider’s own list of the quarter, line by line.")
DIFFERS = Look(
    finding="differs",
    how="files",
    looked_at="The evidence that was submitted with the return.",
    words="One line of the list is in it twice, under two spellings of the same street.",
)
LOOKED = (("Weald Audit Partners (illustrative)", AGREES), ("Downs Institute for Social Research (illustrative)", DIFFERS))


def plan(registrar: "Registrar") -> None:
    """Since forty days one return in ten is drawn; last week two bodies outside the council looked at one return each."""
    today, cast = registrar.stage.today, registrar.cast
    registrar.later(today - timedelta(days=41), partial(_choose, cast, today - timedelta(days=40)))
    for number, (body, look) in enumerate(LOOKED):
        registrar.later(today - timedelta(days=6 - number), partial(_enter, cast, body, look))


def _choose(cast: Cast, first: date) -> None:
    reason = "Two people verify the returns of forty contracts. They look at one in ten in full, and read the others together."
    choose_draw(cast.council, by=cast.director, one_in=10, from_day=first, reason=reason)


def _enter(cast: Cast, body: str, look: Look) -> None:
    """Of the latest return that somebody else than the director verified and nobody outside has looked at."""
    rows = Return.objects.filter(
        status=ReturnStatus.VERIFIED, confirmations=None, due__kpi__obligation__contract__council=cast.council
    ).exclude(decided_by=cast.director)
    found = rows.exclude(submitted_by=cast.director).order_by("-decided_at", "pk").first()
    if found is not None:
        paper = SimpleUploadedFile("finding.txt", PAPER + look.looked_at.encode())
        record_outside(found, look, by=cast.director, body=body, upload=paper)


def follow(cast: Cast, by: User, today: date) -> None:
    """What the four questions find today; one is given to the manager, one is done with."""
    measures = {
        measure.code: measure
        for measure in Measure.objects.filter(
            outcome__priority__version__framework__council=cast.council,
            outcome__priority__version__status=VersionStatus.PUBLISHED,
            code__in=("CD1.1", "CD1.2"),
        )
    }
    with clock.at(datetime.combine(today - timedelta(days=1), time(11), tzinfo=clock.LONDON)):
        if len(measures) == 2 and len({measure.unit for measure in measures.values()}) == 1:
            follow_up.enter_rule(
                cast.council, by=by, compares=Compares.AT_MOST, parts=[measures["CD1.1"]], whole=measures["CD1.2"],
                because="Peer supporters have a better network too (illustrative).",
            )  # fmt: skip
        follow_up.follow(clock.now())
        waiting = list(FollowUp.objects.open().filter(council=cast.council).order_by("found_on", "pk")[:2])
        if waiting:
            follow_up.give_to(waiting[0], by=cast.director, person=by)
        if len(waiting) > 1:
            words = "The supplier has a new book-keeper. The papers come with the next return."
            follow_up.done_with(waiting[1], by=by, words=words)
