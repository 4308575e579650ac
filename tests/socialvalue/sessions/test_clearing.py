"""Sessions that are over are cleared, and with them what was kept of signed-out people."""

from datetime import timedelta

import pytest

from socialvalue.common import clock
from socialvalue.sessions.models import Session
from socialvalue.sessions.tasks import clear


@pytest.mark.django_db
def test_what_is_over_goes_and_what_lasts_stays():
    now = clock.now()
    for name, ends in (("over", now - timedelta(seconds=1)), ("lasts", now + timedelta(hours=1))):
        Session.objects.create(session_key=name, session_data="", expire_date=ends)
    clear()
    clear()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["lasts"]
