"""People entered by code, one by one and from a file; who reads them; their figures as the return's; and their end."""

import copy
from datetime import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from contracts.evidence.models import Individual, KeptChanges, Scale
from contracts.evidence.services import individuals, scales
from contracts.returns import services as returns
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.reading import as_read

from .steps import on_scale

pytestmark = pytest.mark.django_db
TWELVE = [(3, 6)] * 8 + [(5, 5)] * 3 + [(6, 5)]
SHARE = {
    "kind": "ratio",
    "unit": "%",
    "target": Decimal(60),
    "minimum": Decimal(50),
    "wording": "People whose wellbeing improved",
}


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 7, 10, 9)):
        yield


@pytest.fixture(scope="module")
def made_once(module_database):
    contract, who = build.active_contract(kpi=SHARE)
    due = build.first_due(contract)
    on_scale(due.kpi, who.manager)
    return who, due


@pytest.fixture
def stage(made_once):
    return copy.deepcopy(made_once)


def entered(due, by, rows=TWELVE) -> None:
    for number, (baseline, after) in enumerate(rows, start=1):
        individuals.enter_person(due, by=by, code=f"P{number:02}", baseline=baseline, now=after)


def file(*lines: str) -> dict:
    return {"data": ("code,baseline,now\n" + "\n".join(lines)).encode(), "name": "people.csv"}


def page(client, user, name, *args) -> str:
    client.force_login(user)
    return as_read(client.get(reverse(name, args=args)).content.decode())


def test_a_person_is_entered_by_code_and_entered_again_as_they_are_now(stage):
    who, due = stage
    individuals.enter_person(due, by=who.reporter, code=" p01 ", baseline=3, now=None)
    again = individuals.enter_person(due, by=who.reporter, code="P01", baseline=3, now=6)
    assert [(p.code, p.baseline, p.now, p.version) for p in Individual.objects.all()] == [("P01", 3, 6, 2)]
    assert again.entered_by == who.reporter


@pytest.mark.parametrize(
    ("code", "baseline", "after", "field", "words"),
    [
        ("Sam", 3, 6, "code", "this looks like a name"),
        ("P01", None, 6, "baseline", "Enter where the person began"),
        ("P01", 0, 6, "baseline", "Enter a whole number from 1 to 10"),
        ("P01", 1, 11, "now", "Enter a whole number from 1 to 10"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_is_kept(stage, code, baseline, after, field, words):
    who, due = stage
    with pytest.raises(Refused, match=words) as refusal:
        individuals.enter_person(due, by=who.reporter, code=code, baseline=baseline, now=after)
    assert [name for name, _ in refusal.value.problems] == [field]
    assert not Individual.objects.exists()


def test_the_ends_of_the_scale_are_on_it(stage):
    who, due = stage
    individuals.enter_person(due, by=who.reporter, code="P01", baseline=1, now=10)
    assert Individual.objects.get().now == 10


def test_somebody_of_the_period_before_keeps_their_beginning(stage):
    who, due = stage
    entered(due, who.reporter, [(3, 4)])
    later = due.kpi.due_returns.order_by("starts_on")[1]
    with clock.at(datetime(2025, 10, 10, 9)):
        person = individuals.enter_person(later, by=who.reporter, code="p01", baseline=None, now=7)
    assert (person.baseline, person.now) == (3, 7)


def test_a_file_is_entered_whole_or_not_at_all_and_no_name_in_it_is_repeated(stage):
    who, due = stage
    with pytest.raises(Refused) as refusal:
        individuals.enter_file(due, by=who.reporter, **file("P01,3,6", "Sam Smith,3,6", "P02,x,6", "P01,4,4", "P03,0,"))
    said = [words for _, words in refusal.value.problems]
    assert all(words.startswith("Line ") for words in said)
    assert {line.split(":")[0] for line in said} >= {"Line 3, code", "Line 4, baseline", "Line 5, code", "Line 6, baseline"}
    assert "Smith" not in str(said)
    assert not Individual.objects.exists()
    assert individuals.enter_file(due, by=who.reporter, **file("P01,3,6", "P02,5,")) == 2
    assert individuals.enter_file(due, by=who.reporter, **file("P02,5,5")) == 1
    assert [(p.code, p.baseline, p.now) for p in Individual.objects.all()] == [("P01", 3, 6), ("P02", 5, 5)]
    with pytest.raises(Refused, match="The file has no people in it"):
        individuals.enter_file(due, by=who.reporter, **file())


def test_who_enters_and_until_when(stage):
    who, due = stage
    for user in (who.member, who.director, build.parties().reporter):
        with pytest.raises(NotAllowed, match="Returns are made by"):
            entered(due, user, [(3, 6)])
    entered(due, who.reporter)
    person = Individual.objects.first()
    returns.submit_return(returns.take_from_people(due, by=who.reporter), by=who.reporter)
    for attempt in (
        lambda: entered(due, who.reporter, [(3, 7)]),
        lambda: individuals.remove_person(person, by=who.reporter),
        lambda: returns.take_from_people(due, by=who.reporter),
    ):
        with pytest.raises(WrongState, match="can no longer be changed"):
            attempt()
    assert Individual.objects.count() == 12


def test_without_a_scale_nobody_is_entered():
    contract, who = build.active_contract(kpi=SHARE)
    with pytest.raises(WrongState, match="No scale is chosen for this KPI yet"):
        entered(build.first_due(contract), who.reporter, [(3, 6)])


@pytest.mark.parametrize(
    ("kpi", "figure"),
    [
        (SHARE, (Decimal(8), Decimal(12), Decimal("66.6667"))),
        ({"unit": "people"}, (None, None, Decimal(8))),
        ({"kind": "level", "unit": "steps", "target": Decimal(1), "minimum": Decimal(0)}, (None, None, Decimal(3))),
    ],
)
def test_the_figure_of_the_return_with_its_working(kpi, figure):
    contract, who = build.active_contract(kpi=kpi)
    due = build.first_due(contract)
    scale = on_scale(due.kpi, who.manager)
    returns.save_return(due, by=who.reporter, narrative="Twelve people.", evidence_note="The list is kept at the club.")
    entered(due, who.reporter, [*TWELVE, (4, None)])
    kept = returns.take_from_people(due, by=who.reporter)
    assert (kept.numerator, kept.denominator, kept.value) == figure
    assert kept.narrative == "Twelve people."
    assert kept.evidence_note == (
        f"The list is kept at the club.\nOf 12 people measured twice on {scale}: 8 improved, 3 stayed, 1 fell, "
        "change in the middle 3. 1 not measured again yet."
    )
    # Taken again it says it once
    assert returns.take_from_people(due, by=who.reporter).evidence_note.count("measured twice") == 1


def test_four_people_are_too_few_to_take_the_figure_from_and_five_are_enough(stage):
    who, due = stage
    entered(due, who.reporter, TWELVE[:4])
    with pytest.raises(WrongState, match="Fewer than 5 people are measured twice: type the figure yourself"):
        returns.take_from_people(due, by=who.reporter)
    entered(due, who.reporter, TWELVE[:5])
    assert returns.take_from_people(due, by=who.reporter).parts == "5 of 5"


def test_who_reads_single_people(stage):
    who, due = stage
    entered(due, who.reporter)
    sees = (who.reporter, who.manager, who.director, who.member, build.parties().manager)

    def seen():
        return [Individual.objects.visible_to(user).count() for user in sees]

    assert seen() == [12, 0, 0, 0, 0], "a draft is the supplier's alone"
    returns.submit_return(returns.take_from_people(due, by=who.reporter), by=who.reporter)
    assert seen() == [12, 12, 12, 0, 0]


def test_what_each_reads_on_the_page_of_the_return(stage, client):
    who, due = stage
    entered(due, who.reporter)
    client.force_login(who.member)
    assert "People, one by one" not in page(client, who.member, "return", due.pk), "nothing is handed in"
    returns.submit_return(returns.take_from_people(due, by=who.reporter), by=who.reporter)
    inside, outside = page(client, who.manager, "return", due.pk), page(client, who.member, "return", due.pk)
    assert ("8 of 12" in inside, "3 of 12" in inside, "1 of 12" in inside, "See what each person reached" in inside) == (
        True,
    ) * 4
    assert ("3 of 12" in outside, "1 of 12" in outside, "Not shown: too few" in outside) == (False, False, True)
    assert "See what each person reached" not in outside
    client.force_login(who.member)
    assert client.get(reverse("return-people", args=[due.pk])).status_code == 403
    assert "P01" in page(client, who.manager, "return-people", due.pk)


def test_on_a_phone_one_by_one_and_taken_as_the_figure(stage, client):
    who, due = stage
    client.force_login(who.reporter)
    url = reverse("return-people", args=[due.pk])
    refused = as_read(client.post(url, {"code": "Sam Smith", "baseline": "3", "now": "6"}).content.decode())
    assert "this looks like a name" in refused
    assert 'inputmode="numeric"' in refused
    for number, (baseline, after) in enumerate(TWELVE[:5], start=1):
        assert client.post(url, {"code": f"P{number}", "baseline": baseline, "now": after}).url == url
    assert client.post(reverse("return-people-use", args=[due.pk])).url == reverse("return", args=[due.pk])
    assert due.returns.get().parts == "5 of 5"
    person = Individual.objects.first()
    assert client.post(reverse("return-people-remove", args=[person.pk])).url == url
    upload = SimpleUploadedFile("people.csv", b"code,baseline,now\nP9,1,2\n")
    assert client.post(reverse("return-people-file", args=[due.pk]), {"file": upload}).url == url
    assert sorted(p.code for p in Individual.objects.all()) == ["P2", "P3", "P4", "P5", "P9"]
    client.force_login(build.parties().reporter)
    assert client.post(reverse("return-people-remove", args=[person.pk])).status_code == 404


def test_they_are_deleted_after_their_time_and_the_figures_are_kept(stage, client):
    who, due = stage
    entered(due, who.reporter, [*TWELVE, (4, None)])
    returns.submit_return(returns.take_from_people(due, by=who.reporter), by=who.reporter)
    # The period ends on 30 June 2025: 24 months later is 30 June 2027
    assert individuals.forget(datetime(2027, 6, 30, 12, tzinfo=clock.LONDON)) == 0
    assert Individual.objects.count() == 13
    after = datetime(2027, 7, 1, 12, tzinfo=clock.LONDON)
    with clock.at(after):
        assert (individuals.forget(after), individuals.forget(after)) == (1, 0)
        assert not Individual.objects.exists()
        kept = KeptChanges.objects.get()
        assert (kept.people, kept.improved, kept.same, kept.fell, kept.median_twice, kept.not_yet) == (12, 8, 3, 1, 6, 1)
        shown = page(client, who.manager, "return", due.pk)
    assert ("8 of 12" in shown, "What each person reached was deleted when its time was over" in shown) == (True, True)
    events = AuditEvent.objects.filter(verb__in=["entered people", "deleted people"])
    assert all("P01" not in f"{event.sentence} {event.changes}" for event in events)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeptChanges.objects.update(improved=9)


def test_a_councils_list_of_scales(stage, client):
    who, due = stage
    council = who.council
    assert (scales.add_usual_scales(council, by=who.manager), scales.add_usual_scales(council, by=who.manager)) == (3, 0)
    for details, field in (
        ({"name": " ", "low": 1, "high": 5}, "name"),
        ({"name": "recovery star", "low": 1, "high": 5}, "name"),
        ({"name": "Flat", "low": 5, "high": 5}, "high"),
        ({"name": "Wide", "low": -101, "high": 5}, "high"),
    ):
        with pytest.raises(Refused) as refusal:
            scales.add_scale(council, by=who.manager, **details)
        assert [name for name, _ in refusal.value.problems] == [field]
    star = Scale.objects.get(name="Recovery Star")
    assert (star.licensed, str(star)) == (True, "Recovery Star, 1 to 10")
    shown = page(client, who.manager, "scales")
    assert ("Recovery Star, 1 to 10" in shown, "The provider needs a licence" in shown) == (True, True)
    client.force_login(who.manager)
    assert client.post(reverse("scale-end", args=[star.pk])).status_code == 302
    assert "Recovery Star" not in page(client, who.manager, "scales")
    with pytest.raises(WrongState, match="no longer offered already"):
        scales.end_scale(star, by=who.manager)
    client.force_login(build.parties().manager)
    assert client.post(reverse("scale-end", args=[star.pk])).status_code == 404
    with pytest.raises(NotAllowed, match="Your role does not include"):
        scales.add_scale(council, by=who.director, name="Mine", low=1, high=2)


def test_the_scale_of_a_kpi_is_fixed_once_somebody_is_measured_on_it(stage):
    who, due = stage
    other = scales.add_scale(who.council, by=who.manager, name="Other", low=0, high=4)
    strange = build.parties()
    theirs = scales.add_scale(strange.council, by=strange.manager, name="Theirs", low=0, high=4)
    with pytest.raises(Refused, match="Choose a scale from the list"):
        scales.set_scale(due.kpi, by=who.manager, scale=theirs)
    scales.set_scale(due.kpi, by=who.manager, scale=other)
    individuals.enter_person(due, by=who.reporter, code="P1", baseline=0, now=4)
    with pytest.raises(WrongState, match="one KPI has one scale"):
        scales.set_scale(due.kpi, by=who.manager, scale=Scale.objects.exclude(pk=other.pk).filter(council=who.council).first())


def test_a_kpi_that_is_kept_or_not_has_no_people(client):
    contract, who = build.active_contract(kpi={"kind": "yes_no", "unit": "", "target": Decimal(1), "minimum": None})
    scale = scales.add_scale(who.council, by=who.manager, name="Any", low=0, high=4)
    with pytest.raises(WrongState, match="has no people to measure"):
        scales.set_scale(build.kpi_of(contract), by=who.manager, scale=scale)
    client.force_login(who.member)
    assert client.get(reverse("kpi-scale", args=[build.kpi_of(contract).pk])).status_code == 403
