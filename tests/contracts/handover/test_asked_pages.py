"""The pages between proposed and agreed: the supplier objects, the council answers, and both read one text."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.handover import tasks
from contracts.handover.enums import Point
from contracts.handover.models import KickOff
from contracts.obligations import services
from contracts.obligations.models import AgreedText, Objection, Obligation
from socialvalue.accounts.enums import Role
from socialvalue.common import clock
from socialvalue.documents.models import Document
from socialvalue.jobs.models import Job
from tests.builders import chain, measurement, people
from tests.builders import contracts as build
from tests.fixtures.pdf_text import squeezed, text_of

pytestmark = pytest.mark.django_db
WORDS = "Our bid offered two apprenticeships a quarter, not three."
ANSWER = "Page 4 of the bid says three apprenticeships a quarter."


@pytest.fixture(autouse=True)
def now():
    with clock.at(datetime(2025, 4, 10, 9, tzinfo=clock.LONDON)):
        yield


@pytest.fixture
def stage():
    contract, who = build.draft_contract()
    return contract, build.obligation(contract, who), who


def read(client, url: str) -> str:
    """The words of a page."""
    html = re.sub(r"<script.*?</script>|<style.*?</style>", "", client.get(url).content.decode(), flags=re.S)
    html = re.sub(r"</?(time|strong|a|span)\b[^>]*>", "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def handover(contract) -> str:
    return reverse("contract-handover", args=[contract.pk])


def test_the_supplier_objects_the_council_answers_and_the_supplier_agrees(client, stage):
    contract, obligation, who = stage
    client.force_login(who.reporter)
    form = reverse("obligation-object", args=[obligation.pk])
    assert form in client.get(handover(contract)).content.decode()
    refused = client.post(form, {"words": "no", "version": obligation.version})
    assert refused.context["form"].errors["words"] == ["Say what differs from what you offered: “no” does not"]
    assert "no</textarea>" in refused.content.decode()
    done = client.post(form, {"words": WORDS, "version": obligation.version}, follow=True)
    assert "The council is told that obligation O1 is not what you offered." in done.content.decode()
    words = read(client, handover(contract))
    assert f"Not what was offered, says the supplier. “{WORDS}” {who.reporter}, 10 April 2025" in words
    assert "The council has not answered yet." in words
    assert form not in client.get(handover(contract)).content.decode()

    client.force_login(who.manager)
    objection = Objection.objects.get()
    answer = reverse("objection-answer", args=[objection.pk])
    page = client.get(handover(contract)).content.decode()
    assert answer in page
    assert reverse("obligation-agree", args=[obligation.pk]) not in page
    asked = read(client, answer)
    assert f"“{WORDS}” {who.reporter}, 10 April 2025" in asked
    assert "O1 Required Three apprenticeships a quarter. KPI 1: Apprenticeships started" in asked
    assert "Where it is written: Schedule 4" in asked
    shown = client.get(answer)
    marks = re.findall(r'name="read" value="([^"]+)"', shown.content.decode())
    done = client.post(answer, {"answer": ANSWER, "read": marks}, follow=True)
    assert "Your answer about obligation O1 is sent to the supplier." in done.content.decode()

    client.force_login(who.reporter)
    words = read(client, handover(contract))
    assert f"10 April 2025: “{WORDS}” {who.reporter}. The council answered on 10 April 2025: “{ANSWER}” {who.manager}." in words
    obligation.refresh_from_db()
    client.post(reverse("obligation-agree", args=[obligation.pk]), {"version": obligation.version})
    obligation.refresh_from_db()
    assert obligation.supplier_agreed_by == who.reporter


def test_what_is_proposed_of_its_kpi_stands_beside_both_forms(client):
    contract, who = build.active_contract()
    obligation = contract.obligations.get()
    services.edit_kpi(obligation.kpis.get(), by=who.manager, target=Decimal(9), reason="The service grew by a third.")
    other = build.obligation(contract, who)
    services.agree(other, by=who.reporter)
    client.force_login(who.reporter)
    proposed = "Proposed change of KPI 1: Apprenticeships started"
    assert proposed in read(client, reverse("obligation-object", args=[obligation.pk]))
    objection = services.object_to(Obligation.objects.get(pk=obligation.pk), by=who.reporter, words=WORDS)
    client.force_login(who.manager)
    assert f"{proposed} It takes effect once both sides agree." in read(client, reverse("objection-answer", args=[objection.pk]))


def test_agree_all_leaves_out_what_was_objected_to(client, stage):
    contract, first, who = stage
    second = build.obligation(contract, who)
    services.object_to(first, by=who.reporter, words=WORDS)
    client.force_login(who.reporter)
    shown = [f"{one.pk}:{Obligation.objects.get(pk=one.pk).version}" for one in (first, second)]
    page = client.post(reverse("contract-agree-all", args=[contract.pk]), {"shown": shown}, follow=True).content.decode()
    assert "Your side agrees 1 obligation." in page
    assert [o.supplier_agreed_at is not None for o in contract.obligations.order_by("pk")] == [False, True]
    assert "Agree all of them" not in page


def test_what_the_bid_offered_stands_beside_the_form(client):
    done = chain.journey()
    offered = Obligation.objects.filter(contract=done.contract, commitment__isnull=False).first()
    required = Obligation.objects.filter(contract=done.contract, answer__isnull=False, basis="required").first()
    Obligation.objects.update(status="proposed", supplier_agreed_at=None, supplier_agreed_by=None)
    client.force_login(done.supplier_user)
    with clock.at(datetime(2026, 11, 20, 9, tzinfo=clock.LONDON)):
        words = read(client, reverse("obligation-object", args=[offered.pk]))
        assert f"What the bid offered {offered.commitment.outcome_text}" in words
        words = read(client, reverse("obligation-object", args=[required.pk]))
        assert f"What the bid answered {' '.join(required.answer.text.split())}" in words


def alike(who=None):
    scene = measurement.scene()
    contract, who = build.draft_contract(scene.who)
    measure = scene.measures["LE2.2"]
    links = {"measure": measure, "outcome": measure.outcome, "priority": measure.outcome.priority}
    unit = {"unit": measure.unit, "direction": measure.direction}
    return contract, who, [build.obligation(contract, who, kpi=unit, **links) for _ in range(2)]


def test_two_that_count_the_same_are_asked_about_on_the_page(client):
    contract, who, (first, second) = alike()
    client.force_login(who.reporter)
    assert "O2 counts the same as O1. Are the same people meant? The council has to say before it agrees." in read(
        client, handover(contract)
    )
    client.force_login(who.manager)
    form = reverse("obligation-counted", args=[second.pk])
    assert form in client.get(handover(contract)).content.decode()
    refused = client.post(
        reverse("obligation-agree", args=[second.pk]), {"version": second.version}, follow=True
    ).content.decode()
    assert "Say first whether O2 comes on top of O1" in refused
    words = read(client, form)
    assert "O1 Required Three apprenticeships a quarter. KPI 1: Apprenticeships started · 3 apprenticeships each time" in words
    empty = client.post(form, {"reason": "", "version": second.version})
    assert set(empty.context["form"].errors) == {"part_of", "reason"}
    wrong = client.post(form, {"part_of": "999999", "reason": WORDS, "version": second.version})
    assert set(wrong.context["form"].errors) == {"part_of"}
    told = client.post(form, {"part_of": str(first.pk), "reason": WORDS, "version": second.version}, follow=True)
    assert "It is recorded what obligation O2 counts. The supplier’s people are told." in told.content.decode()
    assert f"Counted within O1: the same people, counted once. {WORDS} {who.manager}, 10 April 2025." in read(
        client, handover(contract)
    )
    again = client.get(form).context["form"]
    assert (again.initial["part_of"], again.initial["reason"]) == (first.pk, WORDS)
    second.refresh_from_db()
    client.post(form, {"part_of": "on-top", "reason": "They are other people, page 3.", "version": second.version})
    assert "On top of O1: other people. They are other people, page 3." in read(client, handover(contract))


def test_the_page_asks_the_database_no_more_of_ten_obligations_than_of_two(client, django_assert_num_queries):
    contract, who, (first, _) = alike()
    services.object_to(first, by=who.reporter, words=WORDS)
    client.force_login(who.manager)
    client.get(handover(contract))
    with django_assert_num_queries(16):
        client.get(handover(contract))
    for _ in range(4):
        services.object_to(build.obligation(contract, who), by=who.reporter, words=WORDS)
    with django_assert_num_queries(16):
        client.get(handover(contract))


# The agreed text


def test_both_sides_read_the_text_and_take_the_pdf(client):
    contract, who = build.active_contract()
    text = AgreedText.objects.get()
    page, file = (reverse(name, args=[contract.pk, 1]) for name in ("agreed-text", "agreed-text-pdf"))
    for reader in (who.manager, who.reporter, who.member):
        client.force_login(reader)
        assert page in client.get(handover(contract)).content.decode()
        words = read(client, page)
        assert "Agreed text 1 Both sides had agreed all of this on 10 April 2025." in words
        assert "KPI 1: Apprenticeships started Target: 3 apprenticeships each time it is reported." in words
        assert f"Agreed for the council by {who.manager}, 10 April 2025, for the supplier by {who.reporter}" in words
        assert text.digest in words
        assert client.get(file).url == page
    client.force_login(who.reporter)
    asked = client.post(reverse("agreed-text-make-pdf", args=[contract.pk, 1]))
    job = Job.objects.get(kind=tasks.KIND)
    assert asked.url == reverse("job", args=[job.pk])
    assert tasks.make_pdf(job, lambda percent, step: None) == page
    assert tasks.make_pdf(job, lambda percent, step: None) == page
    made = Document.objects.of(text).get()
    assert client.get(file).url == reverse("document", args=[made.pk])
    assert client.get(reverse("document", args=[made.pk])).status_code == 200
    with made.file.open() as handle:
        said = squeezed(text_of(handle.read()))
    assert squeezed(f"What both sides agreed: {contract.title}") in said
    assert squeezed("Target: 3 apprenticeships each time it is reported. Minimum: 2 apprenticeships each time") in said
    assert text.digest in said


def test_an_older_text_says_that_there_is_a_later_one(client):
    contract, who = build.active_contract(obligations=2)
    client.force_login(who.member)
    first, second = (reverse("agreed-text", args=[contract.pk, number]) for number in (1, 2))
    assert "Superseded A later text was agreed." in read(client, first)
    assert "Superseded" not in read(client, second)


def test_a_stranger_finds_no_text(client):
    contract, _ = build.active_contract()
    client.force_login(people.person(people.supplier(), Role.SUPPLIER))
    for name in ("agreed-text", "agreed-text-pdf"):
        assert client.get(reverse(name, args=[contract.pk, 1])).status_code == 404
    assert client.post(reverse("agreed-text-make-pdf", args=[contract.pk, 1])).status_code == 404
    assert not Job.objects.filter(kind=tasks.KIND).exists()


# The kick-off


def minute(**other) -> dict:
    day = {"held_on_day": "3", "held_on_month": "4", "held_on_year": "2025"}
    return {
        **day,
        "council_people": "Manager",
        "supplier_people": "Lead",
        **{p.value: f"{WORDS} {p.label}" for p in Point},
        **other,
    }


def test_the_manager_enters_it_and_the_supplier_confirms_it(client):
    contract, who = build.active_contract()
    url = reverse("contract-kickoff", args=[contract.pk])
    client.force_login(who.reporter)
    assert "Nothing is written down yet. The contract manager enters it after the meeting." in read(client, url)
    client.force_login(who.manager)
    words = read(client, url)
    assert "1 obligation with 1 KPI; both sides have agreed 1 of them. Read each obligation and KPI together." in words
    bad = client.post(url, minute(burden="ok", version=0))
    assert bad.context["form"].errors["burden"] == ["Say what was settled, or why nothing had to be: “ok” does not"]
    assert f"{WORDS} {Point.TROUBLE.label}" in bad.content.decode()
    done = client.post(url, minute(version=0), follow=True).content.decode()
    assert "What the kick-off settled is kept. The supplier’s people are told." in done
    assert "The supplier has not said yet whether this is what was settled." in read(client, url)
    stale = client.post(url, minute(version=0, trouble="Ring within a day, both of you."))
    assert "Somebody else saved this while you were working on it" in stale.content.decode()

    client.force_login(who.reporter)
    shown = client.get(url).content.decode()
    marks = re.findall(r'name="read" value="([^"]+)"', shown)
    done = client.post(reverse("contract-kickoff-agree", args=[contract.pk]), {"read": marks}, follow=True).content.decode()
    assert "You have said that this is what was settled." in done
    assert f"{who.reporter} said for the supplier on 10 April 2025 that this is what was settled." in read(client, url)

    client.force_login(who.manager)
    form = client.get(f"{url}?change").context["form"]
    assert form.initial["trouble"] == f"{WORDS} {Point.TROUBLE.label}"
    client.post(url, minute(version=KickOff.objects.get().version, trouble="Ring within a day, both of you."))
    assert KickOff.objects.get().agreed_at is None


def test_who_may_not_enter_it_reads_it(client):
    contract, who = build.active_contract()
    url = reverse("contract-kickoff", args=[contract.pk])
    for reader in (who.member, who.director, who.reporter):
        client.force_login(reader)
        assert client.post(url, minute(version=0)).status_code == 200
        assert not KickOff.objects.exists()
    client.force_login(people.person(people.supplier(), Role.SUPPLIER))
    assert client.get(url).status_code == 404
    assert client.post(reverse("contract-kickoff-agree", args=[contract.pk])).status_code == 404


# A KPI in a contract that runs


def test_of_a_kpi_that_is_added_to_a_running_contract_the_supplier_hears():
    contract, who = build.active_contract()
    obligation = contract.obligations.get()
    terms = build.KpiTerms(wording="Apprenticeships finished", unit="apprenticeships", frequency="year")
    services.add_kpi(obligation, terms, by=who.manager)
    told = who.reporter.messages.get(key__startswith="kpi-added:")
    assert told.subject == "KPI 2 is proposed for obligation O1: Carers’ short breaks"
    assert told.url == f"{handover(contract)}#obligation-{obligation.pk}"


def test_before_it_starts_the_hand_over_asks_for_all_at_once(stage):
    _, _, who = stage
    assert not who.reporter.messages.exists()
