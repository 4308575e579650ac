"""Starting next year's contract from this one: what comes along as a draft, what does not, and what no longer fits."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts.obligations import services
from contracts.obligations.calculations.terms import KpiTerms
from contracts.obligations.models import Kpi, Obligation
from contracts.obligations.pages.copying import preview
from contracts.obligations.selectors.copying import coming_along
from contracts.register.calculations.details import ContractDetails
from contracts.register.models import Contract
from contracts.register.services import edit_contract, start_contract
from contracts.returns.models import Return
from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from socialvalue.framework.models import FrameworkVersion, Measure
from tests.builders import commissioning, people
from tests.builders import contracts as build
from tests.fixtures.truth import module_database  # noqa: F401  (its rows serve every test here)
from tests.procurement.commissioning.test_copying import replace as replace_version

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 6, 1, 9, tzinfo=clock.LONDON)
STARTS, ENDS = date(2028, 4, 1), date(2029, 3, 31)
# What the builder's own KPI says beside the terms that are given
QUIET = {"minimum": None}
PLAN = {
    "target": None,
    "wording": "A plan is published",
    "unit": "done",
    "frequency": "",
    "kind": "milestone",
    "milestone_on": date(2026, 6, 30),
}
TERM = {"wording": "Young people in work", "unit": "people", "frequency": "year", "target": Decimal(6), "per": "term"}


@pytest.fixture(scope="module", autouse=True)
def stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="module")
def scene(module_database, stopped_clock):  # noqa: F811
    """In force, with four agreed obligations: quarterly, a milestone, one over the term, one of a measure; a return is verified."""
    version = commissioning.framework()
    measure = Measure.objects.get(outcome__priority__version=version)
    jobs = {"wording": "Jobs kept", "unit": "people", "frequency": "year", "target": Decimal(3)}
    with clock.at(datetime(2025, 3, 1, 9)):
        contract, who = build.draft_contract()
        kpis = ({}, PLAN | QUIET, TERM | QUIET)
        bodies = [build.obligation(contract, who, kpi=kpi, wording=f"Promise {n}.") for n, kpi in enumerate(kpis)]
        bodies.append(build.obligation(contract, who, kpi=jobs | QUIET, wording="Promise 3.", measure=measure))
        for body in bodies:
            services.agree(services.agree(body, by=who.reporter), by=who.manager)
        contract = start_contract(contract, by=who.manager)
    with clock.at(datetime(2025, 7, 2, 9)):
        build.verified_return(build.first_due(contract), who)
    return contract, who, version


def entry(source: Contract, **given) -> ContractDetails:
    typed = {"title": "Next year", "starts_on": STARTS, "ends_on": ENDS, "total_value": Decimal("400000"), "route": "call_off"}
    same = {name: getattr(source, name) for name in ("directorate", "description", "kind", "manager", "lead_director")}
    return ContractDetails(**{**typed, **same, **given})


def copied(scene, *, by=None, milestones=None, **given) -> Contract:
    contract, who, _ = scene
    return services.copy_contract(contract, entry(contract, **given), by=by or who.manager, milestones=milestones or {})


def milestone(scene) -> Kpi:
    return Kpi.objects.get(obligation__contract=scene[0], kind="milestone")


def test_agreed_obligations_and_kpis_come_along_as_drafts(scene):
    contract, who, _ = scene
    made = copied(scene, milestones={milestone(scene).pk: date(2028, 6, 30)})
    assert (made.status, made.copied_from, made.starts_on, made.ends_on) == ("draft", contract, STARTS, ENDS)
    assert (list(made.suppliers.all()), list(made.districts.all())) == ([who.supplier], [])
    old, new = (one.obligations.order_by("pk") for one in (contract, made))
    assert [(o.basis, o.wording, o.measure) for o in new] == [(o.basis, o.wording, o.measure) for o in old]
    assert {(o.status, o.council_agreed_at, o.supplier_agreed_at) for o in new} == {("proposed", None, None)}
    assert [o.source_note for o in new] == [f"Obligation O{n} of {contract.reference}" for n in (1, 2, 3, 4)]
    for was, now in zip(
        *(Kpi.objects.filter(obligation__contract=one).order_by("number") for one in (contract, made)), strict=True
    ):
        day = date(2028, 6, 30) if was.kind == "milestone" else None
        assert now.terms() == replace(was.terms(), reported_from=STARTS, milestone_on=day)
        assert now.agreed_at is None
        assert now.due_returns.exists()


def test_no_return_and_nothing_of_where_it_came_from_comes_along(scene):
    made = copied(scene)
    assert Return.objects.filter(due__kpi__obligation__contract=made).count() == 0
    assert (made.award, made.commission, made.review_on, made.extension_months, made.ended_on) == (None, None, None, 0, None)
    assert set(made.obligations.values_list("requirement", "commitment", "answer")) == {(None, None, None)}


def test_it_starts_only_once_both_sides_agree_it_anew(scene):
    _, who, _ = scene
    made = copied(scene)
    with pytest.raises(
        Refused, match=r"^The contract can start once both sides agree its obligations: 4 obligations are still open$"
    ):
        start_contract(made, by=who.manager)
    for body in made.obligations.all():
        services.agree(services.agree(body, by=who.reporter), by=who.manager)
    assert start_contract(made, by=who.manager).status == "active"


def test_a_milestone_without_a_new_day_is_left_out(scene):
    made = copied(scene)
    assert Kpi.objects.filter(obligation__contract=made).count() == 3
    assert made.obligations.get(code="O2").kpis.count() == 0


@pytest.mark.parametrize(("day", "fits"), [(date(2028, 3, 31), False), (STARTS, True), (ENDS, True), (date(2029, 4, 1), False)])
def test_the_new_day_of_a_milestone_is_one_of_the_contract(scene, day, fits):
    kpi = milestone(scene)
    if fits:
        made = copied(scene, milestones={kpi.pk: day})
        assert Kpi.objects.get(obligation__contract=made, kind="milestone").milestone_on == day
        return
    with pytest.raises(Refused) as refusal:
        copied(scene, milestones={kpi.pk: day})
    assert refusal.value.problems == [(f"milestone-{kpi.pk}", "Enter a day of the contract: 1 April 2028 to 31 March 2029")]


def test_what_ended_and_what_was_never_agreed_is_left_out(scene):
    contract, who, _ = scene
    services.end_obligation(contract.obligations.get(code="O3"), by=who.manager, reason="The service is smaller.")
    build.obligation(contract, who, wording="A proposal.", kpi={"reported_from": date(2027, 7, 1)})
    coming = coming_along(contract)
    assert ([kept.old.code for kept in coming.obligations], coming.left) == (["O1", "O2", "O4"], ["O5"])
    assert preview(contract, coming).left[-1] == "What was never agreed by both sides: O5"
    assert list(copied(scene).obligations.values_list("wording", flat=True)) == ["Promise 0.", "Promise 1.", "Promise 3."]


def test_while_a_rewording_waits_the_agreed_words_are_copied(scene):
    contract, who, _ = scene
    services.reword(
        contract.obligations.get(code="O1"),
        by=who.manager,
        wording="Other words.",
        reason="The words of the contract were unclear.",
    )
    said = "A new wording of O1 waits to be agreed: the copy has the wording that both sides agreed"
    assert said in coming_along(contract).changed
    assert copied(scene).obligations.get(code="O1").wording == "Promise 0."


def test_a_kpi_that_nobody_agreed_is_left_out(scene):
    contract, who, _ = scene
    body = contract.obligations.get(code="O1")
    services.add_kpi(body, KpiTerms(wording="New", unit="people", frequency="quarter"), by=who.manager)
    assert len(next(kept for kept in coming_along(contract).obligations if kept.old.pk == body.pk).kpis) == 1


def test_a_target_over_the_whole_contract_is_named(scene):
    said = "The target of KPI 3, 6 people, is for the whole contract: check it against the new length"
    assert coming_along(scene[0]).changed == [said]


def test_a_version_that_was_replaced_is_not_carried_over(scene):
    contract, _, version = scene
    new = replace_version(version)
    assert coming_along(contract).changed[0] == f"{version} was replaced by version 2: measures are those of version 2"
    body = copied(scene).obligations.get(code="O4")
    assert body.measure == Measure.objects.get(outcome__priority__version=new)
    assert (body.outcome.priority.version, body.priority.version) == (new, new)


@pytest.mark.parametrize("given", [{"codes": ("LE1", "LE1.9")}, {"unit": "households"}], ids=["retired", "another unit"])
def test_a_measure_that_no_longer_fits_is_named_and_left_out(scene, given):
    contract, _, version = scene
    new = replace_version(version, **given)
    said = "The measure “Jobs kept” of O4 is no longer in the framework or counts in another unit: the copy has no measure"
    assert said in coming_along(contract).changed
    body = copied(scene).obligations.get(code="O4")
    assert (body.measure, body.outcome.priority.version, body.kpis.get().unit) == (None, new, "people")


def test_a_framework_without_a_version_in_force(scene):
    contract, _, version = scene
    FrameworkVersion.objects.filter(pk=version.pk).update(status="retired")
    said = f"{version} is no longer in force and no other version is: obligations keep their words alone"
    assert coming_along(contract).changed[0] == said
    body = copied(scene).obligations.get(code="O4")
    assert (body.measure, body.outcome, body.priority) == (None, None, None)


@pytest.mark.parametrize(("day", "over"), [(date(2028, 3, 31), False), (date(2028, 4, 1), True)])
def test_a_contract_that_is_over_says_since_when(scene, day, over):
    contract = scene[0]
    said = f"{contract.reference} ended on 31 March 2028: enter the new dates and the new value"
    with clock.at(datetime.combine(day, datetime.min.time())):
        assert (said in preview(contract, coming_along(contract)).changed) is over


def test_whoever_no_longer_manages_contracts_is_named_and_not_proposed(scene, client):
    contract, who, _ = scene
    who.director.memberships.update(ended_at=clock.now())
    contract = Contract.objects.get(pk=contract.pk)
    said = f"{who.director} can no longer be named for this contract: choose somebody else"
    assert said in preview(contract, coming_along(contract)).changed
    client.force_login(who.manager)
    initial = client.get(reverse("contract-copy", args=[contract.pk])).context["form"].initial
    assert ("manager" in initial, "lead_director" in initial) == (True, False)


def test_the_record_of_both_says_from_which_it_was_copied(scene):
    contract = scene[0]
    made = copied(scene)
    event = AuditEvent.objects.get(verb="copy", sentence=f"started {made.reference} from {contract.reference}")
    assert {(s.object_type, s.object_id) for s in event.subjects.all()} == {
        ("contracts.contract", str(one.pk)) for one in (made, contract)
    }


def test_nothing_is_made_where_it_is_refused(scene):
    contract, who, _ = scene
    before = (Contract.objects.count(), Obligation.objects.count())
    with pytest.raises(Refused, match=r"^The contract cannot end before it starts$"):
        copied(scene, ends_on=date(2028, 3, 31))
    with pytest.raises(NotAllowed, match=r"^Your role does not include: "):
        copied(scene, by=who.director)
    draft, _ = build.draft_contract(who)
    with pytest.raises(WrongState, match=r"^This contract is still being agreed: change it instead$"):
        services.copy_contract(draft, entry(draft), by=who.manager, milestones={})
    assert (Contract.objects.count(), Obligation.objects.count()) == (before[0] + 1, before[1])


def test_the_pages(client, scene):
    contract, who, _ = scene
    kpi = milestone(scene)
    client.force_login(who.manager)
    at = reverse("contract-copy", args=[contract.pk])
    assert f'href="{at}"' in client.get(reverse("contract", args=[contract.pk])).content.decode()
    page = client.get(at)
    assert page.context["preview"].along == [
        f"The supplier {who.supplier}, the directorate and the districts",
        "4 obligations in the words that both sides agreed, as drafts",
        "4 KPIs with targets and minimums, 1 of them once you enter the new day",
    ]
    assert (page.context["form"]["starts_on"].value(), page.context["form"]["route"].value()) == (None, None)
    typed = {
        "title": "Next",
        "route": "tender",
        "total_value": "400,000",
        "manager": who.manager.pk,
        "lead_director": who.director.pk,
    }
    typed |= {"starts_on": STARTS.isoformat(), "ends_on": ENDS.isoformat(), f"milestone-{kpi.pk}": "2029-04-01"}
    stays = client.post(at, typed)
    said = {f"milestone-{kpi.pk}": ["Enter a day of the contract: 1 April 2028 to 31 March 2029"]}
    assert stays.context["form"].errors == said
    done = client.post(at, typed | {f"milestone-{kpi.pk}": ENDS.isoformat()}, follow=True).content.decode()
    made = Contract.objects.get(title="Next")
    assert f"{made.reference} is started from {contract.reference}. Both sides agree it before it starts." in done
    for one, other, words in ((made, contract, "Started from"), (contract, made, "Copied to")):
        text = client.get(reverse("contract-record", args=[one.pk])).content.decode()
        assert (words in text, f'href="{reverse("contract", args=[other.pk])}"' in text) == (True, True)


def test_the_link_is_there_only_where_both_are_visible(client, scene):
    """The copy went to another supplier: neither of the two reads of the other's contract."""
    contract, who, _ = scene
    made = copied(scene)
    other = people.supplier()
    edit_contract(made, by=who.manager, suppliers=[other])
    for person, own, hidden in ((who.reporter, contract, made), (people.person(other, Role.SUPPLIER), made, contract)):
        client.force_login(person)
        pages = [reverse(name, args=[own.pk]) for name in ("contract", "contract-origin", "contract-record")]
        text = "".join(client.get(page).content.decode() for page in pages)
        assert ("Started from" in text, "Copied to" in text, hidden.reference in text) == (False, False, own == made)
        assert client.get(reverse("contract", args=[hidden.pk])).status_code == 404


def test_who_may_not(client, scene):
    contract, who, _ = scene
    at = reverse("contract-copy", args=[contract.pk])
    for insider in (who.director, who.reporter):
        client.force_login(insider)
        assert client.get(at).status_code == 403
    client.force_login(people.person(people.council(), Role.CONTRACT_MANAGER))
    assert client.get(at).status_code == 404
