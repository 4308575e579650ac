"""The pages of a grant and the list of grants, as the people around it see and use them."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.grants import services
from contracts.grants.models import Grant, GrantEvaluation, GrantPayment
from contracts.grants.needs import needs
from contracts.grants.pages.listing import totals_words
from contracts.grants.selectors import grants_for, totals_of
from contracts.register.models import Contract
from contracts.register.services import start_contract
from contracts.warnings import timed
from contracts.warnings.needs import needs as warned
from socialvalue.common import clock
from socialvalue.common.reading import written as written_of
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

from .steps import AGREED, DUE, LAST, WORDS, agreed, at, draft_grant, evaluated, outcomes, running_grant, said

pytestmark = pytest.mark.django_db
NOW = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def now():
    with at(NOW):
        yield


def day(name: str, value: date) -> dict:
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


def page(client, user, name, *args, **query) -> str:
    client.force_login(people.fresh(user))
    return as_read(client.get(reverse(name, args=args), query).content.decode())


def test_the_manager_says_what_it_is_for_and_starts_it(client):
    contract, who = draft_grant()
    [outcome] = outcomes(who.council)
    client.force_login(who.manager)
    assert "Say first what the grant is for" in as_read(
        client.post(reverse("contract-start", args=[contract.pk]), follow=True).content.decode()
    )
    url = reverse("grant-what-for", args=[contract.pk])
    typed = {"purpose": "A weekly table for people over 75 who live alone.", "outcomes": [outcome.pk], "conditions": ""}
    answer = client.post(url, {**typed, **day("evaluation_due_on", DUE), "version": Contract.objects.get().version})
    assert (answer.status_code, answer.url) == (302, reverse("contract-grant", args=[contract.pk]))
    assert list(Grant.objects.get().outcomes.all()) == [outcome]
    shown = page(client, who.manager, "contract-grant", contract.pk)
    assert "A weekly table for people over 75 who live alone." in shown
    assert "by 1 February 2027. The grant neither ends nor goes on before a second person has agreed to it." in shown


def test_a_form_that_is_out_of_date_saves_nothing(client):
    contract, who = draft_grant()
    contract = said(contract, who)
    client.force_login(who.manager)
    typed = {"purpose": "Something else for the same three villages.", "outcomes": [o.pk for o in contract.grant.outcomes.all()]}
    answer = client.post(
        reverse("grant-what-for", args=[contract.pk]),
        {**typed, **day("evaluation_due_on", DUE), "version": contract.version - 1},
    )
    assert answer.status_code == 200
    assert Grant.objects.get().purpose.startswith("A weekly table")


def test_payments_are_planned_recorded_and_taken_off(client):
    contract, who = running_grant()
    client.force_login(who.manager)
    here = reverse("contract-grant", args=[contract.pk])
    typed = {"for_what": "First half", "amount": "12,000", **day("due_on", date(2026, 12, 10))}
    assert client.post(reverse("grant-payment-new", args=[contract.pk]), typed).url == here
    payment = GrantPayment.objects.get()
    assert "£0 paid, £12,000 to be paid, £12,000 of £24,000 not planned." in page(
        client, who.reporter, "contract-grant", contract.pk
    )
    client.force_login(who.manager)
    client.post(
        reverse("grant-payment-paid", args=[payment.pk]), {"paid": "11,000", **day("paid_on", NOW), "version": payment.version}
    )
    shown = page(client, who.reporter, "contract-grant", contract.pk)
    assert "£11,000 paid, £0 to be paid, £13,000 of £24,000 not planned." in shown
    assert "Record as paid" not in shown
    client.force_login(who.manager)
    second = services.plan_payment(contract, by=who.manager, for_what="Rest", due_on=NOW, amount=Decimal(13000))
    with at(date(2026, 12, 2)):
        assert "Not paid yet" in page(client, who.manager, "contract-grant", contract.pk)
        client.post(reverse("grant-payment-drop", args=[second.pk]), {"read": written_of(second)})
    assert list(GrantPayment.objects.values_list("for_what", flat=True)) == ["First half"]


def test_it_is_evaluated_by_one_and_agreed_to_by_another(client):
    contract, who = running_grant()
    client.force_login(who.manager)
    url = reverse("grant-evaluate", args=[contract.pk])
    shown = as_read(client.get(url).content.decode())
    assert "£0 is paid of £24,000." in shown
    assert "A weekly table for people over 75 who live alone in three villages." in shown
    read = written_of(Contract.objects.get(pk=contract.pk))
    sent = {"did": "partly", "proposes": "change", **WORDS, "read": read}
    assert client.post(url, sent).url == reverse("contract-grant", args=[contract.pk])
    written = GrantEvaluation.objects.get()
    decide = reverse("grant-evaluation", args=[written.pk])
    assert client.post(decide, {"answer": "yes", "reason": AGREED, "read": written_of(written)}).status_code == 403
    assert "Waits for a second person" in page(client, who.manager, "contract-grant", contract.pk)
    assert "What was learned" not in page(client, who.reporter, "contract-grant", contract.pk)
    [need] = needs(people.fresh(who.director), clock.now())
    assert (need.text, need.url, need.due) == ("Agree to the evaluation of Befriending in Swale, or refuse it", decide, DUE)
    assert needs(people.fresh(who.manager), clock.now()) == []
    client.force_login(who.director)
    assert "Did it do what it was for? In part. Change it" in as_read(client.get(decide).content.decode())
    client.post(decide, {"answer": "yes", "reason": AGREED, "read": written_of(written)})
    written.refresh_from_db()
    assert (written.accepted, written.decided_by, written.decision) == (True, who.director, AGREED)
    assert "A lift home matters more than the hour of the meeting." in page(client, who.reporter, "contract-grant", contract.pk)


def test_an_evaluation_is_taken_back_by_its_writer(client):
    contract, who = running_grant()
    written = evaluated(contract, who)
    url = reverse("grant-evaluation-withdraw", args=[written.pk])
    client.force_login(who.director)
    read = {"read": written_of(GrantEvaluation.objects.get())}
    assert client.post(url, read).status_code == 403
    client.force_login(who.manager)
    assert client.post(url, read).url == reverse("contract-grant", args=[contract.pk])
    assert "Taken back" in page(client, who.manager, "contract-grant", contract.pk)


def test_who_sees_what(client):
    contract, who = running_grant()
    written = evaluated(contract, who)
    stranger, plain = build.parties(), build.active_contract()
    for user, name, key, status in (
        (who.member, "contract-grant", contract.pk, 200),
        (who.reporter, "contract-grant", contract.pk, 200),
        (stranger.manager, "contract-grant", contract.pk, 404),
        (stranger.reporter, "contract-grant", contract.pk, 404),
        (who.member, "grant-what-for", contract.pk, 403),
        (who.reporter, "grant-payment-new", contract.pk, 403),
        (who.director, "grant-evaluate", contract.pk, 403),
        (who.member, "grant-evaluation", written.pk, 200),
        (stranger.manager, "grant-evaluation", written.pk, 404),
        (who.reporter, "grant-evaluation", written.pk, 403),
        (plain[1].manager, "contract-grant", plain[0].pk, 404),
    ):
        client.force_login(people.fresh(user))
        assert client.get(reverse(name, args=[key])).status_code == status, (name, user)


def test_the_tab_stands_on_grants_alone(client):
    contract, who = running_grant()
    other, _ = build.active_contract(who)
    url = reverse("contract-grant", args=[contract.pk])
    assert url in page(client, who.manager, "contract", contract.pk)
    assert reverse("contract-grant", args=[other.pk]) not in page(client, who.manager, "contract", other.pk)


# Warnings


def subjects(user) -> list[str]:
    rows = user.messages.filter(key__startswith="contract-warning:", subject__startswith="The evaluation").order_by("pk")
    return list(rows.values_list("subject", flat=True))


def test_its_evaluation_is_warned_of_60_and_14_days_before_and_once_it_is_overdue():
    contract, who = running_grant()
    told = []
    for today in (date(2026, 12, 2), date(2026, 12, 3), date(2027, 1, 17), date(2027, 1, 18), date(2027, 2, 1), date(2027, 2, 2)):
        with at(today):
            timed.apply(clock.now())
            told.append(len(subjects(who.manager)))
    assert told == [0, 1, 1, 2, 2, 3]
    assert subjects(who.manager)[::2] == [
        "The evaluation of Befriending in Swale is due on 1 February 2027",
        "The evaluation of Befriending in Swale was due on 1 February 2027",
    ]
    with at(date(2027, 2, 3)):
        found = [need for need in warned(people.fresh(who.manager), clock.now()) if need.text.startswith("Evaluate")]
        assert [(one.text, one.kind, one.url) for one in found] == [
            ("Evaluate Befriending in Swale by 1 February 2027", "overdue", reverse("contract-grant", args=[contract.pk]))
        ]


def test_once_it_is_agreed_nothing_is_warned_of():
    contract, who = running_grant()
    agreed(contract, who)
    with at(date(2027, 1, 18)):
        timed.apply(clock.now())
    assert subjects(who.manager) == []


# The list


def three_grants():
    """£536.75 for a year, £1,006,305.22 for three years, £10,000 for three months; in two financial years."""
    who = build.parties()
    found = outcomes(who.council)
    for title, value, first, last in (
        ("Smallest", "536.75", date(2025, 4, 1), date(2026, 3, 31)),
        ("Largest", "1006305.22", date(2024, 4, 1), date(2027, 3, 31)),
        ("Shortest", "10000", date(2026, 7, 1), date(2026, 9, 30)),
    ):
        contract, _ = draft_grant(who, title=title, total_value=Decimal(value), starts_on=first, ends_on=last)
        start_contract(said(contract, who, found=found, evaluation_due_on=last), by=who.manager)
    return who


def test_the_sum_of_the_list_by_hand():
    who = three_grants()
    every = grants_for(people.fresh(who.member))
    assert totals_words(totals_of(every)) == [
        "3 grants, £1,016,841.97 over their terms, from £536.75 to £1,006,305.22.",
        "They run for 3 months to 3 years.",
        "£0 of them was paid.",
    ]
    for year, titles in ((2023, []), (2024, ["Largest"]), (2025, ["Largest", "Smallest"]), (2026, ["Largest", "Shortest"])):
        found = grants_for(people.fresh(who.member), year=str(year))
        assert [one.title for one in found.order_by("title")] == titles, year


def test_what_was_paid_counts_in_the_year_of_its_day():
    contract, who = running_grant()
    with at(date(2027, 4, 5)):
        for paid_on, amount in ((LAST, "100"), (date(2027, 4, 1), "20")):
            made = services.plan_payment(contract, by=who.manager, for_what="Part", due_on=paid_on, amount=Decimal(amount))
            services.record_payment(made, by=who.manager, paid_on=paid_on, paid=Decimal(amount))
        found = grants_for(people.fresh(who.member))
        assert [totals_of(found, year=year).paid for year in ("", "2026", "2027")] == [Decimal(120), Decimal(100), Decimal(20)]


def test_without_a_value_over_the_term_it_is_in_no_sum():
    contract, who = running_grant(total_value=None, annual_value=Decimal(5000))
    assert totals_words(totals_of(grants_for(people.fresh(who.member)))) == [
        "1 grant.", "It runs for 1 year.", "£0 of them was paid.", "1 without a value over the term is in no sum.",
    ]  # fmt: skip


def test_by_how_the_evaluation_stands(client):
    who = three_grants()
    late, _ = running_grant(who, title="Evaluated")
    agreed(late, who)

    def titles(state: str, today: date) -> list[str]:
        with at(today):
            return [one.title for one in grants_for(people.fresh(who.manager), evaluation=state).order_by("title")]

    assert titles("overdue", NOW) == ["Shortest", "Smallest"]
    assert titles("later", date(2027, 1, 29)) == ["Largest"]
    assert titles("soon", date(2027, 1, 30)) == ["Largest"]
    assert titles("agreed", NOW) == ["Evaluated"]


def test_the_list_as_a_page_and_as_a_file(client):
    contract, who = running_grant()
    stranger = build.parties()
    shown = page(client, who.member, "grants")
    assert "1 grant, £24,000 over its term." in shown
    assert "A weekly table for people over 75" in shown
    assert "Befriending" not in page(client, stranger.manager, "grants")
    client.force_login(who.member)
    answer = client.get(reverse("grants"), {"as": "csv", "year": "2026"})
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert (row["Grant"], row["Value over the term (£)"], row["Evaluation due"]) == (
        "Befriending in Swale",
        "24000.00",
        "2027-02-01",
    )


LIST_COSTS, PAGE_COSTS = 9, 14


def test_the_list_costs_the_same_with_one_grant_and_with_four(client, django_assert_num_queries):
    _, who = running_grant()
    client.force_login(who.manager)
    url = reverse("grants")
    client.get(url)
    with django_assert_num_queries(LIST_COSTS):
        client.get(url)
    three_grants()
    for number in range(3):
        running_grant(who, title=f"Another {number}")
    with django_assert_num_queries(LIST_COSTS):
        assert len(client.get(url).context["page"]) == 4


def test_the_page_costs_the_same_with_one_payment_and_with_four(client, django_assert_num_queries):
    contract, who = running_grant()
    client.force_login(who.manager)
    url = reverse("contract-grant", args=[contract.pk])
    for _ in range(2):
        services.plan_payment(contract, by=who.manager, for_what="Part", due_on=NOW, amount=Decimal(10))
        client.get(url)
        with django_assert_num_queries(PAGE_COSTS):
            client.get(url)
