"""The pages: asked and answered by form, shown beside the return, the KPI, the contract and in the file."""

import csv

import pytest
from django.urls import reverse

from contracts.independent import services
from contracts.independent.models import Confirmation
from contracts.returns import services as returns
from socialvalue.common import clock
from socialvalue.common.templatetags.formats import plain_day
from tests.builders import contracts as build
from tests.contracts.independent.steps import AGREES, DIFFERS, NOW, outsider, report, verified
from tests.contracts.schedule.locked import AFTER, LAST, OPENED, opened, quarter
from tests.reading import as_read

pytestmark = pytest.mark.django_db
LOOKED = {"looked_at": "The three contracts of employment."}


@pytest.fixture(autouse=True)
def now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(NOW):
        yield


def test_asked_answered_doubted_and_settled_by_the_pages(client):
    kpi_return, who = verified()
    other, due = outsider(who), kpi_return.due_id
    client.force_login(who.manager)
    page = as_read(client.get(reverse("return", args=[due])))
    assert "Nobody outside has checked this figure." in page
    form = as_read(client.get(reverse("return-independent", args=[due])))
    assert str(other) in form
    assert f'value="{who.manager.pk}"' not in form
    sent = {"of": other.pk, "question": "All three?", "version": kpi_return.version}
    assert client.post(reverse("return-independent", args=[due]), sent).url == reverse("return", args=[due])
    one = Confirmation.objects.get()
    client.force_login(other)
    address = reverse("confirmation", args=[one.pk])
    assert "All three?" in as_read(client.get(address))
    answer = {"finding": "differs", "how": "site", "version": one.version, **LOOKED}
    assert "Say what does not agree" in as_read(client.post(address, answer))
    assert client.post(address, answer | {"words": "Only two were there."}).url == reverse("return", args=[due])
    client.force_login(who.manager)
    assert "Only two were there." in as_read(client.get(address))
    settle = reverse("confirmation-settle", args=[one.pk])
    one.refresh_from_db()
    sent = {"words": "The third was on leave on that day.", "version": one.version}
    assert client.post(settle, sent).url == address
    assert "The third was on leave on that day." in as_read(client.get(address))


def doubted(kpi_return, who) -> Confirmation:
    other = outsider(who)
    one = services.ask_for_confirmation(kpi_return, by=who.manager, of=other)
    return services.confirm(one, DIFFERS, by=other)


def to_correct(page: str, due: int) -> bool:
    """Whether the page of a finding leads to a correction; it always leads to the other way out."""
    assert "Say why the figure stands" in page
    return f'href="{reverse("return-correct", args=[due])}"' in page


def test_a_finding_leads_to_a_correction_until_one_is_begun(client):
    kpi_return, who = verified()
    one, due = doubted(kpi_return, who), kpi_return.due
    client.force_login(who.manager)
    address = reverse("confirmation", args=[one.pk])
    page = as_read(client.get(address))
    assert to_correct(page, due.pk)
    assert client.get(reverse("return-correct", args=[due.pk])).status_code == 200
    assert "begun a correction" not in page
    returns.correct_return(due, by=who.manager, reason="Two were paid, and not three.")
    page = as_read(client.get(address))
    assert not to_correct(page, due.pk)
    assert "Somebody has begun a correction of this return." in page
    client.force_login(who.member)
    page = as_read(client.get(address))
    assert "begun a correction" not in page, "said to whom it concerns"
    assert "Say why the figure stands" not in page


def test_of_a_locked_period_a_finding_leads_to_its_opening_instead(client):
    scene = quarter()
    with clock.at(LAST):
        one = doubted(build.verified_return(scene.due, scene.who), scene.who)
        client.force_login(scene.who.manager)
        address, correct = reverse("confirmation", args=[one.pk]), reverse("return-correct", args=[scene.due.pk])
        ask = f'href="{reverse("returns-ask", args=[scene.contract.pk, "2025-06-30"])}"'
        page = as_read(client.get(address))
        assert to_correct(page, scene.due.pk)
        assert ask not in page
    with clock.at(AFTER):
        client.force_login(scene.who.manager)
        page = as_read(client.get(address))
        assert not to_correct(page, scene.due.pk)
        assert 'id="locked"' in page
        assert ask in page
        assert client.get(correct).status_code == 403
        client.force_login(scene.who.member)
        assert 'id="locked"' not in as_read(client.get(address)), "who only reads is asked nothing"
    with clock.at(OPENED):
        opened(scene, "council")
        client.force_login(scene.who.manager)
        page = as_read(client.get(address))
        assert to_correct(page, scene.due.pk)
        assert client.get(correct).status_code == 200


def test_a_body_outside_is_entered_with_its_document(client):
    kpi_return, who = verified()
    client.force_login(outsider(who))
    address = reverse("return-independent-outside", args=[kpi_return.due_id])
    sent = {"body": "A university", "finding": "agrees", "how": "records", "version": kpi_return.version, **LOOKED}
    assert client.post(address, sent | {"file": report()}).status_code == 302
    one = Confirmation.objects.get()
    page = as_read(client.get(reverse("confirmation", args=[one.pk])))
    assert "A university" in page
    assert "report.txt" in page
    client.force_login(who.reporter)
    page = as_read(client.get(reverse("confirmation", args=[one.pk])))
    assert "A university" in page
    assert "report.txt" not in page


@pytest.mark.parametrize("name", ["kpi", "contract"])
def test_it_stands_beside_the_figure(client, name):
    kpi_return, who = verified()
    other = outsider(who)
    client.force_login(who.member)
    key = kpi_return.due.kpi_id if name == "kpi" else kpi_return.due.kpi.obligation.contract_id
    assert "Independently verified: 0 of 1 return." in as_read(client.get(reverse(name, args=[key])))
    one = services.ask_for_confirmation(kpi_return, by=who.manager, of=other)
    services.confirm(one, AGREES, by=other)
    assert "Independently verified: 1 of 1 return." in as_read(client.get(reverse(name, args=[key])))


@pytest.mark.parametrize(("look", "says"), [(AGREES, "yes"), (DIFFERS, "no"), (None, "no")])
def test_it_stands_in_the_file_of_the_returns(client, look, says):
    kpi_return, who = verified()
    if look:
        other = outsider(who)
        services.confirm(services.ask_for_confirmation(kpi_return, by=who.manager, of=other), look, by=other)
    client.force_login(who.manager)
    address = reverse("contract-returns", args=[kpi_return.due.kpi.obligation.contract_id])
    file = client.get(f"{address}?show=all&as=csv&columns=kpi&columns=independent").getvalue().decode("utf-8-sig")
    heading, *lines = csv.reader(file.splitlines())
    assert heading[-2:] == ["Independently verified", "Independently checked"]
    found = look.finding if look else ""
    who_and_what = {"agrees": "agrees with the figure", "differs": "does not agree with the figure"}
    said = f"{other}, {plain_day(clock.today())}: {who_and_what[found]}" if look else ""
    assert [line[-2:] for line in lines if line[-2]] == [[says, said]]


def test_who_is_not_outside_meets_no_form(client):
    kpi_return, who = verified()
    client.force_login(who.manager)
    assert client.get(reverse("return-independent-outside", args=[kpi_return.due_id])).status_code == 403
    client.force_login(who.reporter)
    assert client.get(reverse("return-independent", args=[kpi_return.due_id])).status_code == 403
