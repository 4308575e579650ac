"""Every page of a contract as each of the people around it sees it; lists in a constant number of queries."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from contracts.evidence import services as evidence
from contracts.obligations.models import Obligation
from contracts.performance.spans import usual
from contracts.register.models import Contract
from contracts.returns import services
from contracts.returns.models import Return
from contracts.returns.views.reading import MOST_SHOWN
from contracts.schedule.models import DueReturn
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.common.tables import write_csv
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db


def addresses(contract) -> dict[str, str]:
    due, kpi, body = build.first_due(contract), build.kpi_of(contract), contract.obligations.first()
    return {
        **{name: reverse(name) for name in ("contracts", "contracts-export", "returns")},
        **{
            name: reverse(name, args=[contract.pk])
            for name in (
                "contract",
                "contract-origin",
                "contract-record",
                "contract-handover",
                "contract-returns",
                "contract-edit",
                "contract-dates",
                "contract-end",
                "returns-back",
            )
        },
        "template": reverse("returns-template", args=[contract.pk, "xlsx"]),
        "return": reverse("return", args=[due.pk]),
        "open-return": reverse("return", args=[DueReturn.objects.order_by("starts_on", "pk")[2].pk]),
        "correct": reverse("return-correct", args=[due.pk]),
        "kpi": reverse("kpi", args=[kpi.pk]),
        "kpi-edit": reverse("kpi-edit", args=[kpi.pk]),
        "reword": reverse("obligation-reword", args=[body.pk]),
        "end": reverse("obligation-end", args=[body.pk]),
        "obligation-new": reverse("obligation-new", args=[contract.pk]),
        "kpi-new": reverse("kpi-new", args=[body.pk]),
        "contract-new": reverse("contract-new"),
        "import": reverse("contracts-import"),
        "promote": reverse("obligation-promote", args=[body.pk]),
        "losses": reverse("contract-losses", args=[contract.pk]),
    }


EVERYBODY = [
    "contracts",
    "contracts-export",
    "returns",
    "contract",
    "contract-origin",
    "contract-record",
    "contract-handover",
    "contract-returns",
    "template",
    "return",
    "open-return",
    "kpi",
]
SHAPES = ["contract-edit", "contract-dates", "contract-end", "kpi-edit", "reword", "end", "obligation-new", "kpi-new"]
REGISTERS = ["contract-new", "import"]
REPORTS = ["returns-back", "correct"]
REVIEWS = ["promote", "losses"]
OUTSIDE = ["contracts", "contracts-export", "returns"]


@pytest.mark.parametrize(
    "name, opens",
    [
        ("manager", EVERYBODY + SHAPES + REGISTERS + REPORTS),
        ("reporter", EVERYBODY + REPORTS),
        ("member", EVERYBODY),
        ("director", EVERYBODY),
        ("commissioner", EVERYBODY + REVIEWS),
    ],
)
def test_who_opens_which_page(client, stage, name, opens):
    contract, who = stage
    person = people.person(who.council, Role.COMMISSIONER) if name == "commissioner" else getattr(who, name)
    client.force_login(person)
    for page, url in addresses(contract).items():
        assert (page, client.get(url).status_code) == (page, 200 if page in opens else 403)


@pytest.mark.parametrize("name", ["reporter", "manager", "member"])
def test_outsiders_find_nothing(client, stage, name):
    contract, _ = stage
    other = build.parties()
    client.force_login(getattr(other, name))
    for page, url in addresses(contract).items():
        if page in OUTSIDE + REGISTERS:
            continue
        expected = (403,) if page in REVIEWS or (page in REPORTS and name == "member") else (404,)
        assert client.get(url).status_code in expected, page
    for page in OUTSIDE:
        if client.get(addresses(contract)[page]).status_code == 200:
            assert contract.reference not in client.get(addresses(contract)[page]).getvalue().decode()


def test_who_is_not_signed_in_is_asked_to(client, stage):
    contract, _ = stage
    for url in addresses(contract).values():
        answer = client.get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")


def test_evidence_is_not_found_by_outsiders(client, stage):
    contract, who = stage
    due = DueReturn.objects.order_by("starts_on", "pk")[2]
    draft = services.save_return(due, by=who.reporter, value=Decimal(1))
    document = evidence.add_evidence(
        draft, by=who.reporter, upload=SimpleUploadedFile("note.txt", b"What we saw"), description="A note"
    )
    url = reverse("document", args=[document.pk])
    services.submit_return(draft, by=who.reporter)
    for person, code in ((who.reporter, 200), (who.member, 200), (build.parties().reporter, 404), (build.parties().manager, 404)):
        client.force_login(person)
        assert client.get(url).status_code == code


# Lists do not grow in queries


def count(client, url, django_assert_num_queries, number):
    with django_assert_num_queries(number):
        answer = client.get(url)
    assert answer.status_code == 200
    return answer


# The filter is not drawn over a few rows
LIST_QUERIES = 9
PAGE_QUERIES = {"contract": 19, "contract-origin": 7, "contract-record": 10}


def lately(contract):
    """The return of the last quarter that ended a whole month ago: the list is about the last twelve whole months."""
    ended = usual(clock.today()).ends_on
    return DueReturn.objects.filter(kpi__obligation__contract=contract, ends_on__lte=ended).order_by("-ends_on").first()


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_contracts_asks_the_same_number_of_questions(client, django_assert_num_queries, many):
    who = build.parties()
    for _ in range(many):
        contract, _ = build.active_contract(who)
        build.verified_return(lately(contract), who, "1")
    client.force_login(who.manager)
    answer = count(client, reverse("contracts"), django_assert_num_queries, LIST_QUERIES)
    assert answer.content.decode().count("1 below minimum") == many


@pytest.mark.parametrize("many", [1, 3])
def test_a_contracts_pages_ask_the_same_number_of_questions(client, django_assert_num_queries, many):
    contract, who = build.active_contract(obligations=many)
    build.verified_return(build.first_due(contract), who, "1")
    client.force_login(who.manager)
    for page, queries in PAGE_QUERIES.items():
        count(client, reverse(page, args=[contract.pk]), django_assert_num_queries, queries)


@pytest.mark.parametrize("many", [1, 3])
def test_the_returns_list_asks_the_same_number_of_questions(client, django_assert_num_queries, many):
    contract, who = build.active_contract(obligations=many)
    client.force_login(who.reporter)
    count(client, reverse("returns"), django_assert_num_queries, 10)
    for due in DueReturn.objects.filter(starts_on=date(2025, 4, 1)):
        build.submitted_return(due, who)
    client.force_login(who.manager)
    count(client, reverse("returns"), django_assert_num_queries, 11)


@pytest.mark.parametrize("waiting", [MOST_SHOWN, MOST_SHOWN + 1])
def test_the_returns_list_says_the_oldest_first_and_where_all_are(client, waiting):
    contract, who = build.active_contract(obligations=waiting)
    dues = list(DueReturn.objects.filter(starts_on=build.first_due(contract).starts_on).order_by("-pk"))
    for minute, due in enumerate(dues):
        with clock.at(datetime(2025, 10, 9, 9, minute)):
            build.submitted_return(due, who, str(minute))
    client.force_login(who.manager)
    answer = client.get(reverse("returns"))
    assert [item.due for item, _ in answer.context["waiting"]] == dues[:MOST_SHOWN]
    words = f">All {waiting} returns to verify</a>"
    assert as_read(answer).count(words) == (waiting > MOST_SHOWN)


# What people do


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("manager", ["Returns due, and returns to verify"]), ("director", ["Returns due, and returns to verify"]),
        ("reporter", ["Returns due"]), ("member", []), ("commissioner", []),
    ],
)  # fmt: skip
def test_the_list_leads_to_returns_who_reports_or_verifies(client, stage, who, words):
    parties = stage[1]
    person = people.person(parties.council, Role.COMMISSIONER) if who == "commissioner" else getattr(parties, who)
    client.force_login(person)
    page = client.get(reverse("contracts")).content.decode()
    assert [text.strip() for text in re.findall(r">\s*(Returns due[^<]*)</a>", page)] == words


def test_the_list_filters(client, stage):
    contract, who = stage
    other, _ = build.active_contract(who, title="Street lighting", ends_on=date(2026, 1, 31))
    client.force_login(who.member)

    def titles(query):
        return [row.contract.title for row in client.get(reverse("contracts") + query).context["list"].found]

    assert titles("?search=street") == ["Street lighting"]
    assert titles(f"?search={who.supplier.name.replace(' ', '+')}") == ["Carers’ short breaks", "Street lighting"]
    name = who.supplier.name
    assert titles(f"?supplier={name.replace(' ', '+')}") == ["Carers’ short breaks", "Street lighting"]
    assert titles(f"?supplier={name.split()[-1].lower()}") == ["Carers’ short breaks", "Street lighting"]
    assert titles("?supplier=nobody+of+that+name") == []
    assert titles("?ends_within=6") == ["Street lighting"]
    assert titles("?attention=late") == ["Carers’ short breaks", "Street lighting"]
    assert titles("?attention=below_minimum") == []
    assert titles("?status=ended") == []
    assert titles("?status=nonsense") == ["Carers’ short breaks", "Street lighting"]
    assert titles("?attention=below_target") == ["Carers’ short breaks"]
    build.verified_return(lately(other), who, "1")
    assert titles("?attention=below_minimum") == ["Street lighting"]
    assert titles("?attention=below_target") == ["Carers’ short breaks", "Street lighting"]


def test_the_list_is_sorted_by_what_needs_attention_the_most_first(client, stage):
    """KPIs below their minimum and late returns together, then KPIs below target, as where contracts stand side by side."""
    contract, who = stage
    below, _ = build.active_contract(who, title="Below its minimum")
    build.active_contract(who, title="Only late", ends_on=date(2026, 1, 31))
    for body, value in ((contract, "2"), (below, "1")):
        build.verified_return(lately(body), who, value)
    client.force_login(who.member)

    def shown(sort: str) -> list[tuple[int, int]]:
        answer = client.get(reverse("contracts"), {"sort": sort})
        found = [row.found for row in answer.context["list"].found]
        return [(one.below_minimum + one.counts.late, one.below_target) for one in found]

    assert shown("-attention") == sorted(shown("-attention"), reverse=True)
    assert shown("attention") == sorted(shown("attention"))
    assert len(set(shown("-attention"))) == 3
    page = client.get(reverse("contracts"), {"sort": "-attention"}).content.decode()
    assert ", by attention, most first" in page


def test_the_export_has_addresses_only_for_managers(client, stage):
    contract, who = stage
    for person, has in ((who.manager, True), (who.member, False), (who.reporter, False)):
        client.force_login(person)
        text = client.get(reverse("contracts-export")).getvalue().decode("utf-8-sig")
        assert contract.reference in text
        assert (who.manager.email in text) is has


def test_a_contract_is_registered_on_the_page_and_errors_stand_beside_their_field(client):
    who = build.parties()
    client.force_login(who.manager)
    form = {
        "title": "Grounds",
        "directorate": who.council.directorates.first().pk,
        "kind": "contract",
        "route": "quotation",
        "suppliers": who.supplier.name,
        "starts_on": "2025-04-01",
        "ends_on": "2024-04-01",
        "total_value": "60,000",
    }
    answer = client.post(reverse("contract-new"), form)
    assert {"ends_on", "manager", "lead_director"} <= set(answer.context["form"].errors)
    assert "60,000" in answer.content.decode()
    form |= {"ends_on": "2026-03-31", "manager": who.manager.pk, "lead_director": who.director.pk}
    answer = client.post(reverse("contract-new"), form)
    contract = Contract.objects.get()
    assert answer["Location"] == reverse("contract", args=[contract.pk])
    assert contract.total_value == 60000


def test_somebody_else_edited_meanwhile(client, stage):
    contract, who = stage
    client.force_login(who.manager)
    url = reverse("obligation-reword", args=[contract.obligations.first().pk])
    version = client.get(url).context["form"]["version"].value()
    client.post(url, {"wording": "First", "reason": "The service grew by a third.", "version": version})
    answer = client.post(url, {"wording": "Second", "reason": "The service grew by a third.", "version": version})
    assert "Somebody else saved this" in answer.content.decode()
    assert "Second" in answer.content.decode()
    assert contract.obligations.first().wording == "First"


def test_a_return_is_typed_kept_checked_handed_in_and_verified(client, stage):
    contract, who = stage
    due = DueReturn.objects.order_by("starts_on", "pk")[2]
    client.force_login(who.reporter)
    page = reverse("return", args=[due.pk])
    assert "2 apprenticeships" in client.get(page).content.decode()  # the period before
    bad = client.post(page, {"value": "some", "narrative": "We began", "version": "0"})
    assert "We began" in bad.content.decode()
    assert not due.returns.exists()
    kept = client.post(reverse("return-save", args=[due.pk]), {"value": "1,000", "narrative": "We beg", "version": "0"})
    assert 'value="1"' in kept.content.decode()
    photo = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, content_type="image/png")
    form = {"value": "4", "narrative": "We began", "direct_result": "Yes", "anyway": "No", "version": "1", "next": "return-check"}
    answer = client.post(page, form | {"file": photo, "description": "A yard"})
    assert answer.status_code in (200, 302)
    answer = client.post(page, form | {"version": str(due.returns.get().version)}) if answer.status_code == 200 else answer
    assert answer["Location"] == reverse("return-check", args=[due.pk])
    check = client.get(reverse("return-check", args=[due.pk]))
    assert "4 apprenticeships" in check.content.decode()
    client.post(reverse("return-check", args=[due.pk]), {"version": due.returns.get().version})
    assert due.returns.get().status == "submitted"
    assert client.post(page, form).status_code == 403
    client.force_login(who.manager)
    assert "Your decision" in client.get(page).content.decode()
    refused = client.post(
        reverse("return-verify", args=[due.pk]), {"decision": "query", "comment": "", "version": due.returns.get().version}
    )
    assert "Say what has to be answered" in refused.content.decode()
    client.post(
        reverse("return-verify", args=[due.pk]),
        {"decision": "verify", "version": due.returns.get().version, "comment": build.SEEN},
    )
    assert due.returns.get().status == "verified"


def test_a_suppliers_draft_is_not_told_to_the_council(client, stage):
    contract, who = stage
    due = DueReturn.objects.order_by("starts_on", "pk")[2]
    services.save_return(due, by=who.reporter, value=Decimal("777"), narrative="secret words")
    for person in (who.manager, who.member):
        client.force_login(person)
        for url in addresses(contract).values():
            if client.get(url).status_code == 200 and "template" not in url:
                text = client.get(url).getvalue().decode()
                assert "secret words" not in text
                assert "777" not in text


def test_both_sides_agree_on_the_page_and_the_contract_starts(client):
    contract, who = build.draft_contract()
    bodies = [build.obligation(contract, who), build.obligation(contract, who)]
    url = reverse("contract-handover", args=[contract.pk])
    client.force_login(who.reporter)
    assert client.get(url).status_code == 200
    client.post(reverse("contract-agree-all", args=[contract.pk]), {"shown": [f"{b.pk}:{b.version}" for b in bodies]})
    client.force_login(who.manager)
    client.post(reverse("contract-start", args=[contract.pk]))
    assert Contract.objects.get().status == "draft"
    for body in bodies:
        body.refresh_from_db()
        client.post(reverse("obligation-agree", args=[body.pk]), {"version": body.version})
    assert Obligation.objects.filter(status="agreed").count() == 2
    client.post(reverse("contract-start", args=[contract.pk]))
    assert Contract.objects.get().status == "active"


def test_an_obligation_changed_while_it_was_read_is_not_agreed(client):
    contract, who = build.draft_contract()
    body = build.obligation(contract, who)
    client.force_login(who.reporter)
    client.post(reverse("obligation-agree", args=[body.pk]), {"version": body.version + 1})
    assert Obligation.objects.get().supplier_agreed_at is None


def test_a_register_is_shown_first_and_then_brought_in(client):
    who = build.parties()
    client.force_login(who.manager)
    cells = {
        "reference": "X-1",
        "title": "One",
        "directorate": who.council.directorates.first().name,
        "supplier": "Body",
        "start date": "2025-01-01",
        "end date": "2026-12-31",
        "total value": "100",
        "procurement": "quotation",
    }
    upload = SimpleUploadedFile("r.csv", write_csv(list(cells), [list(cells.values())]))
    answer = client.post(reverse("contracts-import"), {"file": upload})
    assert "1 created, 0 updated, 0 unchanged, 0 refused" in answer.content.decode()
    assert not Contract.objects.exists()
    carried = answer.context["carried"]
    other = build.parties().manager
    client.force_login(other)
    assert "Choose it again" in client.post(reverse("contracts-import"), {"carried": carried, "confirm": "1"}).content.decode()
    client.force_login(who.manager)
    client.post(reverse("contracts-import"), {"carried": carried, "confirm": "1"})
    assert Contract.objects.get().reference == "X-1"
    empty = client.post(reverse("contracts-import"), {"file": SimpleUploadedFile("r.csv", b"")})
    assert empty.context["form"].errors["file"]


def test_returns_are_brought_back_on_the_page_with_their_own_headings(client, stage):
    contract, who = stage
    client.force_login(who.reporter)
    url = reverse("returns-back", args=[contract.pk])
    own = SimpleUploadedFile("own.csv", b"Indicator;When;Done\n1;1/7/2025;5\n")
    answer = client.post(url, {"file": own})
    assert "mapping_form" in answer.context
    mapping = {"reference": "Indicator", "period": "When", "value": "Done", "narrative": "", "evidence_note": ""}
    answer = client.post(url, {"carried": answer.context["carried"], "map": "1", **mapping})
    assert answer.context["preview"].summary == "1 new, 0 changed, 0 unchanged, 0 empty, 0 refused"
    client.post(url, {"carried": answer.context["carried"], "confirm": "1"})
    assert Return.objects.filter(status="draft", value=5).count() == 1
    draft = Return.objects.get(status="draft", value=5)
    client.post(reverse("returns-hand-in", args=[contract.pk]), {"chosen": [f"{draft.pk}:{draft.version}"]})
    assert Return.objects.filter(status="submitted", value=5).count() == 1


def test_who_neither_reports_nor_verifies_is_led_from_returns_to_contracts(client, stage):
    council = stage[1].council
    for role in (Role.PROCUREMENT_OFFICER, Role.COMMISSIONER):
        client.force_login(people.person(council, role))
        page = html.fromstring(client.get(reverse("returns")).content)
        assert "You read returns on the pages of their contracts." in as_read(page.find(".//main").text_content())
        assert reverse("contracts") in page.xpath("//main//a/@href")
        assert reverse("returns") not in html.fromstring(client.get(reverse("contracts")).content).xpath("//a/@href")
