"""The pages of framework agreements as each side sees and uses them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from contracts.call_offs import services
from contracts.call_offs.models import AgreementDay, CallOff, FrameworkAgreement, LotSupplier, MiniCompetition
from contracts.register.models import Contract
from contracts.register.services import register_contract, start_contract
from procurement.tendering.models import Tender
from socialvalue.common import clock
from tests.builders import people
from tests.reading import as_read

from .steps import CLAUSE, NOW, TODAY, WHY, agreed, called_off, competing, contract_details, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def scene():
    return agreed()


def day(name: str, value: date) -> dict:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def page(client, user, name, *args, **query) -> str:
    client.force_login(user)
    return as_read(client.get(reverse(name, args=args), query).content.decode())


def sent(client, user, name, *args, **data) -> str:
    """The page that follows; a form that was refused is drawn again."""
    client.force_login(user)
    return as_read(client.post(reverse(name, args=args), data, follow=True).content.decode())


def entry(scene, **changes) -> dict:
    given = {
        "title": "Playgrounds", "reference": "", "directorate": scene.agreement.directorate_id, "ceiling": "£250,000",
        "no_guarantee": "Nobody is promised any work.", "manager": scene.manager.pk, "lead_director": scene.director.pk,
        **day("starts_on", date(2026, 4, 1)), **day("ends_on", date(2030, 3, 31)),
    }  # fmt: skip
    return given | changes


def test_a_manager_adds_an_agreement_with_its_lots(scene, client):
    assert "Being on this framework agreement is no guarantee of work." in page(client, scene.manager, "agreement-new")
    shown = sent(client, scene.manager, "agreement-new", **entry(scene, divided="Swings; 100,000\n\nSlides"))
    made = FrameworkAgreement.objects.get(title="Playgrounds")
    assert f"{made.reference} is entered. Now add its suppliers." in shown
    assert [(lot.title, lot.ceiling) for lot in made.lots.all()] == [("Swings", 100_000), ("Slides", None)]
    assert "Begins on 1 April 2026" in shown
    assert "It begins on 1 April 2026. Enter its suppliers before anything is called off." in shown


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"divided": "; 100,000"}, "Write what the lot is for before the semicolon: “; 100,000”"),
        ({"divided": "Swings; lots"}, "Write the ceiling of “Swings” as an amount of money, like 250,000"),
        ({"ceiling": ""}, "Enter ceiling"),
        (day("ends_on", date(2031, 3, 31)), "Say why what is bought needs a longer term: the law lets it last to 31 March 2030"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_entered(scene, client, changes, words):
    shown = sent(client, scene.manager, "agreement-new", **entry(scene, **changes))
    assert words in shown
    assert 'value="Playgrounds"' in shown
    assert FrameworkAgreement.objects.count() == 1


def test_the_list_is_searched_narrowed_and_taken_as_a_file(scene, client):
    called_off(scene, 850_000, lot=scene.windows, supplier=scene.glazier)
    services.add_agreement(
        scene.fresh().details().__class__(**{**scene.fresh().details().values(), "title": "Lifts", "reference": "FA-X",
        "starts_on": TODAY + timedelta(days=30)}), by=scene.manager, council=scene.council,
    )  # fmt: skip
    shown = page(client, scene.manager, "agreements")
    for words in ("2 framework agreements", "£850,000 of £1,000,000 called off (85 %)", "Near its ceiling", "Lifts"):
        assert words in shown
    assert "1 framework agreement" in page(client, scene.manager, "agreements", search="weald")
    assert "Lifts" not in page(client, scene.manager, "agreements", status="live")
    assert "Repairs of schools" not in page(client, scene.manager, "agreements", status="to_begin")
    assert "No results" in page(client, scene.manager, "agreements", status="ended")
    client.force_login(scene.manager)
    answer = client.get(reverse("agreements"), {"as": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert "Called off, pounds" in lines[0]
    assert any("Repairs of schools" in line and "850000" in line for line in lines[1:])


def test_an_empty_list_says_what_to_do(client):
    council = people.council()
    manager = people.person(council, "contract_manager")
    assert "Add the first one" in page(client, manager, "agreements")
    assert "You are on no framework agreement" in page(client, people.person(people.supplier(), "supplier"), "agreements")


def test_the_pages_ask_the_same_number_of_times_with_more_rows(scene, client, django_assert_num_queries):
    scene.agreement.description = "x"
    client.force_login(scene.manager)
    for number in range(2):
        called_off(scene, 1000, title=f"Roof {number}")
        services.plan_days(scene.agreement, by=scene.manager, kind="review", first=TODAY + timedelta(days=100 + number))
        client.get(reverse("agreement", args=[scene.agreement.pk]))
        with django_assert_num_queries(16):
            client.get(reverse("agreement", args=[scene.agreement.pk]))
        agreed(council=scene.council, title=f"Another {number}")
        client.get(reverse("agreements"))
        with django_assert_num_queries(7):
            client.get(reverse("agreements"))


def test_the_page_shows_lots_suppliers_call_offs_and_what_comes_next(scene, client):
    called_off(scene, 240_000)
    services.plan_days(scene.agreement, by=scene.manager, kind="review", first=TODAY + timedelta(days=60))
    shown = page(client, scene.manager, "agreement", scene.agreement.pk)
    for words in (
        "£240,000 of £1,000,000 called off (24 %)",
        "Lot 1: Roofs",
        "£240,000 of £400,000 called off (60 %)",
        "Oast Roofing",
        "1 April 2025</time>",
        "It is reviewed on 1 May 2026.",
        "Why directly",
        f"{CLAUSE}. {WHY}",
        "Procurement Act 2023, section 45(4)(b)",
        "None can join: it is no open framework",
        "no guarantee of work",
        "Call off directly",
    ):
        assert words in shown, words


def test_one_that_is_not_divided_shows_no_lot(client):
    scene = agreed(lots=())
    called_off(scene)
    shown = page(client, scene.manager, "agreement", scene.agreement.pk)
    assert "Lot 1" not in shown
    assert ", lot 1" not in shown
    assert "Lots and suppliers" not in shown


def test_each_is_offered_what_they_may_do(scene, client):
    offers = {
        scene.manager: ("Call off directly", "Change details", "Add a supplier", "Plan a review"),
        scene.commissioner: ("Start a mini-competition",),
        scene.member: (),
        scene.roofing: (),
    }
    everything = {words for said in offers.values() for words in said}
    for user, said in offers.items():
        shown = page(client, user, "agreement", scene.agreement.pk)
        assert {words for words in everything if words in shown} == set(said), user


def test_a_supplier_reads_its_own_and_of_others_what_is_published(scene, client):
    mine = called_off(scene, 100_000, title="Roof of the infant school")
    other = {"lot": scene.windows, "supplier": scene.glazier}
    known = called_off(scene, 200_000, title="Windows now", **other)
    start_contract(known.contract, by=scene.manager, in_force_already=True)
    called_off(scene, 300_000, title="Windows later", **other)
    shown = page(client, scene.roofing, "agreement", scene.agreement.pk)
    assert reverse("contract", args=[mine.contract_id]) in shown
    assert "Windows now" in shown
    assert reverse("contract", args=[known.contract_id]) not in shown
    assert "Windows later" not in shown
    # The sum does not betray what is still being agreed
    assert "£300,000 of £1,000,000 called off (30 %)" in shown
    assert "£600,000 of £1,000,000 called off (60 %)" in page(client, scene.member, "agreement", scene.agreement.pk)
    for words in (WHY, CLAUSE, "Activity", str(scene.agreement.created_by) + ","):
        assert words not in shown
    assert "£300,000 of £1,000,000" in page(client, scene.roofing, "agreements")


def test_outsiders_find_nothing_and_others_are_told_why_not(scene, client):
    stranger = agreed()
    row, review = scene.roofs.suppliers.get(), None
    review = services.plan_days(scene.agreement, by=scene.manager, kind="review", first=TODAY)[0]
    pk = scene.agreement.pk
    pages = [
        *((name, pk) for name in (
            "agreement-edit", "agreement-end", "agreement-lot-new", "agreement-supplier-add", "agreement-days-new",
            "agreement-call-off", "agreement-compete",
        )),
        ("agreement-lot", scene.roofs.pk), ("agreement-supplier-leave", row.pk), ("agreement-day-done", review.pk),
    ]  # fmt: skip
    for name, key in pages:
        for user, status in ((stranger.manager, 404), (stranger.roofing, 404), (scene.member, 403), (scene.roofing, 403)):
            client.force_login(user)
            assert client.get(reverse(name, args=[key])).status_code == status, (name, user)
    client.force_login(scene.commissioner)
    assert client.get(reverse("agreement-compete", args=[pk])).status_code == 200
    client.force_login(scene.member)
    assert client.get(reverse("agreement-new")).status_code == 403


def test_a_supplier_is_added_leaves_and_days_are_planned_and_done(scene, client):
    pk = scene.agreement.pk
    people.supplier("Third Glass", fictional=False)
    assert "The refresh at which it joins" not in page(client, scene.manager, "agreement-supplier-add", pk)
    shown = sent(client, scene.manager, "agreement-supplier-add", pk, supplier="Third Glass", lots=[scene.windows.pk])
    assert "Third Glass was added, and its people are told." in shown
    row = LotSupplier.objects.get(name_then="Third Glass")
    why = "It gave up glazing this year."
    left = {"version": 1, "reason": why, **day("left_on", TODAY)}
    shown = sent(client, scene.manager, "agreement-supplier-leave", row.pk, **left)
    assert "It is recorded that Third Glass leaves." in shown
    shown = sent(client, scene.manager, "agreement-days-new", pk, kind="review", every_year="on", **day("first", TODAY))
    assert "4 days are planned." in shown
    first = AgreementDay.objects.first()
    said = "Work went to one of two; both ask for longer notice."
    done = {"version": 1, "outcome": said, **day("done_on", TODAY)}
    assert said in sent(client, scene.manager, "agreement-day-done", first.pk, **done)
    assert said not in page(client, scene.roofing, "agreement", pk)


def test_lots_and_the_entry_are_changed_and_it_is_ended(scene, client):
    pk = scene.agreement.pk
    assert "Lot 3: Doors was added." in sent(client, scene.manager, "agreement-lot-new", pk, title="Doors", ceiling="")
    shown = sent(client, scene.manager, "agreement-lot", scene.roofs.pk, title="All roofs", ceiling="300,000", version=1)
    assert "The lot was changed." in shown
    fresh = scene.fresh()
    change = entry(
        scene, title="Repairs", ceiling="2,000,000", version=fresh.version,
        **day("starts_on", fresh.starts_on), **day("ends_on", fresh.ends_on),
    )  # fmt: skip
    assert "Say why what was agreed changes" in sent(client, scene.manager, "agreement-edit", pk, **change)
    reason = "Clause 4 lets the schools of the east join it."
    assert "The framework agreement was changed." in sent(client, scene.manager, "agreement-edit", pk, **change, reason=reason)
    why = "Both suppliers asked to be released from it."
    ended = {"version": scene.fresh().version, "reason": why, **day("ended_on", TODAY)}
    shown = sent(client, scene.manager, "agreement-end", pk, **ended)
    assert "The day on which it ends is recorded." in shown
    assert why in shown


def test_a_contract_is_called_off_directly_on_a_page(scene, client):
    row = scene.roofs.suppliers.get()
    asked = page(client, scene.manager, "agreement-call-off", scene.agreement.pk)
    assert "Oast Roofing, lot 1 (Roofs)" in asked
    assert "£0 of £1,000,000 called off (0 %). Without a competition: say what allows it." in asked
    given = {
        "supplier": row.pk, "title": "Roof", "total_value": "400,001", "ground": "mechanism", "terms": CLAUSE, "reason": WHY,
        "manager": scene.manager.pk, "lead_director": scene.director.pk,
        **day("starts_on", date(2026, 4, 1)), **day("ends_on", date(2026, 9, 30)),
    }  # fmt: skip
    refused = sent(client, scene.manager, "agreement-call-off", scene.agreement.pk, **given)
    assert "£400,000 of the ceiling of lot 1 is left: enter a value up to that" in refused
    shown = sent(client, scene.manager, "agreement-call-off", scene.agreement.pk, **given | {"total_value": "400,000"})
    made = CallOff.objects.get()
    assert f"{made.contract.reference} is in the register." in shown
    assert "Repairs of schools</a>, lot 1 (Roofs), directly." in shown
    assert WHY in shown
    # Its supplier reads under what, and not why
    theirs = page(client, scene.roofing, "contract", made.contract_id)
    assert ("Repairs of schools</a>, lot 1 (Roofs), directly." in theirs, WHY in theirs) == (True, False)


def test_a_contract_of_the_register_says_under_which_it_was_called_off(scene, client):
    contract = register_contract(contract_details(scene), by=scene.manager, council=scene.council, suppliers=[scene.roofer])
    assert "Record its framework agreement" in page(client, scene.manager, "contract", contract.pk)
    given = {"lot": scene.roofs.pk, "ground": "mechanism", "terms": CLAUSE, "reason": WHY, **day("called_off_on", TODAY)}
    shown = sent(client, scene.manager, "contract-call-off", contract.pk, **given)
    assert f"It is recorded: called off under {scene.agreement.reference}." in shown
    assert "Record its framework agreement" not in shown
    assert Contract.objects.count() == 1
    plain = register_contract(contract_details(scene, route="tender"), by=scene.manager, council=scene.council)
    assert "Called off under" not in page(client, scene.manager, "contract", plain.pk)


def test_a_mini_competition_is_started_and_followed(scene, client):
    given = {
        "lot": scene.windows.pk, "title": "Windows of a school", "description": "New windows.", "value": "60,000",
        "pattern": "none", "commission": "", "people": "", "category": "Building works",
        **day("contract_starts_on", date(2026, 9, 1)), **day("contract_ends_on", date(2027, 8, 31)),
    }  # fmt: skip
    assert "Say who it is for, or enter a commission" in sent(
        client, scene.commissioner, "agreement-compete", scene.agreement.pk, **given
    )
    shown = sent(client, scene.commissioner, "agreement-compete", scene.agreement.pk, **given | {"people": "Pupils"})
    tender = MiniCompetition.objects.get().tender
    assert f"{tender.reference} is drafted. It is checked and published like any other tender." in shown
    assert "Invited to bid" in shown
    assert "Weald Windows" in shown
    listed = page(client, scene.commissioner, "agreement", scene.agreement.pk)
    assert reverse("tender", args=[tender.reference]) in listed
    assert "Windows of a school" not in page(client, scene.glazing, "agreement", scene.agreement.pk)


def test_those_on_the_lot_find_the_published_competition_on_the_agreement_and_the_others_do_not(scene, client):
    tender: Tender = published(competing(scene))
    link = reverse("opportunity", args=[tender.reference])
    assert link in page(client, scene.glazing, "agreement", scene.agreement.pk)
    assert link not in page(client, scene.roofing, "agreement", scene.agreement.pk)


def test_the_place_and_the_help_of_the_pages(scene, client):
    shown = page(client, scene.manager, "agreement", scene.agreement.pk)
    assert "/help/#framework-agreements" in shown
    assert "Framework agreements" in page(client, scene.manager, "contracts")
    assert "What is a framework agreement?" in as_read(client.get("/help/").content.decode())
