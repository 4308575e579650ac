"""A verification on which a frozen report rests stands; the same one may be undone before the report is frozen."""

from datetime import timedelta

import pytest

from contracts.returns import services
from contracts.returns.models import Return
from socialvalue.common import clock
from socialvalue.common.errors import WrongState
from tests.builders import contracts as build
from tests.builders import measurement as m

pytestmark = pytest.mark.django_db


def test_a_frozen_report_holds_its_returns_fast():
    scene = m.scene()
    m.contract(scene, {"measure": "", "values": [3, 4]})
    held = Return.objects.filter(status="verified").order_by("pk").last()
    # Verified again a minute before the report is frozen
    with clock.at(m.NOW - timedelta(minutes=1)):
        correction = services.correct_return(held.due, by=scene.who.reporter, reason="One was counted twice.")
        correction = services.submit_return(correction, by=scene.who.reporter)
        services.verify_return(correction, by=scene.who.manager, comment=build.SEEN)
        services.undo_verify(correction, by=scene.who.manager)
        services.verify_return(correction, by=scene.who.manager, comment=build.SEEN)
    report = m.frozen(scene)
    assert {correction.pk} <= set(m.keys_behind(report.figures.first()))
    words = rf"^This cannot be undone: the figures of report {report.reference} are frozen with this return in them\.$"
    with clock.at(m.NOW + timedelta(minutes=1)), pytest.raises(WrongState, match=words):
        services.undo_verify(correction, by=scene.who.manager)
