"""The pages of money for new ideas, as the people around a contract see and use them."""

import csv
import io

import pytest
from django.urls import reverse
from lxml import html

from contracts.innovation.models import InnovationPot, InnovationProject, InnovationSpent
from contracts.innovation.needs import needs
from contracts.register.models import Contract
from socialvalue.common import clock
from socialvalue.common.reading import written
from tests.builders import contracts as build
from tests.builders import people
from tests.reading import as_read

from .steps import CAME, FOR, NOW, WHY, approved, at, pot, proposed, spent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with at(NOW):
        yield


@pytest.fixture
def stage():
    return build.active_contract()


def fresh(project: InnovationProject) -> InnovationProject:
    return InnovationProject.objects.get(pk=project.pk)


def page(client, user, name, *args) -> str:
    client.force_login(people.fresh(user))
    return as_read(str(html.fromstring(client.get(reverse(name, args=args)).content).text_content()))


def test_from_the_sum_to_what_came_of_it(stage, client):
    contract, who = stage
    here = reverse("contract-innovation", args=[contract.pk])
    assert "Set money aside for new ideas" in page(client, who.manager, "contract", contract.pk)
    assert "new ideas" not in page(client, who.reporter, "contract", contract.pk)
    client.force_login(who.manager)
    version = Contract.objects.get(pk=contract.pk).version
    typed = {"amount": "20,000", "purpose": FOR, "version": version}
    assert client.post(reverse("innovation-set-aside", args=[contract.pk]), typed).url == here
    assert "£20,000 is set aside" in page(client, who.reporter, "contract", contract.pk)
    project = {"title": "A kitchen in Deal", "purpose": "People who use the service cook together.", "amount": "5,000"}
    assert client.post(reverse("innovation-propose", args=[contract.pk]), project).url == here
    made = InnovationProject.objects.get()
    decide = reverse("innovation-project", args=[made.pk])
    assert [need.url for need in needs(people.fresh(who.manager), clock.now())] == [decide]
    assert client.post(decide, {"answer": "yes", "reason": WHY, "read": written(fresh(made))}).status_code == 403
    client.force_login(who.manager)
    assert client.post(decide, {"answer": "yes", "reason": WHY, "read": written(fresh(made))}).url == here
    client.force_login(who.reporter)
    assert (
        client.post(
            reverse("innovation-spent", args=[made.pk]), {"quarter": "2026-2", "amount": "1,500", "read": written(fresh(made))}
        ).url
        == here
    )
    shown = page(client, who.reporter, "contract-innovation", contract.pk)
    assert "£1,500 spent of £5,000 approved." in shown
    assert "July to September 2026, second quarter of 2026–27 £1,500 £18,500" in shown
    client.post(reverse("innovation-finished", args=[made.pk]), {"came_of_it": CAME, "read": written(fresh(made))})
    assert CAME in page(client, who.member, "contract-innovation", contract.pk)
    assert "£1,500 is spent, £18,500 remains, £18,500 of it is free. 0 projects under way." in page(
        client, who.member, "contract", contract.pk
    )


def test_a_sum_read_before_it_was_changed_is_not_overwritten(stage, client):
    contract, who = stage
    before = Contract.objects.get(pk=contract.pk).version
    pot(contract, who)
    client.force_login(who.manager)
    answer = client.post(reverse("innovation-set-aside", args=[contract.pk]), {"amount": "1", "purpose": FOR, "version": before})
    assert answer.status_code == 200
    assert InnovationPot.objects.get().amount == 20000


def test_a_project_is_taken_back_by_who_proposed_it(stage, client):
    contract, who = stage
    pot(contract, who)
    made = proposed(contract, who.reporter)
    url = reverse("innovation-take-back", args=[made.pk])
    client.force_login(who.manager)
    assert client.post(url, {"read": written(fresh(made))}).status_code == 403
    assert "Take it back" in page(client, who.reporter, "innovation-project", made.pk)
    client.post(url, {"read": written(fresh(made))})
    assert "Taken back" in page(client, who.reporter, "contract-innovation", contract.pk)


def test_who_sees_what(stage, client):
    contract, who = stage
    pot(contract, who)
    made = approved(contract, who)
    stranger = build.parties()
    for user, name, key, status in (
        (who.member, "contract-innovation", contract.pk, 200),
        (who.reporter, "contract-innovation", contract.pk, 200),
        (stranger.manager, "contract-innovation", contract.pk, 404),
        (stranger.reporter, "innovation-project", made.pk, 404),
        (stranger.reporter, "contract-innovation-spent", contract.pk, 404),
        (who.reporter, "innovation-set-aside", contract.pk, 403),
        (who.director, "innovation-propose", contract.pk, 403),
        (who.member, "innovation-spent", made.pk, 403),
        (who.reporter, "innovation-spent", made.pk, 200),
        (who.reporter, "innovation-finished", made.pk, 200),
    ):
        client.force_login(people.fresh(user))
        assert client.get(reverse(name, args=[key])).status_code == status, (name, user)


def test_what_was_spent_as_a_file(stage, client):
    contract, who = stage
    pot(contract, who)
    spent(approved(contract, who), who.reporter, (2026, 2), "1500")
    client.force_login(who.member)
    answer = client.get(reverse("contract-innovation-spent", args=[contract.pk]))
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert row == {
        "Contract": contract.reference, "Project": "A kitchen in Deal", "Financial year": "2026–27", "Quarter": "2",
        "Spent (£)": "1500.00", "Approved (£)": "5000.00", "Said by": str(who.reporter),
    }  # fmt: skip


COSTS = 8


def test_the_page_costs_the_same_with_one_project_and_with_three(stage, client, django_assert_num_queries):
    contract, who = stage
    pot(contract, who)
    client.force_login(who.manager)
    url = reverse("contract-innovation", args=[contract.pk])
    for title in ("A kitchen", "A choir", "A garden"):
        made = approved(contract, who, title=title)
        for quarter in ((2026, 1), (2026, 2)):
            spent(made, who.reporter, quarter, "10")
        if title != "A choir":
            client.get(url)
            with django_assert_num_queries(COSTS):
                client.get(url)
    assert InnovationSpent.objects.count() == 6


def test_the_form_offers_the_quarters_in_which_the_contract_ran(stage, client):
    contract, who = stage
    pot(contract, who)
    made = approved(contract, who)
    client.force_login(who.reporter)
    form = client.get(reverse("innovation-spent", args=[made.pk])).context["form"]
    offered = [value for value, _ in form.fields["quarter"].choices]
    assert (offered[0], offered[-1], len(offered)) == ("2026-3", "2025-1", 7)
    answer = client.post(reverse("innovation-spent", args=[made.pk]), {"quarter": "2026-4", "amount": "1", "read": written(made)})
    assert answer.status_code == 200
    assert not InnovationSpent.objects.exists()
