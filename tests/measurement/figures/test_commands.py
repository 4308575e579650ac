"""``manage.py figures`` and ``manage.py check_figures``: what they print, and what they refuse."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command

from contracts.returns.models import Return
from socialvalue.common import clock
from tests.builders import measurement as build
from tests.builders import people

from . import steps

pytestmark = pytest.mark.django_db
SPAN = ("--from", "2025-04-01", "--to", "2025-09-30")


@pytest.fixture(scope="module")
def made_once(module_database):
    return steps.hand()


@pytest.fixture
def made(made_once):
    return copy.deepcopy(made_once)


def run(capsys, *args) -> str:
    with clock.at(build.NOW):
        call_command(*args)
    return capsys.readouterr().out


def test_the_command_prints_the_file_of_the_only_council(made, capsys):
    assert json.loads(run(capsys, "figures", *SPAN)) == steps.data(made)


def test_as_of_is_today_where_left_out(made, capsys):
    earlier = json.loads(run(capsys, "figures", *SPAN, "--as-of", "2025-10-10"))
    assert earlier == steps.data(made, as_of=steps.BEFORE_DUE)
    assert earlier["as_of"] == "2025-10-10"
    assert json.loads(run(capsys, "figures", *SPAN))["as_of"] == "2025-11-03"


@pytest.mark.parametrize("handle", ["name", "code", "number"])
def test_a_council_is_named_by_name_code_or_number(made, capsys, handle):
    other = people.council("Elsewhere Council")
    made.council.gss_code = "E10000016"
    made.council.save()
    named = {"name": made.council.name.upper(), "code": "e10000016", "number": str(made.council.pk)}[handle]
    assert json.loads(run(capsys, "figures", *SPAN, "--council", named))["total"]["kpis"] == 12
    assert json.loads(run(capsys, "figures", *SPAN, "--council", other.name))["total"]["kpis"] == 0


def test_of_several_councils_one_has_to_be_named(made):
    people.council("Elsewhere Council")
    with pytest.raises(
        CommandError, match=r"^Say which council, by its name, code or number: \d+ Council \d+; \d+ Elsewhere Council$"
    ):
        call_command("figures", *SPAN)


def test_a_council_that_is_not_known_is_refused_with_those_that_are(made):
    with pytest.raises(CommandError, match=r"^There is no council called “Nowhere”\. There is: \d+ Council \d+\.$"):
        call_command("figures", *SPAN, "--council", "Nowhere")


def test_two_councils_of_one_name_have_to_be_told_apart(made):
    people.council(made.council.name)
    with pytest.raises(CommandError, match="names more than one council"):
        call_command("figures", *SPAN, "--council", made.council.name)


def test_every_figure_computed_again_is_equal(made, capsys):
    words = "The figures of 13 KPIs are equal (periods that ended from 1 April 2025 to 30 September 2025, as known on 3 November 2025).\n"
    assert run(capsys, "check_figures", *SPAN) == words
    assert "as known on 10 October 2025" in run(capsys, "check_figures", *SPAN, "--as-of", "2025-10-10")


def test_the_check_is_of_the_last_twelve_months_where_no_days_are_given(made, capsys):
    assert "from 1 November 2024 to 31 October 2025" in run(capsys, "check_figures")


def test_a_figure_that_differs_is_named_and_the_check_fails(made, capsys):
    """No form takes a denominator below nought; the one way leaves it out, the other reckons with it."""
    Return.objects.filter(due=made.row("ratio", 1)).update(denominator=-20)
    with pytest.raises(CommandError, match="^9 of the figures of 13 KPIs differ") as refusal, clock.at(build.NOW):
        call_command("check_figures", *SPAN)
    assert refusal.value.returncode == 1
    rest = "1 below minimum, 1 not reported, 1 no target, 2 nothing due yet"
    returns = "17 of 22 returns verified, 1 waiting to be verified, 4 late"
    rows = (
        f"12 KPIs (3 on target, 4 below target, {rest}; {returns}) by the rows; "
        f"12 KPIs (2 on target, 5 below target, {rest}; {returns}) in the statement"
    )
    # 68 of 80 is above the target, 58 of 100 below it
    assert capsys.readouterr().err.splitlines() == [
        "HC-1 KPI 5: stands as On target by its rows, as Below target in the statement",
        "HC-1 KPI 5: value is 85 by its rows, 58 in the statement",
        "HC-1 KPI 5: compared is 85 by its rows, 58 in the statement",
        f"All KPIs: {rows}",
        "Local Employment: 5 KPIs (2 on target, 1 below target, 1 not reported, 1 nothing due yet; "
        "7 of 10 returns verified, 1 waiting to be verified, 2 late) by the rows; "
        "5 KPIs (1 on target, 2 below target, 1 not reported, 1 nothing due yet; "
        "7 of 10 returns verified, 1 waiting to be verified, 2 late) in the statement",
        f"{made.contract.directorate.name}: {rows}",
        # The second reading by kind of supplier sees it too
        f"Not known: {rows}",
        "LE2.1 in %: value is 85 by its rows, 58 in the statement",
        "LE2.1 in %: compared is 85 by its rows, 58 in the statement",
    ]
