"""``manage.py figures`` where there is no council, or one without a contract: which days it takes, and what it refuses."""

import json

import pytest
from django.core.management import CommandError, call_command

from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people

pytestmark = pytest.mark.django_db
SPAN = ("--from", "2025-04-01", "--to", "2025-09-30")


def run(capsys, *args) -> str:
    with clock.at(build.NOW):
        call_command(*args)
    return capsys.readouterr().out


def test_without_a_council_there_are_no_figures():
    with pytest.raises(CommandError, match="^There is no council yet"):
        call_command("figures", *SPAN)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ((), "Give “from”, a day such as 2026-04-01\nGive “to”, a day such as 2026-04-01"),
        (("--from", "2025-04-01"), "Give “to”, a day such as 2026-04-01"),
        (("--from", "2025-02-29", "--to", "2025-09-30"), "“from” must be a day such as 2026-04-01, not “2025-02-29”"),
        (("--from", "20250401", "--to", "2025-09-30"), "“from” must be a day such as 2026-04-01, not “20250401”"),
        (("--from", "2025-04-01", "--to", "30/09/2025"), "“to” must be a day such as 2026-04-01, not “30/09/2025”"),
        ((*SPAN, "--as-of", "today"), "“as-of” must be a day such as 2026-04-01, not “today”"),
        (("--from", "1899-12-31", "--to", "2200-01-01"),
         "“from” must lie between 1900 and 2199\n“to” must lie between 1900 and 2199"),
        (("--from", "2025-10-01", "--to", "2025-09-30"), "“to” (2025-09-30) is before “from” (2025-10-01)"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_read_are_refused_all_at_once(args, words):
    people.council()
    with pytest.raises(CommandError) as refusal:
        call_command("figures", *args)
    assert (str(refusal.value), refusal.value.returncode) == (words, 1)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_a_span_may_be_one_day_at_either_end(day, capsys):
    people.council()
    assert json.loads(run(capsys, "figures", "--from", day, "--to", day, "--as-of", day))["total"]["kpis"] == 0
