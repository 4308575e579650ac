"""What a contract cost: said by year with its source, corrected with a reason, shown beside its value and its term."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal as D
from fractions import Fraction as F

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from contracts.register.models import Contract
from contracts.register.services import edit_contract
from contracts.spend.calculations import Spent, not_said, spent_of, term_over
from contracts.spend.models import YearSpent
from contracts.spend.permissions import can_say_spent
from contracts.spend.selectors import spent_on
from contracts.spend.services import REASON_SAY, Paid, say_spent
from socialvalue.accounts.enums import Permission, Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Conflict, Refused
from tests.builders import contracts as build
from tests.builders import people
from tests.fixtures import truth
from tests.reading import as_read

# The builders' contract: £1,200,000 from 1 April 2025 to 31 March 2028
FIRST, LAST = date(2025, 4, 1), date(2028, 3, 31)
NOW = datetime(2026, 7, 1, 9, tzinfo=clock.LONDON)
WHOLE_YEAR = Paid(year=2025, amount=D(380_000), up_to=date(2026, 3, 31), source="ledger", note="Cost centre 4711")
SO_FAR = Paid(year=2026, amount=D("99999.99"), up_to=date(2026, 6, 30), source="invoices")
WHY = "Two invoices of March were booked in May."


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 3, 31), F(0)),
        (date(2025, 4, 1), F(1, 1096)),
        (date(2026, 3, 31), F(365, 1096)),
        (LAST, F(1)),
        (date(2030, 1, 1), F(1)),
    ],
)
def test_how_much_of_the_term_is_over(day, share):
    assert term_over(FIRST, LAST, day) == share


def test_without_an_end_no_share_of_the_term_is_over():
    assert term_over(FIRST, None, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("amounts", "worth", "term", "words", "over"),
    [
        (["300000", "180000"], D(1_200_000), F(1, 2), "£480,000 of £1,200,000 is spent (40 %), after 50 % of the term", 0),
        (["1199999.99"], D(1_200_000), F(1), "£1,199,999.99 of £1,200,000 is spent (99 %), after 100 % of the term", 0),
        (["1200000"], D(1_200_000), None, "£1,200,000 of £1,200,000 is spent (100 %)", 0),
        (["1200000.01"], D(1_200_000), None, "£1,200,000.01 of £1,200,000 is spent (100 %)", D("0.01")),
        (["0"], D(1_200_000), F(1, 3), "£0 of £1,200,000 is spent (0 %), after 33 % of the term", 0),
        (["500"], None, F(1, 3), "£500 is spent", 0),
        (["500"], D(0), None, "£500 is spent", D(500)),
    ],
)
def test_what_is_said_of_the_sums(amounts, worth, term, words, over):
    found = spent_of(map(D, amounts), worth, term)
    assert (found.words, found.over) == (words, over)


MARCH, JUNE, SEPTEMBER = date(2026, 3, 31), date(2026, 6, 30), date(2025, 9, 30)


@pytest.mark.parametrize(
    ("up_to", "gaps"),
    [
        ({}, []),
        ({2025: SEPTEMBER}, []),  # after it nobody expects anything yet
        ({2025: MARCH, 2026: JUNE}, []),
        ({2025: date(2026, 3, 30), 2026: JUNE}, [(MARCH, MARCH)]),
        ({2025: SEPTEMBER, 2026: JUNE}, [(date(2025, 10, 1), MARCH)]),
        ({2026: JUNE}, [(FIRST, MARCH)]),
        # Two that touch are one
        ({2025: SEPTEMBER, 2027: date(2027, 4, 1)}, [(date(2025, 10, 1), date(2027, 3, 31))]),
        ({2026: SEPTEMBER.replace(year=2026), 2027: LAST}, [(FIRST, MARCH), (date(2026, 10, 1), date(2027, 3, 31))]),
        # The last invoices come when the contract is over: the days between are not the contract’s
        ({2025: MARCH, 2026: date(2027, 3, 31), 2027: LAST, 2028: date(2028, 6, 1)}, []),
        ({2025: MARCH, 2026: date(2027, 3, 31), 2028: date(2028, 6, 1)}, [(date(2027, 4, 1), LAST)]),
    ],
)
def test_days_of_which_nobody_has_said_anything(up_to, gaps):
    assert not_said(FIRST, LAST, up_to) == gaps


def test_a_contract_that_begins_within_a_year_misses_nothing_before():
    assert not_said(date(2025, 7, 1), None, {2026: JUNE}) == [(date(2025, 7, 1), MARCH)]
    assert not_said(date(2025, 7, 1), None, {2025: MARCH, 2026: JUNE}) == []


def test_with_a_gap_the_term_is_no_measure():
    """“23 % after 51 % of the term” would blame somebody for half a year that nobody has looked up."""
    gaps = not_said(FIRST, LAST, {2025: SEPTEMBER, 2026: JUNE})
    assert spent_of([D(21_500)], D(90_000), F(51, 100), by=JUNE, gaps=gaps).words == (
        "At least £21,500 of £90,000 is spent (23 %) by 30 June 2026. Nobody has said what was spent from 1 October 2025 to "
        "31 March 2026"
    )


pounds = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(st.lists(pounds, max_size=6), pounds)
def test_what_is_over_is_all_that_is_not_within(amounts, worth):
    found = spent_of(amounts, worth, None)
    assert found.total == sum(amounts)
    assert found.over == (found.total - worth if found.total > worth else 0)
    assert ("(100 %)" in found.words) is (worth > 0 and worth <= found.total < worth * D("1.01"))


def test_the_sums_have_their_type():
    assert Spent(D(1), None, None).share is None


@pytest.fixture
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage(db, now):
    return build.active_contract(starts_on=FIRST, ends_on=LAST, total_value=D(1_200_000))


def fresh(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


def test_years_are_kept_with_their_source(stage):
    contract, who = stage
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    say_spent(fresh(contract), SO_FAR, by=who.manager)
    found = spent_on(contract)
    assert [(row.year_words, row.amount, row.get_source_display(), row.said_by) for row in found.rows] == [
        ("2026–27", D("99999.99"), "Invoices, added up", who.manager),
        ("2025–26", D(380_000), "The council’s ledger", who.manager),
    ]
    # 456 of 1,096 days are over at the end of June 2026
    assert found.sums.words == "£479,999.99 of £1,200,000 is spent (39 %) by 30 June 2026, after 41 % of the term"
    event = AuditEvent.objects.filter(verb="said what a contract cost").earliest("pk")
    assert event.sentence == "said that £380,000 was spent in 2025–26, up to 31 March 2026"


def test_another_amount_needs_a_reason_and_the_record_has_both(stage):
    contract, who = stage
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    other = replace(WHOLE_YEAR, amount=D(391_000))
    with pytest.raises(Refused) as refusal:
        say_spent(fresh(contract), other, by=who.manager)
    assert refusal.value.problems == [("reason", REASON_SAY)]
    with pytest.raises(Refused, match="does not"):
        say_spent(fresh(contract), other, by=who.manager, reason="ok")
    colleague = people.person(who.council, Role.CONTRACT_MANAGER)
    row = say_spent(fresh(contract), other, by=colleague, reason=WHY)
    assert (YearSpent.objects.get(), row.amount, row.said_by) == (row, 391_000, colleague)
    event = AuditEvent.objects.filter(verb="said what a contract cost").latest("pk")
    assert event.sentence.endswith("£391,000 was spent in 2025–26, up to 31 March 2026, no longer £380,000")
    assert event.reason == WHY


def test_what_else_changes_needs_none_and_the_same_again_is_nothing(stage):
    contract, who = stage
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    say_spent(fresh(contract), replace(WHOLE_YEAR, note="Cost centre 4712"), by=who.manager)
    say_spent(fresh(contract), replace(WHOLE_YEAR, note="Cost centre 4712"), by=who.manager)
    assert AuditEvent.objects.filter(verb="said what a contract cost").count() == 2
    assert YearSpent.objects.get().note == "Cost centre 4712"


@pytest.mark.parametrize(
    ("otherwise", "field", "words"),
    [
        ({"year": 2024, "up_to": date(2025, 3, 31)}, "year", "from the contract’s first to this one"),
        ({"year": 2027, "up_to": date(2026, 6, 30)}, "year", "from the contract’s first to this one"),
        ({"amount": D("-0.01")}, "amount", "Enter £0 or more"),
        ({"source": "rumour"}, "source", "Choose where the amount was read"),
        ({"up_to": date(2026, 7, 2), "year": 2026}, "up_to", "Enter today or a day before"),
        ({"up_to": date(2025, 3, 31)}, "up_to", "Enter a day from 1 April 2025 to 31 March 2026, the year you chose"),
        ({"up_to": date(2026, 4, 1)}, "up_to", "Enter a day from 1 April 2025 to 31 March 2026, the year you chose"),
    ],
)
def test_what_cannot_be_is_refused(stage, otherwise, field, words):
    contract, who = stage
    with pytest.raises(Refused) as refusal:
        say_spent(fresh(contract), replace(WHOLE_YEAR, **otherwise), by=who.manager)
    assert any(at == field and words in message for at, message in refusal.value.problems)
    assert not YearSpent.objects.exists()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"up_to": date(2025, 4, 1)},
        {"amount": D(0)},
        {"year": 2026, "up_to": NOW.date()},
        {"year": 2026, "up_to": date(2026, 4, 1)},
    ],
)
def test_both_ends_of_what_can_be(stage, otherwise):
    contract, who = stage
    assert say_spent(fresh(contract), replace(WHOLE_YEAR, **otherwise), by=who.manager).pk


def test_two_people_do_not_write_over_each_other(stage):
    contract, who = stage
    read = fresh(contract)
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    with pytest.raises(Conflict, match="saved"):
        say_spent(read, replace(WHOLE_YEAR, amount=D(1)), by=who.manager, reason=WHY, expected_version=read.version)
    assert YearSpent.objects.get().amount == 380_000


def test_the_database_keeps_a_year_once_and_nothing_below_nought(stage):
    contract, who = stage
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    row = {"contract": contract, "up_to": date(2026, 3, 31), "source": "ledger", "said_by": who.manager}
    with pytest.raises(IntegrityError), transaction.atomic():
        YearSpent.objects.create(year=2025, amount=D(1), **row)
    with pytest.raises(IntegrityError, match="spent_is_not_negative"), transaction.atomic():
        YearSpent.objects.create(year=2026, amount=D(-1), **row)


def test_one_permission_is_enough(stage):
    contract, who = stage
    assert truth.enough(who.council, lambda user: can_say_spent(user, contract)) == {Permission.EDIT_CONTRACTS}


def read_page(client, user, name: str, contract) -> str:
    client.force_login(user)
    return as_read(html.fromstring(client.get(reverse(name, args=[contract.pk])).content).text_content())


def test_the_contract_and_its_own_page_say_it(stage, client):
    contract, who = stage
    assert "Say what was spent" in read_page(client, who.manager, "contract", contract)
    assert "Say what was spent" not in read_page(client, who.reporter, "contract", contract)
    assert "Nobody has said yet what was spent." in read_page(client, who.member, "contract-spend", contract)
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    words = "£380,000 of £1,200,000 is spent (31 %) by 31 March 2026, after 33 % of the term."
    for person in (who.manager, who.member, who.reporter):
        assert words in read_page(client, person, "contract", contract)
        page = read_page(client, person, "contract-spend", contract)
        assert words in page
        assert "2025–26 £380,000 31 March 2026 The council’s ledger Cost centre 4711" in page


def test_more_than_it_is_worth_is_said(stage, client):
    contract, who = stage
    say_spent(fresh(contract), replace(WHOLE_YEAR, amount=D(900_000)), by=who.manager)
    edit_contract(fresh(contract), by=who.manager, total_value=D(850_000))
    said = read_page(client, who.manager, "contract-spend", contract)
    assert "£50,000 more is spent than the contract is worth. Correct the amount, or change the contract’s value" in said
    assert "That is £50,000 more than the contract is worth." in read_page(client, who.manager, "contract", contract)


def test_the_file_is_a_row_a_year(stage, client):
    contract, who = stage
    for paid in (SO_FAR, WHOLE_YEAR):
        say_spent(fresh(contract), paid, by=who.manager)
    client.force_login(who.member)
    content = b"".join(client.get(reverse("contract-spend-file", args=[contract.pk])).streaming_content).decode("utf-8-sig")
    lines = content.splitlines()
    assert lines[0] == "Contract,Financial year,Spent (£),Up to,Source,Note,Said by,Said on"
    assert lines[1].startswith(f"{contract.reference},2025–26,380000.00,2026-03-31,The council’s ledger,Cost centre 4711,")
    assert lines[2].startswith(f'{contract.reference},2026–27,99999.99,2026-06-30,"Invoices, added up",,')


def typed(**otherwise) -> dict:
    return {
        "year": "2025", "amount": "380,000", "up_to_day": "31", "up_to_month": "3", "up_to_year": "2026", "source": "ledger",
        **otherwise,
    }  # fmt: skip


def test_the_form_offers_the_years_so_far_and_keeps_what_was_typed(stage, client):
    contract, who = stage
    client.force_login(who.manager)
    address = reverse("contract-spend-say", args=[contract.pk])
    page = html.fromstring(client.get(address).content)
    assert [as_read(one.text_content()) for one in page.xpath("//select[@name='year']/option")] == ["2026–27", "2025–26"]
    version = page.xpath("//input[@name='version']/@value")[0]
    answer = client.post(address, typed(up_to_year="2027", version=version, note="Cost centre 4711"))
    assert answer.status_code == 200
    assert "Enter today or a day before" in answer.content.decode()
    assert "Cost centre 4711" in answer.content.decode()
    assert client.post(address, typed(version=version)).url == reverse("contract-spend", args=[contract.pk])
    assert YearSpent.objects.get().amount == 380_000


def test_who_may_not_say_it(stage, client):
    contract, who = stage
    address = reverse("contract-spend-say", args=[contract.pk])
    for person, status in (
        (who.member, 403),
        (who.reporter, 403),
        (people.person(people.council(), Role.CONTRACT_MANAGER), 404),
        (people.person(people.supplier(), Role.SUPPLIER), 404),
    ):
        client.force_login(person)
        assert client.post(address, typed()).status_code == status
    for name in ("contract-spend", "contract-spend-file"):
        assert client.get(reverse(name, args=[contract.pk])).status_code == 404
    assert not YearSpent.objects.exists()


@pytest.mark.parametrize("years", [1, 2])
def test_the_page_asks_the_same_number_of_questions(stage, client, django_assert_num_queries, years):
    contract, who = stage
    for paid in (WHOLE_YEAR, SO_FAR)[:years]:
        say_spent(fresh(contract), paid, by=who.manager)
    client.force_login(who.manager)
    client.get(reverse("contract-spend", args=[contract.pk]))
    with django_assert_num_queries(5):
        client.get(reverse("contract-spend", args=[contract.pk]))


def test_a_year_that_was_left_out_is_named_on_both_pages_until_it_is_said(stage, client):
    contract, who = stage
    say_spent(fresh(contract), SO_FAR, by=who.manager)
    missing = "Nobody has said what was spent from 1 April 2025 to 31 March 2026."
    for name in ("contract", "contract-spend"):
        said = read_page(client, who.member, name, contract)
        assert missing in said
        assert "of the term" not in said
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    for name in ("contract", "contract-spend"):
        said = read_page(client, who.member, name, contract)
        assert "£479,999.99 of £1,200,000 is spent (39 %) by 30 June 2026, after 41 % of the term." in said
        assert "Nobody has said" not in said


def test_what_was_said_stands_in_the_form_to_be_changed_and_nothing_else_is_claimed_before(stage, client):
    contract, who = stage
    say_spent(fresh(contract), WHOLE_YEAR, by=who.manager)
    client.force_login(who.manager)
    page = html.fromstring(client.get(reverse("contract-spend", args=[contract.pk])).content)
    [link] = page.xpath("//td/a")
    assert as_read(link.text_content()) == " Change what was spent in 2025–26".strip()
    form = html.fromstring(client.get(link.get("href")).content)
    assert form.xpath("//select[@name='year']/option[@selected]/@value") == ["2025"]
    assert form.xpath("//input[@name='amount']/@value") == ["380,000"]
    assert [form.xpath(f"//input[@name='up_to_{part}']/@value") for part in ("day", "month", "year")] == [["31"], ["3"], ["2026"]]
    assert form.xpath("//input[@name='source'][@checked]/@value") == ["ledger"]
    # Where it was read and up to when is said by a person, and never by what a form has ticked already
    blank = html.fromstring(client.get(reverse("contract-spend-say", args=[contract.pk])).content)
    assert blank.xpath("//input[@name='source'][@checked]") == []
    assert not any(blank.xpath("//input[@name='up_to_day']/@value"))
    client.force_login(who.member)
    assert html.fromstring(client.get(reverse("contract-spend", args=[contract.pk])).content).xpath("//td/a") == []


@pytest.mark.parametrize("year", ["2024", "x", "", "2025 OR 1=1"])
def test_a_year_in_the_address_that_nobody_has_said_is_an_empty_form(stage, client, year):
    contract, who = stage
    client.force_login(who.manager)
    page = html.fromstring(client.get(reverse("contract-spend-say", args=[contract.pk]), {"year": year}).content)
    assert not page.xpath("//input[@name='amount']/@value")
