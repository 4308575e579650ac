"""You said, we did on its pages: chosen, looked at, published, found, taken back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.commissioning import services as commissioning
from procurement.engagement import services
from procurement.engagement.models import PublishedRemark, Remark, YouSaid
from socialvalue.accounts.enums import Role
from tests.builders import commissioning as build
from tests.builders import engagement as make
from tests.builders import people
from tests.procurement.engagement.steps import answered, public, published, text

pytestmark = pytest.mark.django_db


def test_an_edition_nobody_saw_is_not_taken_back(client):
    body = build.commission()
    remark = answered(body)
    published(body, remark)
    client.force_login(body.lead)
    url = reverse("you-said-take-back", args=[body.reference])
    assert 'name="version" value="1"' in text(client, url)
    published(body, remark, introduction="A newer one.")
    page = text(client, url, {"reason": "It shows who somebody is.", "version": "1"})
    assert "Another edition was published since you opened this page." in page
    assert "It shows who somebody is." in page
    assert YouSaid.objects.public().get().number == 2
    for wrong in ("", "x", "9" * 30):
        assert client.post(url, {"reason": "Why", "version": wrong}).status_code == 200
    assert 'name="version" value="2"' in page
    assert client.post(url, {"reason": "It shows who somebody is.", "version": "2"}).status_code == 302
    assert not YouSaid.objects.public().exists()


def test_choose_look_publish_on_the_pages(client):
    body = build.commission()
    url = reverse("you-said-publish", args=[body.reference])
    client.force_login(body.lead)
    assert "No remark has its answer yet" in text(client, url)
    first = answered(body)
    second = answered(body, text="Second words", said_on=date(2026, 1, 5))
    assert "names" not in text(client, url).split("<form")[-1]
    assert 'href="#id_remarks' in text(client, url, {"step": "preview", "introduction": "Hello"})
    chosen = {"introduction": "Hello", "remarks": [first.pk]}
    preview = text(client, url, {**chosen, "step": "preview"})
    assert "Regular times" in preview
    assert "Second words" not in preview
    assert not YouSaid.objects.exists()
    seen = preview.split('name="seen" value="')[1].split('"')[0]
    # What the preview's column says is what the public reads
    column = preview.split('<span class="govuk-caption-l">')[1].split("</section>")[0]
    again = text(client, url, {**chosen, "step": "choose"})
    assert f'value="{first.pk}"' in again
    assert "Hello" in again
    services.edit_remark(first, by=body.lead, text="Changed words")
    assert "changed since" in text(client, url, {**chosen, "step": "publish", "seen": seen})
    services.edit_remark(Remark.objects.get(pk=first.pk), by=body.lead, text="Regular times would let me work.")
    preview = text(client, url, {**chosen, "step": "preview"})
    seen = preview.split('name="seen" value="')[1].split('"')[0]
    done = client.post(url, {**chosen, "step": "publish", "seen": seen})
    assert done.url == reverse("you-said", args=[body.reference])
    client.logout()
    page = text(client, public(body))
    assert page.split('<span class="govuk-caption-l">')[1].split("</section>")[0] == column
    client.force_login(body.lead)
    # The next edition begins with what is published
    page = text(client, url)
    assert "Hello" in page
    assert second.pk not in PublishedRemark.objects.values_list("remark", flat=True)
    assert "Take it back" in text(client, done.url)


def test_publishing_without_the_preview_is_refused(client):
    body = build.commission()
    remark = answered(body)
    client.force_login(body.lead)
    page = text(client, reverse("you-said-publish", args=[body.reference]), {"step": "publish", "remarks": [remark.pk]})
    assert "changed since" in page
    assert not YouSaid.objects.exists()


def test_the_public_finds_it_from_the_forward_plan_and_the_events(client):
    body = build.commission()
    event = make.advertised_event(body)
    entry = reverse("forward-plan-entry", args=[body.reference])
    listed, events, one = reverse("public-you-said-list"), reverse("public-events"), reverse("public-event", args=[event.pk])
    for url in (entry, one, events, listed):
        assert public(body) not in text(client, url)
    assert "Nothing is published yet" in text(client, listed)
    assert listed in text(client, reverse("forward-plan"))
    edition = published(body)
    for url in (entry, one, events, listed):
        assert public(body) in text(client, url)
    commissioning.edit_commission(body, by=body.lead, in_forward_plan=False)
    assert entry not in text(client, public(body))
    services.take_back_you_said(edition, by=body.lead, reason="A speaker asked for it")
    for url in (entry, one, events, listed)[1:]:
        assert public(body) not in text(client, url)


def test_the_commission_says_whether_the_public_was_told(client):
    body = build.commission()
    client.force_login(body.lead)
    url = reverse("commission", args=[body.reference])

    def task():
        return text(client, url).split("Tell the public what became of it")[1].split("</li>")[0]

    assert "Nothing yet" in task()
    remark = answered(body)
    assert "Not started" in task()
    edition = published(body, remark)
    assert "Published on" in task()
    services.take_back_you_said(edition, by=body.lead, reason="A speaker asked for it")
    assert "Not started" in task()


def test_an_outsider_finds_neither_the_choice_nor_the_taking_back(client):
    body = build.commission()
    published(body)
    for name in ("you-said-publish", "you-said-take-back"):
        url = reverse(name, args=[body.reference])
        for user, wanted in (
            (make.bidder(), 404),
            (people.person(body.council, Role.PROCUREMENT_OFFICER), 403),
            (body.lead, 200),
        ):
            client.force_login(user)
            assert client.get(url).status_code == wanted
    services.take_back_you_said(YouSaid.objects.get(), by=body.lead, reason="A speaker asked for it")
    assert client.get(reverse("you-said-take-back", args=[body.reference])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_pages_ask_the_same_number_of_questions(client, count):
    for _ in range(count):
        body = build.commission()
        published(body, *(answered(body, text=f"Words {n}") for n in range(count)))
    for url, wanted in ((public(body), 2), (reverse("public-you-said-list"), 2)):
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(url)
        assert len(asked) == wanted, [q["sql"] for q in asked]
