"""The framework library: on the shelf before the first commission used it, and the draft of Kent's next version."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

from measurement.demonstration.cast import Cast
from measurement.demonstration.stages import Stagehand
from socialvalue.common import clock
from socialvalue.common.clock import LONDON
from socialvalue.framework import services
from socialvalue.framework.models import FrameworkVersion, Measure, Outcome
from socialvalue.framework.services import shipped

# Before the oldest contract of the demonstration; the model of the Procurement Act came later
SHELVED, SHELVED_2025 = 1100, 240
WIDER = (
    ("BK1.4", "Kent firms that win further work within a year of their part in the contract", "firms"),
    "Small Kent firms got more work after this contract",
    "Firms’ own answers a year after their part ended, without names",
    "Ask each firm once, a year after its part ended.",
)


def shelve(cast: Cast, today: date) -> FrameworkVersion:
    """The frameworks that come with the product; Kent's, which the demonstration uses."""

    def then(days_ago: int) -> AbstractContextManager[None]:
        return clock.at(datetime.combine(today - timedelta(days=days_ago), time(9), tzinfo=LONDON))

    with then(SHELVED):
        shipped.load(shipped.MODEL)
        shipped.load(shipped.DERBYSHIRE)
        kent = shipped.load_kent(cast.council)
    with then(SHELVED_2025):
        shipped.load(shipped.MODEL_2025)
    return kent


def draft_the_next(stage: Stagehand, *, days_ago: int) -> FrameworkVersion:
    """A draft of version 2: “Buy Kent First” measured outputs only, so a measure of the change they make is added."""
    by = stage.cast.commissioner
    with stage.on(days_ago, 14):
        draft = services.start_version(stage.framework.framework, by=by)
        (code, name, unit), easy_read, evidence, guidance = WIDER
        outcome = Outcome.objects.get(priority__version=draft, code="BK1")
        services.add_measure(
            outcome,
            by=by,
            code=code,
            name=name,
            unit=unit,
            kind="outcome",
            easy_read=easy_read,
            evidence=evidence,
            guidance=guidance,
        )
        measure = Measure.objects.filter(outcome__priority__version=draft, outcome__code="LE2").first()
        assert measure is not None, "Kent’s framework measures LE2"
        services.edit_part(measure, by=by, guidance="Leave out apprentices who were there before the contract began.")
    return draft
