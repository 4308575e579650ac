"""A member's home: the sentence of oversight, what to ask about, and what changed since they were here."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from contracts.register import services as register
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.schedule.models import DueReturn
from measurement.figures.pages.headline import headline_of
from measurement.figures.selectors.scope import Scope
from measurement.reports import services as reports
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from tests.builders import contracts, people
from tests.builders import measurement as build
from tests.measurement.dashboards.steps import part, words

pytestmark = pytest.mark.django_db
MONTHS = (date(2024, 11, 1), date(2025, 10, 31))


@pytest.fixture
def scene():
    return build.scene()


@pytest.fixture
def member(scene):
    return people.person(scene.council, Role.MEMBER)


def asked(member) -> list[tuple[str, str, str]]:
    found = part(member, "questions", build.NOW).data["asks"]
    return [(q.title, q.gap, q.tag[0]) for q in found]


def news(member, now=build.NOW) -> list[tuple[str, list[str]]]:
    since = part(member, "since", now).data["since"]
    return [(one.words, [name for name, _ in one.items]) for one in since.news]


def was_here(member, *, days: int) -> None:
    member.previous_visit_at = build.NOW - timedelta(days=days)
    member.save()


def test_the_first_thing_is_the_sentence_of_oversight_itself(client, scene, member):
    build.contract(scene, {"values": ["3", "3"]}, {"values": ["0", None]}, title="Home care")
    with clock.at(build.NOW):
        expected = headline_of(Scope(scene.council.pk, *MONTHS, as_of=build.NOW.date()))
    page = words(client, member, build.NOW)
    assert page.startswith(f"Home {expected.sentence} {expected.certainty} Promised and delivered")


@pytest.mark.parametrize(
    ("kpi", "gap"),
    [
        ({"values": ["1", "3"]}, "2 short of 6 people"),
        (
            {"measure": "", "unit": "complaints", "direction": "lower", "target": Decimal(10), "minimum": None, "values": ["12", "11"]},
            "3 complaints more than the 20 agreed",
        ),
        (
            {"measure": "", "unit": "%", "kind": "level", "target": Decimal(80), "minimum": None, "values": ["70", "70"]},
            "10 points short of 80\u00a0%",
        ),
        (
            {"measure": "", "unit": "£", "target": Decimal(1000), "minimum": None, "values": ["1000", "400"]},
            "£600 short of £2,000",
        ),
    ],
    ids=["more is better", "less is better", "a level in per cent", "pounds"],
)  # fmt: skip
def test_the_gap_is_said_in_the_unit_of_the_promise(scene, member, kpi, gap):
    build.contract(scene, {"measure": "LE1.1", **kpi}, title="Home care")
    found = asked(member)
    assert [(title, said) for title, said, _ in found] == [("Home care", gap)]


def test_the_worst_contracts_come_first_and_at_most_three(scene, member):
    for title, values in (
        ("Fine", ["3", "3"]),
        ("Bad", ["0", "0"]),
        ("Short", ["2", "3"]),
        ("Worse", ["0", "1"]),
        ("Low", ["1", "1"]),
    ):
        build.contract(scene, {"values": values}, title=title)
    found = asked(member)
    assert len(found) == 3
    assert {title for title, *_ in found} < {"Bad", "Worse", "Low"} | {"Short"}
    assert [tag for *_, tag in found] == ["Below minimum"] * 3


def test_within_a_contract_the_worst_promise_is_asked_about(scene, member):
    build.contract(
        scene,
        {"values": ["3", "2"], "wording": "A little short"},
        {"values": ["0", "1"], "wording": "Far from it"},
        {"values": ["1", "2"], "wording": "Half of it"},
        title="Home care",
    )
    question = part(member, "questions", build.NOW).data["asks"][0]
    assert (question.promise, question.gap) == ("Far from it", "5 short of 6 apprenticeships")
    assert question.supplier == str(scene.who.supplier)


def test_the_councils_own_duties_are_no_question_to_the_supplier(scene, member):
    body = build.contract(scene, {"values": ["2", "3"]}, {"client_side": True, "values": []}, title="Home care")
    due = DueReturn.objects.get(kpi__obligation__contract=body, kpi__client_side=True, starts_on=date(2025, 4, 1))
    with clock.at(datetime(2025, 7, 10, 9, tzinfo=clock.LONDON)):
        draft = returns.save_return(due, by=scene.who.manager, value=Decimal(0))
        returns.verify_return(returns.submit_return(draft, by=scene.who.manager), by=scene.preparer, comment=contracts.SEEN)
    assert asked(member) == [("Home care", "1 short of 6 apprenticeships", "Below target")]


def test_another_councils_contracts_are_not_asked_about(scene, member):
    other = build.scene(people.council())
    build.contract(other, {"values": ["0", "0"]}, title="Elsewhere")
    assert asked(member) == []


def test_who_was_never_here_before_reads_no_news(client, scene, member):
    build.contract(scene, {"values": ["0"]}, title="Home care")
    assert "Since your last visit" not in words(client, member, build.NOW)


def test_nothing_new_is_said_in_words(client, scene, member):
    was_here(member, days=1)
    page = words(client, member, build.NOW)
    assert "Since your last visit, 2 November 2025 at 9am No new report, and no contract that began, ended or turned." in page


def test_new_reports_contracts_begun_and_ended(scene, member):
    build.contract(scene, {"values": ["3", "3"]}, title="Old")
    before = build.contract(scene, {"values": ["3"]}, title="Ends now", ends_on=date(2025, 10, 30))
    with clock.at(datetime(2025, 10, 31, 9, tzinfo=clock.LONDON)):
        register.end_what_is_over(clock.now())
    build.contract(scene, {"values": []}, title="Begins now", starts_on=date(2025, 11, 2))
    report = build.approved(scene)
    was_here(member, days=10)
    assert news(member) == [
        ("1 new report", [str(report)]),
        ("1 contract began", ["Begins now"]),
        ("1 contract ended", [before.title]),
    ]
    was_here(member, days=1)
    assert news(member)[1:] == []


def late(scene, body, value: str, day: date, which: int = 1) -> Return:
    """A value handed in and verified on ``day``, for the quarter ``which``."""
    due = DueReturn.objects.filter(kpi__obligation__contract=body).order_by("starts_on")[which]
    with clock.at(datetime(day.year, day.month, day.day, 10, tzinfo=clock.LONDON)):
        return contracts.verified_return(due, scene.who, Decimal(value))


def test_contracts_that_fell_below_their_targets_and_came_back_to_them(scene, member):
    fell = build.contract(scene, {"values": ["3"]}, title="Fell")
    rose = build.contract(scene, {"values": ["1"]}, title="Rose")
    same = build.contract(scene, {"values": ["1"]}, title="Still below")
    new = build.contract(scene, {"values": []}, title="Never rated before")
    late(scene, fell, "0", date(2025, 10, 28))
    late(scene, rose, "5", date(2025, 10, 28))
    late(scene, same, "1", date(2025, 10, 28))
    late(scene, new, "3", date(2025, 10, 28), which=0)
    was_here(member, days=10)
    assert news(member) == [
        ("1 contract fell below its targets", ["Fell"]),
        ("1 contract came back to its targets", ["Rose"]),
    ]
    was_here(member, days=5)
    assert news(member) == []


def test_what_was_verified_later_on_the_day_of_the_visit_is_news(scene, member):
    fell = build.contract(scene, {"values": ["3"]}, title="Fell")
    late(scene, fell, "0", date(2025, 10, 28))
    member.previous_visit_at = datetime(2025, 10, 28, 9, 59, tzinfo=clock.LONDON)
    member.save()
    assert news(member) == [("1 contract fell below its targets", ["Fell"])]
    member.previous_visit_at = datetime(2025, 10, 28, 10, 1, tzinfo=clock.LONDON)
    member.save()
    assert news(member) == []


def test_the_newest_report_is_the_approved_one(client, scene, member):
    assert "None is approved yet. You get a message when one is." in words(client, member, build.NOW)
    build.contract(scene, {"values": ["3", "3"]})
    report = build.submitted(scene)
    assert part(member, "since", build.NOW).data["report"] is None
    with clock.at(build.NOW):
        reports.approve_report(report, by=scene.approver)
    assert part(member, "since", build.NOW).data["report"] == report
