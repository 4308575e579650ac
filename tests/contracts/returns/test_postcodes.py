"""Postcodes counted for a return, and its figure taken from the count."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from contracts.evidence.models import DistrictCount, PostcodeCount
from contracts.returns import services
from contracts.returns.models import Return
from contracts.schedule.services import set_lock
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.places.models import District
from tests.builders import contracts as build
from tests.builders import people
from tests.socialvalue.places import files
from tests.socialvalue.places.files import ASHFORD, CANTERBURY, MAIDSTONE, MEDWAY

from . import local
from .local import NOW, NUMBER, TEXT

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    return local.stage()


def numbers(count: PostcodeCount) -> dict[str, int]:
    return {row.district.name: row.many for row in count.districts.select_related("district") if row.many}


def test_twelve_people_worked_by_hand(stage):
    count = PostcodeCount.objects.get(pk=stage.count().pk)
    assert numbers(count) == {"Maidstone": 6, "Ashford": 2, "Medway": 1}
    assert (count.given, count.elsewhere, count.unplaced, count.unknown, count.unread) == (12, 1, 0, 1, 1)
    found = count.found
    assert (found.known, found.in_area, found.outside, found.not_recognised) == (10, 8, 2, 2)
    assert (count.edition, count.counted_by, count.counted_at) == ("Code-Point Open of May 2026", stage.who.reporter, NOW)
    assert "database right 2026" in count.attribution


def test_the_districts_of_the_contract_count_as_local(stage):
    count = stage.count()
    rows = count.districts.select_related("district")
    assert {row.district.gss_code for row in rows if row.chosen} == {MAIDSTONE, ASHFORD}
    assert {row.district.county for row in rows if row.in_area} == {"Kent"}
    assert len(rows) == 12 + 1  # all of Kent, and Medway where somebody is


def test_of_a_contract_without_districts_all_of_the_councils_area():
    count = local.stage(districts=()).count()
    assert count.districts.filter(chosen=True).count() == 12
    assert count.found.chosen == 8


def test_a_contract_in_a_district_beyond_the_area_counts_it():
    count = local.stage(districts=(MEDWAY,)).count()
    assert [(row.district.name, row.in_area) for row in count.districts.filter(chosen=True)] == [("Medway", False)]


def test_a_share_is_taken_with_its_working(stage):
    services.save_return(
        stage.due, by=stage.who.reporter, numerator=D(1), denominator=D(2), narrative="A job fair.", evidence_note="Payroll"
    )
    stage.count()
    taken = stage.take()
    assert (taken.numerator, taken.denominator, taken.value) == (D(8), D(10), D(80))
    assert taken.narrative == "A job fair."
    assert taken.evidence_note == (
        "Payroll\nOf 10 known postcodes of people who work on the contract 8 are in Ashford and Maidstone. Counted on "
        "10 July 2026 with Code-Point Open of May 2026; 2 not recognised."
    )


def test_a_number_is_those_in_the_districts_chosen():
    stage = local.stage(NUMBER)
    stage.count(whose="suppliers")
    taken = stage.take(MAIDSTONE)
    assert (taken.value, taken.numerator) == (D(6), None)
    assert "known postcodes of suppliers of the contract’s supplier 6 are in Maidstone." in taken.evidence_note


def test_another_choice_and_another_count_take_the_place_of_the_working(stage):
    stage.count()
    stage.take()
    again = stage.take(MEDWAY)
    assert (again.numerator, again.evidence_note.count("known postcodes")) == (D(1), 1)
    assert list(PostcodeCount.objects.get().districts.filter(chosen=True).values_list("district__name", flat=True)) == ["Medway"]
    stage.count("TN23 5BY\nTN23 5BZ")
    last = stage.take()
    assert (last.numerator, last.denominator) == (D(2), D(2))
    assert last.evidence_note.startswith("Of 2 known postcodes")
    assert PostcodeCount.objects.count() == 1
    assert Return.objects.get().version == last.version


def test_a_count_begins_the_draft_and_takes_no_figure(stage):
    count = stage.count()
    assert (count.kpi_return.is_draft, count.kpi_return.value) == (True, None)
    services.save_return(stage.due, by=stage.who.reporter, numerator=D(1), denominator=D(2))
    stage.count()
    assert (Return.objects.get().numerator, PostcodeCount.objects.get().version) == (D(1), 2)


def test_the_most_at_a_time(stage):
    assert stage.count("ME14 1XX\n" * 20_000).given == 20_000
    with pytest.raises(Refused, match="20,001 are too many: count 20,000 postcodes or fewer at a time"):
        stage.count("ME14 1XX\n" * 20_001)


@pytest.mark.parametrize("text", ["", " \n , ;", "Postcode\n"])
def test_nothing_to_count(stage, text):
    with pytest.raises(Refused, match="Enter at least one postcode") as refusal:
        stage.count(text, field="file")
    assert refusal.value.field == "file"
    assert not Return.objects.exists()


@pytest.mark.parametrize(("wrong", "taken"), [(2, True), (3, False)])
def test_a_list_that_is_mostly_something_else_is_refused(stage, wrong, taken):
    text = "\n".join(["ME14 1XX", "ME14 1XZ", *["Sam Smith"] * wrong])
    if taken:
        assert stage.count(text).unread == wrong
        return
    with pytest.raises(Refused, match="3 of 5 are not postcodes: give the postcodes alone") as refusal:
        stage.count(text)
    assert "Smith" not in str(refusal.value)
    assert not PostcodeCount.objects.exists()


def test_without_the_file_nothing_is_counted_and_nothing_begun():
    stage = local.stage(file=False)
    with pytest.raises(WrongState, match="The official file of postcodes is not loaded: type the figure yourself"):
        stage.count()
    assert not Return.objects.exists()


def test_a_list_of_which_the_file_knows_nothing_makes_no_share(stage):
    stage.count("ZE1 0AA")
    with pytest.raises(Refused, match="The file knows none of the postcodes"):
        stage.take()


def test_nothing_is_taken_without_a_count_or_a_district(stage):
    services.save_return(stage.due, by=stage.who.reporter, numerator=D(1), denominator=D(2))
    with pytest.raises(WrongState, match="Nothing is counted for this return yet"):
        stage.take()
    stage.count()
    for districts in ([], [District.objects.get(gss_code="E07000032")]):
        with pytest.raises(Refused, match="Choose at least one of the districts that were counted"):
            services.take_from_postcodes(stage.due, by=stage.who.reporter, districts=districts)
    assert Return.objects.get().numerator == D(1)


def test_another_edition_leaves_what_was_counted_by_the_one_before(stage):
    stage.count()
    files.packed(ME14_1={CANTERBURY: "XXXZ"})
    assert numbers(PostcodeCount.objects.get()) == {"Maidstone": 6, "Ashford": 2, "Medway": 1}
    stage.count()
    assert numbers(PostcodeCount.objects.get()) == {"Canterbury": 6}


def test_after_it_is_submitted_nothing_is_counted_or_taken(stage):
    stage.count()
    services.submit_return(stage.take(), by=stage.who.reporter)
    for attempt in (stage.count, stage.take):
        with pytest.raises(WrongState, match="can no longer be changed"):
            attempt()


def test_nobody_else_counts(stage):
    for user in (stage.who.member, stage.who.director, build.parties().reporter):
        with pytest.raises(NotAllowed, match="Returns are made by"):
            services.count_postcodes(stage.due, by=user, text=TEXT, whose="people")
    assert not PostcodeCount.objects.exists()


def test_sent_back_it_is_counted_again(stage):
    stage.count()
    sent = services.submit_return(stage.take(), by=stage.who.reporter)
    services.query_return(sent, by=stage.who.manager, comment="Who are the two?")
    stage.count("\n".join(local.LIST[:10]))
    assert stage.take().evidence_note.endswith("with Code-Point Open of May 2026.")


def test_a_correction_counts_again_and_the_verified_one_keeps_its_count(stage):
    first = stage.count()
    sent = services.submit_return(stage.take(), by=stage.who.reporter)
    services.verify_return(sent, by=stage.who.manager, comment=build.SEEN)
    later = services.correct_return(stage.due, by=stage.who.reporter, reason="Two of the people left in May.")
    with pytest.raises(ObjectDoesNotExist):
        Return.objects.get(pk=later.pk).postcode_count  # noqa: B018
    with pytest.raises(WrongState, match="Nothing is counted for this return yet"):
        stage.take()
    stage.count("\n".join(local.LIST[2:]))
    assert (stage.take().numerator, PostcodeCount.objects.count()) == (D(6), 2)
    assert numbers(PostcodeCount.objects.get(pk=first.pk)) == {"Maidstone": 6, "Ashford": 2, "Medway": 1}
    services.drop_correction(Return.objects.get(pk=later.pk), by=stage.who.reporter)
    assert list(PostcodeCount.objects.values_list("pk", flat=True)) == [first.pk]


@pytest.mark.parametrize(("at", "locked"), [(datetime(2026, 9, 18, 23, 50), False), (datetime(2026, 9, 19, 0, 10), True)])
def test_a_locked_period_refuses(at, locked):
    with clock.at(datetime(2026, 1, 5, 9)):
        stage = local.stage()
        admin = people.person(stage.who.council, "administrator")
        set_lock(stage.who.council, by=admin, from_day=date(2026, 1, 6), days=60, reason="Figures are closed for Cabinet.")
    due = stage.due.kpi.due_returns.get(ends_on=date(2026, 6, 30))
    stage = local.Stage(stage.who, due)
    with clock.at(datetime(2026, 7, 10, 9)):
        stage.count()
    with clock.at(at):
        if not locked:
            assert stage.count()
            assert stage.take()
            return
        for attempt in (stage.count, stage.take):
            with pytest.raises(WrongState, match="This period locked after"):
                attempt()


def test_who_sees_a_count_sees_its_return(stage):
    count = stage.count()
    seen = {
        name: PostcodeCount.objects.visible_to(getattr(stage.who, name)).exists() for name in ("reporter", "manager", "member")
    }
    assert seen == {"reporter": True, "manager": False, "member": False}
    services.submit_return(stage.take(), by=stage.who.reporter)
    assert PostcodeCount.objects.visible_to(stage.who.member).get() == count
    assert not PostcodeCount.objects.visible_to(build.parties().reporter).exists()


def test_the_database_keeps_no_whole_that_is_less_than_its_parts(stage):
    count = stage.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostcodeCount.objects.filter(pk=count.pk).update(given=2)
    row = count.districts.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        DistrictCount.objects.create(count=count, district=row.district, many=1, in_area=True, chosen=False)


def test_counted_otherwise_after_it_was_sent_it_says_why(stage):
    """A count stands with the figure: another one is a change of what was sent, and the same one again is none."""
    stage.count()
    stage.take()
    sent = services.submit_return(Return.objects.get(due=stage.due), by=stage.who.reporter)
    services.query_return(sent, by=stage.who.manager, comment="Is the depot in Ashford counted with it?")
    stage.count()
    again = Return.objects.get(pk=sent.pk)
    assert sent.sent_as["postcodes"] == again.sent_as["postcodes"] != ""
    stage.count(TEXT.replace("TN23 5BY", "ME2 3DS"))
    with pytest.raises(Refused) as refusal:
        services.submit_return(Return.objects.get(pk=sent.pk), by=stage.who.reporter)
    assert [field for field, _ in refusal.value.problems] == ["change_reason"]
    services.submit_return(
        Return.objects.get(pk=sent.pk), by=stage.who.reporter, change_reason="One of the two moved to Medway in May."
    )
    assert Return.objects.get(pk=sent.pk).is_submitted
