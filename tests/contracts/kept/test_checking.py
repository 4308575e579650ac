"""A kept figure that is not what the returns say is found, put right and told."""

from datetime import date, datetime

import pytest
from django.core.management import CommandError, call_command

from contracts.kept import tasks
from contracts.kept.models import KeptContract, KeptKpi, KeptSum
from contracts.kept.selectors.checking import sums_unlike, unlike
from contracts.kept.services import check, check_all, fold, roll
from contracts.kept.services.folding import FOLD_FROM
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.notifications.models import Message
from tests.builders import contracts as build
from tests.builders import people

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = date(2025, 11, 3), date(2025, 11, 9)


def at(day: date):
    return clock.at(datetime.combine(day, datetime.min.time(), tzinfo=clock.LONDON).replace(hour=2, minute=10))


@pytest.fixture
def running():
    with at(date(2025, 3, 1)):
        contract, who = build.active_contract()
        administrator = people.person(who.council, Role.ADMINISTRATOR)
    with at(MONDAY):
        roll()
        yield contract, administrator


def test_nothing_is_said_where_all_is_right(running):
    assert check_all() == []
    assert not Message.objects.filter(key__startswith="kept-figures").exists()


def test_a_figure_nobody_kept_is_found_told_and_right_again(running):
    contract, administrator = running
    KeptKpi.objects.filter(period="m12").update(expected=7)
    KeptContract.objects.filter(period="m12").update(late=0)
    found = check_all()
    assert len(found) == 4 + len(sums_found(found))
    assert unlike([contract.pk], MONDAY) == []
    assert sums_unlike(contract.council_id) == []
    message = Message.objects.get(key__startswith="kept-figures")
    assert (message.recipient, message.subject) == (administrator, f"{len(found)} kept figures were wrong and put right")
    assert check_all() == []


def sums_found(words):
    return [one for one in words if one.startswith("Kept")]


def test_sums_that_drifted_are_made_anew(running):
    contract, _ = running
    fold(contract.council_id)
    KeptSum.objects.filter(period="m24").update(late=99)
    [words] = check(contract.council, MONDAY, everything=True)
    assert words.startswith("KeptSum m24: late is 99, its rows have ")
    assert check(contract.council, MONDAY, everything=True) == []


def test_what_waits_for_the_night_is_not_called_wrong(running):
    contract, _ = running
    KeptKpi.objects.filter(period="m12").update(expected=7)
    with at(date(2025, 11, 4)):
        assert check_all() == []


def test_the_command_says_what_differed(running):
    contract, _ = running
    call_command("check_figures", council=contract.council.name)
    KeptKpi.objects.filter(period="m12").update(expected=7)
    with pytest.raises(CommandError, match="of the figures of 1 KPIs differ"):
        call_command("check_figures", council=contract.council.name)
    call_command("check_figures", council=contract.council.name)


def test_the_jobs_roll_fold_and_check(running):
    contract, _ = running
    while KeptSum.objects.count() <= FOLD_FROM:
        KeptSum.objects.bulk_create(_copies() * 50)
    with at(MONDAY):
        assert tasks.keep_figures() == {"contracts": 0, "periods forgotten": 0, "councils folded": 1}
        assert tasks.keep_figures() == {"contracts": 0, "councils folded": 0}
    with at(SUNDAY):
        tasks.keep_figures()
        assert tasks.check_figures() == []


def _copies() -> list[KeptSum]:
    """Amounts that come to nothing together."""
    rows = KeptSum.objects.order_by("pk")[:1].values()
    amounts = [f.attname for f in KeptSum._meta.concrete_fields if f.get_internal_type() == "BigIntegerField"]
    return [
        KeptSum(**{name: sign * value if name in amounts else value for name, value in row.items() if name != "id"})
        for row in rows
        for sign in (1, -1)
    ]
