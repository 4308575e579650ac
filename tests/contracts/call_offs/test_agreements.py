"""A framework agreement is entered, changed, divided, refreshed, reviewed and ended: what is refused, and what is written down."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from contracts.call_offs import services
from contracts.call_offs.calculations.details import NO_GUARANTEE, LotDetails
from contracts.call_offs.models import AgreementDay, FrameworkAgreement, LotSupplier
from contracts.call_offs.models.agreement import AT_ONCE
from socialvalue.accounts.enums import Role
from socialvalue.accounts.services.ties import enter_tie
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.notifications.models import Message
from tests.builders import people

from .steps import FIRST, LAST, NOW, TODAY, agreed, called_off, details, join, officers, on

pytestmark = pytest.mark.django_db
WHY = "The schools in the east are added to it, as clause 4 provides."


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def scene():
    return agreed()


def refused(**changes) -> dict:
    who = officers()
    with pytest.raises(Refused) as caught:
        services.add_agreement(details(who, **changes), by=who["manager"], council=who["council"])
    return dict(caught.value.problems)


def test_it_is_entered_with_its_lots_and_a_number(scene):
    made = scene.fresh()
    assert made.reference.startswith("FA-")
    assert [(lot.number, lot.title, lot.ceiling) for lot in made.lots.all()] == [
        (1, "Roofs", Decimal(400_000)),
        (2, "Windows", None),
    ]
    assert made.no_guarantee == NO_GUARANTEE
    assert (made.status_words, made.look_on) == ("In force", AT_ONCE)
    assert timeline(made).last().sentence == f"entered the framework agreement {made.reference}"


def test_without_lots_it_is_not_divided():
    made = agreed(lots=()).fresh()
    lot = made.lots.get()
    assert (lot.number, lot.is_division, str(lot)) == (1, False, "The whole agreement")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"title": " "}, "title", "Enter a title"),
        ({"no_guarantee": ""}, "no_guarantee", "Say that being on it is no guarantee of work"),
        ({"ceiling": Decimal(0)}, "ceiling", "The ceiling must be more than £0"),
        ({"ends_on": FIRST - timedelta(days=1)}, "ends_on", "It cannot end before it starts"),
        (
            {"ends_on": LAST + timedelta(days=1)},
            "longer_reason",
            "Say why what is bought needs a longer term: the law lets it last to 31 March 2029 without one "
            "(Procurement Act 2023, sections 47 and 49)",
        ),
        (
            {"is_open": True, "ends_on": date(2033, 4, 1)},
            "ends_on",
            "An open framework lasts to 31 March 2033 at most (Procurement Act 2023, sections 47 and 49)",
        ),
        (
            {"is_open": True, "starts_on": date(2025, 2, 23)},
            "is_open",
            "Open frameworks began with the Procurement Act 2023, on 24 February 2025",
        ),
    ],
)
def test_what_is_wrong_with_an_entry_is_said_at_its_field(changes, field, words):
    assert refused(**changes)[field] == words


def test_a_longer_term_is_taken_with_a_reason_and_of_light_touch_services_without_one():
    longer = {"ends_on": LAST + timedelta(days=366)}
    assert agreed(**longer, longer_reason="The lifts are made to order and last ten years.").fresh().ends_on == longer["ends_on"]
    assert agreed(**longer, light_touch=True).fresh().longer_reason == ""
    assert "longer_reason" in refused(**longer, longer_reason="as agreed")


def test_two_people_answer_for_it_each_with_the_role():
    who = officers()
    same = details(who, lead_director=who["manager"])
    with pytest.raises(Refused, match="Name two people") as caught:
        services.add_agreement(same, by=who["manager"], council=who["council"])
    assert "cannot be the" not in str(caught.value) or "lead director" in str(caught.value)
    with pytest.raises(Refused, match="cannot be the lead director: their role does not include it"):
        services.add_agreement(details(who, lead_director=who["member"]), by=who["manager"], council=who["council"])


def test_a_directorate_of_another_council_and_a_taken_reference_are_refused(scene):
    who = officers()
    assert refused(directorate=people.council().directorates.first())["directorate"] == "Choose a directorate of this council"
    made = services.add_agreement(details(who, reference="FA-7"), by=who["manager"], council=who["council"])
    with pytest.raises(Refused, match="The reference FA-7 is taken"):
        services.add_agreement(details(who, reference="FA-7"), by=who["manager"], council=who["council"])
    other = services.add_agreement(details(who), by=who["manager"], council=who["council"])
    with pytest.raises(Refused, match="The reference FA-7 is taken"):
        services.edit_agreement(other, by=who["manager"], expected_version=1, reference="FA-7")
    # The same in another council
    assert agreed(reference="FA-7").fresh().reference == made.reference


def test_what_was_agreed_changes_with_a_reason_once_it_has_begun(scene):
    with pytest.raises(Refused, match="Say why what was agreed changes, and what allows it"):
        services.edit_agreement(scene.agreement, by=scene.manager, expected_version=1, ceiling=Decimal(2_000_000))
    made = services.edit_agreement(scene.agreement, by=scene.manager, expected_version=1, ceiling=Decimal(2_000_000), reason=WHY)
    assert (made.ceiling, made.version) == (Decimal(2_000_000), 2)
    event = timeline(made).first()
    assert (event.reason, [change.label for change in event.what_changed]) == (WHY, ["Ceiling"])


def test_a_title_changes_without_a_reason_and_before_the_first_day_everything_does(scene):
    made = services.edit_agreement(scene.agreement, by=scene.manager, expected_version=1, title="Repairs", reason=WHY)
    # A reason nobody asked for is not kept
    assert timeline(made).first().reason == ""
    later = agreed(starts_on=TODAY + timedelta(days=1), ends_on=date(2029, 3, 31), suppliers=False, lots=())
    moved = services.edit_agreement(later.agreement, by=later.manager, expected_version=1, ceiling=Decimal(5))
    assert moved.ceiling == 5


def test_a_change_of_a_version_that_was_not_read_is_a_conflict(scene):
    services.edit_agreement(scene.agreement, by=scene.manager, expected_version=1, title="Repairs")
    with pytest.raises(Conflict, match="Somebody else saved this"):
        services.edit_agreement(scene.agreement, by=scene.manager, expected_version=1, title="Repairs of roofs")


def test_the_ceiling_stays_above_what_is_called_off_and_the_days_around_it(scene):
    called_off(scene, 300_000)
    change = {"by": scene.manager, "reason": WHY}
    agreement = scene.fresh()
    with pytest.raises(Refused, match="£300,000 is called off already: the ceiling cannot be lower"):
        services.edit_agreement(agreement, **change, expected_version=agreement.version, ceiling=Decimal(299_999))
    with pytest.raises(Refused, match="A lot has a higher ceiling: lower that first"):
        services.edit_agreement(agreement, **change, expected_version=agreement.version, ceiling=Decimal(399_999))
    with pytest.raises(Refused, match="A contract was called off on a day outside these"):
        services.edit_agreement(agreement, **change, expected_version=agreement.version, ends_on=TODAY - timedelta(days=1))
    kept = services.edit_agreement(agreement, **change, expected_version=agreement.version, ends_on=TODAY)
    assert kept.ends_on == TODAY


def test_a_lot_keeps_within_the_agreement_and_above_what_is_called_off(scene):
    called_off(scene, 300_000)
    lot = scene.roofs

    def change(**typed):
        given = {"title": "Roofs", "ceiling": Decimal(400_000)} | typed
        return services.edit_lot(lot, LotDetails(**given), by=scene.manager, expected_version=lot.version)

    for typed, words in (
        ({"title": " "}, "Enter what the lot is for"),
        ({"ceiling": Decimal(0)}, "The ceiling must be more than £0"),
        ({"ceiling": Decimal(1_000_001)}, "The agreement’s own ceiling is £1,000,000: enter no more"),
        ({"ceiling": Decimal(299_999)}, "£300,000 is called off already: the ceiling cannot be lower"),
    ):
        with pytest.raises(Refused, match=words):
            change(**typed)
    assert change(ceiling=Decimal(300_000)).ceiling == 300_000
    assert timeline(scene.agreement).first().sentence == "changed lot 1"


def test_the_first_lot_divides_it_until_somebody_is_on_it():
    scene = agreed(lots=(), suppliers=False)
    made = services.add_lot(scene.agreement, LotDetails(title="Roofs"), by=scene.manager)
    another = services.add_lot(scene.agreement, LotDetails(title="Doors"), by=scene.manager)
    assert [(lot.number, lot.title) for lot in scene.agreement.lots.all()] == [(1, "Roofs"), (2, "Doors")]
    assert (made.number, another.number) == (1, 2)
    whole = agreed(lots=())
    with pytest.raises(WrongState, match="Suppliers are on this agreement as a whole already"):
        services.add_lot(whole.agreement, LotDetails(title="Roofs"), by=whole.manager)


def test_a_supplier_joins_from_the_first_day_and_its_people_are_told(scene):
    row = scene.roofs.suppliers.get()
    assert (row.joined_on, row.name_then, row.refresh) == (FIRST, "Oast Roofing", None)
    told = Message.objects.get(recipient=scene.roofing)
    assert told.subject == "Oast Roofing is on the framework agreement Repairs of schools"
    assert NO_GUARANTEE in told.body
    assert "on lot 1, from 1 April 2025" in told.body


def test_nobody_joins_twice_nor_after_something_was_called_off(scene):
    with pytest.raises(Refused, match="Oast Roofing is on lot 1 already"):
        join(scene, scene.roofs, scene.roofer)
    with pytest.raises(Refused, match="Choose at least one lot"):
        services.join_lots(scene.agreement, [], by=scene.manager, supplier=scene.roofer)
    with pytest.raises(Refused, match="is not registered as a supplier"):
        join(scene, scene.roofs, scene.council)
    called_off(scene)
    with pytest.raises(Refused, match="takes in no new suppliers once something is called off"):
        join(scene, scene.windows, scene.roofer)


def test_what_was_joined_to_another_counts_as_one_with_it(scene):
    part = people.supplier("Oast Tiles", fictional=False)
    part.part_of = scene.roofer
    part.save(update_fields=["part_of"])
    with pytest.raises(Refused, match="Oast Tiles is on lot 1 already"):
        join(scene, scene.roofs, part)


@pytest.fixture
def opened():
    scene = agreed(is_open=True, ends_on=date(2033, 3, 31))
    services.plan_days(scene.agreement, by=scene.manager, kind="refresh", first=date(2026, 3, 1))
    services.plan_days(scene.agreement, by=scene.manager, kind="refresh", first=date(2026, 3, 3))
    return scene


def test_an_open_one_takes_in_suppliers_at_a_refresh_from_its_day_on(opened):
    called_off(opened)
    newcomer = people.supplier("Newcomer Roofs", fictional=False)
    past, ahead = opened.agreement.days.all()
    with pytest.raises(Refused, match="Choose the refresh at which this supplier joins"):
        join(opened, opened.roofs, newcomer)
    with pytest.raises(Refused, match="This refresh is on 3 March 2026: suppliers join then"):
        join(opened, opened.roofs, newcomer, refresh=ahead)
    with pytest.raises(Refused, match="Enter a day from 1 March 2026 to 31 March 2033"):
        join(opened, opened.roofs, newcomer, refresh=past, joined_on=date(2026, 2, 28))
    row = join(opened, opened.roofs, newcomer, refresh=past)
    assert (row.joined_on, row.refresh) == (TODAY, past)
    assert timeline(opened.agreement).first().sentence == "added Newcomer Roofs on lot 1 at the refresh of 1 March 2026"


def test_a_refresh_of_another_agreement_or_a_review_takes_in_nobody(opened):
    other = agreed(is_open=True, ends_on=date(2033, 3, 31))
    strange = services.plan_days(other.agreement, by=other.manager, kind="refresh", first=TODAY)[0]
    review = services.plan_days(opened.agreement, by=opened.manager, kind="review", first=TODAY)[0]
    for day in (strange, review):
        with pytest.raises(Refused, match="Only an open framework does, at a refresh"):
            join(opened, opened.roofs, people.supplier(), refresh=day)


def test_a_supplier_leaves_with_a_last_day_and_a_reason_and_may_come_back_at_a_refresh(opened):
    row = opened.roofs.suppliers.get()
    leave = {"by": opened.manager, "reason": "It gave up roofing this year."}
    with pytest.raises(Refused, match="Say why it leaves"):
        services.leave_lot(row, by=opened.manager, left_on=TODAY, reason="ok", expected_version=1)
    for day, words in ((FIRST - timedelta(days=1), "It joined on 1 April 2025"), (date(2033, 4, 1), "The agreement ends on")):
        with pytest.raises(Refused, match=words):
            services.leave_lot(row, **leave, left_on=day, expected_version=1)
    gone = services.leave_lot(row, **leave, left_on=TODAY, expected_version=1)
    assert (gone.holds_on(TODAY), gone.holds_on(TODAY + timedelta(days=1))) == (True, False)
    with pytest.raises(Refused, match="It is recorded already that it leaves, on 2 March 2026"):
        services.leave_lot(gone, **leave, left_on=TODAY, expected_version=2)
    with on(date(2026, 3, 3)):
        back = join(opened, opened.roofs, opened.roofer, refresh=opened.agreement.days.last())
    assert LotSupplier.objects.filter(lot=opened.roofs, supplier=opened.roofer).count() == 2
    assert back.holds_on(date(2026, 3, 3))


def test_days_are_planned_once_or_for_every_year_to_the_last_day(scene):
    made = services.plan_days(scene.agreement, by=scene.manager, kind="review", first=date(2026, 4, 1), every_year=True)
    assert [day.on for day in made] == [date(2026, 4, 1), date(2027, 4, 1), date(2028, 4, 1)]
    assert timeline(scene.agreement).first().sentence == "planned a review on 1 April 2026 and on 2 later days"
    again = services.plan_days(scene.agreement, by=scene.manager, kind="review", first=date(2025, 4, 1), every_year=True)
    assert [day.on for day in again] == [date(2025, 4, 1)]
    for given, words in (
        ({"first": date(2027, 4, 1)}, "This is planned already"),
        ({"first": LAST + timedelta(days=1)}, "Enter a day from 1 April 2025 to 31 March 2029"),
        ({"first": FIRST - timedelta(days=1)}, "Enter a day from 1 April 2025 to 31 March 2029"),
        ({"first": TODAY, "kind": "refresh"}, "Only an open framework takes in new suppliers"),
    ):
        with pytest.raises(Refused, match=words):
            services.plan_days(scene.agreement, **{"by": scene.manager, "kind": "review"} | given)


def test_what_came_of_a_review_is_recorded_once(scene):
    day = services.plan_days(scene.agreement, by=scene.manager, kind="review", first=TODAY)[0]
    said = "Work went to two of two; both ask for longer notice."
    done = {"by": scene.manager, "outcome": said}
    with pytest.raises(Refused, match="Say what came of it"):
        services.mark_day_done(day, by=scene.manager, done_on=TODAY, outcome="fine", expected_version=1)
    for wrong in (FIRST - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused, match="Enter a day from 1 April 2025 to today"):
            services.mark_day_done(day, **done, done_on=wrong, expected_version=1)
    kept = services.mark_day_done(day, **done, done_on=TODAY, expected_version=1)
    assert (kept.done_by, kept.outcome) == (scene.manager, said)
    with pytest.raises(Refused, match="It is recorded already: 2 March 2026"):
        services.mark_day_done(kept, **done, done_on=TODAY, expected_version=2)


def test_it_ends_early_with_a_reason_and_is_kept_as_it_was(scene):
    why = "Both suppliers asked to be released from it."
    for day, words in ((TODAY - timedelta(days=1), "Enter today or a later day"), (LAST, "It ends on 31 March 2029 anyway")):
        with pytest.raises(Refused, match=words):
            services.end_agreement(scene.agreement, by=scene.manager, ended_on=day, reason=why, expected_version=1)
    with pytest.raises(Refused, match="Say why it ends before its last day"):
        services.end_agreement(scene.agreement, by=scene.manager, ended_on=TODAY, reason="ended", expected_version=1)
    made = services.end_agreement(scene.agreement, by=scene.manager, ended_on=TODAY, reason=why, expected_version=1)
    assert (made.last_day, made.is_live, made.ends_on) == (TODAY, True, LAST)
    with on(TODAY + timedelta(days=1)):
        ended = scene.fresh()
        assert (ended.status_words, ended.is_over) == ("Ended", True)
        with pytest.raises(WrongState, match="has ended: it is kept as it was"):
            services.edit_agreement(ended, by=scene.manager, expected_version=2, title="Another")


def test_who_is_with_a_supplier_keeps_nothing_of_the_agreement(scene):
    tied = people.person(scene.council, Role.CONTRACT_MANAGER)
    enter_tie(tied, by=people.person(scene.council, Role.ADMINISTRATOR), supplier=scene.glazier)
    tied = people.fresh(tied)
    for act in (
        lambda: services.edit_agreement(scene.agreement, by=tied, expected_version=1, title="X"),
        lambda: services.add_lot(scene.agreement, LotDetails(title="Doors"), by=tied),
        lambda: services.plan_days(scene.agreement, by=tied, kind="review", first=TODAY),
    ):
        with pytest.raises(NotAllowed, match="You work for one of these suppliers"):
            act()
    assert FrameworkAgreement.objects.get().version == 1
    assert not AgreementDay.objects.exists()


def test_nobody_adds_the_supplier_they_are_with(scene):
    newcomer = people.supplier("Newcomer Roofs", fictional=False)
    tied = people.person(scene.council, Role.CONTRACT_MANAGER)
    enter_tie(tied, by=people.person(scene.council, Role.ADMINISTRATOR), supplier=newcomer)
    with pytest.raises(NotAllowed, match="You work for one of these suppliers"):
        services.join_lots(scene.agreement, [scene.roofs], by=people.fresh(tied), supplier=newcomer)
