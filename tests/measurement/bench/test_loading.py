"""The loader of many contracts: every row is one that the services could have written."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.kept import services as kept
from contracts.kept.models import Kept, KeptContract, KeptKpi
from contracts.obligations.models import Kpi, Obligation
from contracts.performance.composing import read
from contracts.performance.enums import Kind
from contracts.register.calculations.details import ContractDetails
from contracts.register.models import Contract, ContractSupplier
from contracts.register.services import problems_of
from contracts.returns.calculations.figures import Figure, problems, settled
from contracts.returns.models import Return
from contracts.returns.services import deciding
from contracts.schedule.models import DueReturn
from contracts.schedule.services import planned_rows
from measurement.bench import acts, lives
from measurement.bench.copies import COPIED
from measurement.bench.loading import Loader
from measurement.reports.models import Report
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import Directorate, Membership, User
from socialvalue.audit.models import AuditEvent, AuditSubject
from socialvalue.common import clock
from socialvalue.framework.models import Measure
from socialvalue.framework.services.shipped import load_kent
from socialvalue.notifications.models import Message
from socialvalue.places.models import District
from socialvalue.places.services import load_districts
from tests.builders import people

WANTED = 24
# What a copy has of its own; every other column is the original's
OWN = {
    Contract: {"id", "reference", "title", "total_value", "directorate_id", "manager_id", "lead_director_id"},
    ContractSupplier: {"id", "contract_id", "organisation_id", "open_to_id", "name_then", "number_then", "linked_by_id", "confirmed_by_id"},
    Obligation: {"id", "contract_id", "council_agreed_by_id"},
    Kpi: {"id", "obligation_id"},
    DueReturn: {"id", "kpi_id", "waived_by_id"},
    Return: {"id", "due_id", "value", "numerator", "saved_by_id", "submitted_by_id", "decided_by_id", "created_by_id"},
    # Its time is when this database wrote it
    AuditEvent: {"id", "actor_id", "actor_label", "recorded_at"},
    AuditSubject: {"id", "event_id", "object_id", "label"},
}  # fmt: skip


def around() -> lives.Around:
    council, supplier = people.council(), people.supplier("Oast Carers")
    Directorate.objects.create(council=council, name="Growth", code="GET")
    version = load_kent(council)
    load_districts()
    return lives.Around(
        council=council,
        directorate=council.directorates.order_by("pk").first(),
        manager=people.person(council, Role.CONTRACT_MANAGER),
        director=people.person(council, Role.LEAD_DIRECTOR),
        supplier=supplier,
        reporter=people.person(supplier, Role.SUPPLIER),
        measures=tuple(
            Measure.objects.filter(outcome__priority__version=version).select_related("outcome__priority").order_by("pk")
        ),
        districts=tuple(District.objects.filter(county="Kent").order_by("pk")),
    )


@pytest.fixture(scope="module")
def loaded(module_database):
    with clock.fixed():
        loader = Loader(around(), clock.today())
        loader.begin()
        assert loader.grow(WANTED) == WANTED - len(lives.LIVES)
        yield loader


def refused(row, relations) -> set[str]:
    """Codes of what is wrong with its columns: what a form would have to type, and a service need not, is “blank” or “null”."""
    try:
        row.clean_fields(exclude=relations)
        row.clean()
    except ValidationError as error:
        return {one.code for found in error.error_dict.values() for one in found}
    return set()


def originals(loader, model):
    keys = loader.original.ranges[model]
    return model._base_manager.filter(pk__range=(keys.first, keys.last)).order_by("pk")


def copied(loader, model):
    return model._base_manager.filter(pk__gt=loader.original.ranges[model].last).order_by("pk")


def test_there_are_as_many_contracts_as_were_asked_for_and_forty_values_each(loaded):
    assert Contract.objects.count() == WANTED
    values = Return.objects.exclude(first_submitted_at=None)
    of_the_ten = originals(loaded, Return).exclude(first_submitted_at=None).count()
    assert of_the_ten >= 40 * len(lives.LIVES)
    # Two whole copies would be the same again; the third has four contracts of ten
    assert 2 * of_the_ten < values.count() < 3 * of_the_ten


def test_every_kind_of_contract_and_return_is_there(loaded):
    assert Counter(Contract.objects.values_list("status", flat=True)).keys() == {"draft", "active", "ended"}
    assert set(Return.objects.values_list("status", flat=True)) == {"submitted", "queried", "verified", "replaced"}
    assert set(Kpi.objects.values_list("kind", flat=True)) == {kind.value for kind in Kind}
    assert DueReturn.objects.exclude(waived_at=None).count() == 3
    assert set(Obligation.objects.exclude(priority=None).values_list("priority__code", flat=True)) == {
        "BK",
        "CD",
        "GE",
        "GS",
        "LE",
    }
    assert not Contract.objects.filter(illustrative=False).exists()
    assert not ContractSupplier.objects.filter(organisation__fictional=False).exists()


@pytest.mark.parametrize("model", [Contract, ContractSupplier, Obligation, Kpi, DueReturn, Return])
def test_every_row_is_valid(loaded, model):
    """Its columns by the model's fields; the database holds its constraints, and is asked for the keys as a whole."""
    relations = [field.name for field in model._meta.fields if field.is_relation]
    assert {code for row in model._base_manager.order_by("pk") for code in refused(row, relations)} <= {"blank", "null"}
    connection.check_constraints()


def test_the_register_refuses_nothing_of_an_entry(loaded):
    for contract in Contract.objects.select_related("directorate", "manager", "lead_director"):
        assert problems_of(contract.details(), contract.council_id) == []
        assert isinstance(contract.details(), ContractDetails)


def test_the_figures_are_ones_that_may_be_typed_and_are_kept_as_a_service_keeps_them(loaded):
    for version in copied(loaded, Return).select_related("due__kpi"):
        kpi = version.due.kpi
        typed = Figure(
            value=None if kpi.kind in (Kind.RATIO, Kind.COMPOSITE) else version.value,
            numerator=version.numerator,
            denominator=version.denominator,
            no_cases=version.no_cases,
            answers=version.answers,
        )
        subs = read(kpi.sub_scores)
        assert problems(kpi.kind, typed, may_be_negative=kpi.may_be_negative, subs=subs) == []
        assert settled(kpi.kind, typed, subs).value == version.value


def test_the_schedule_is_what_the_kpi_and_the_dates_ask_for(loaded):
    for kpi in copied(loaded, Kpi).select_related("obligation__contract"):
        contract = kpi.obligation.contract
        wanted = {(row.starts_on, row.ends_on, row.due_on, row.target, row.minimum) for row in planned_rows(kpi, contract)}
        kept_ = {(row.starts_on, row.ends_on, row.due_on, row.target, row.minimum) for row in kpi.due_returns.all()}
        # What was reported on the day the contract ended early keeps its own end
        assert kept_ == wanted or contract.ended_early


def test_kept_figures_are_what_the_statement_says(loaded):
    assert Kept.objects.count() == Contract.objects.exclude(status="draft").count()
    assert KeptContract.objects.exists()
    assert KeptKpi.objects.exists()
    assert kept.check(loaded.around.council, clock.today(), everything=True) == []


@pytest.mark.parametrize("model", OWN)
def test_a_copy_beside_its_original_column_by_column(loaded, model):
    pairs = list(zip(originals(loaded, model).values(), copied(loaded, model).values(), strict=False))
    assert len(pairs) > 5
    for original, copy in pairs:
        unlike = {name for name in original if original[name] != copy[name]}
        assert unlike <= OWN[model], f"{model.__name__} {original['id']}"


def test_whoever_acted_is_whoever_acts_for_the_copy(loaded):
    """In the copy, too, a second person decides, and it is the contract's own."""
    one = loaded.original
    organisations = {m.user_id: m.organisation_id for m in Membership.objects.all()}
    links = "due__kpi__obligation__contract"
    versions = copied(loaded, Return).select_related(f"{links}__manager", f"{links}__lead_director", "submitted_by", "decided_by")
    for version in versions.prefetch_related(f"{links}__parties"):
        contract = version.due.kpi.obligation.contract
        owners = {contract.manager, contract.lead_director} if contract.manager else None
        assert version.decided_by is None or owners is None or version.decided_by in owners
        assert version.submitted_by != version.decided_by
        if version.side == "supplier":
            assert contract.is_open_to([organisations[version.submitted_by_id]])
    assert {one.manager, one.director, one.reporter} < set(User.objects.all())


def test_the_record_of_a_copy_names_the_copy(loaded):
    for subject in copied(loaded, AuditSubject).filter(object_type="contracts.contract"):
        assert subject.label == str(Contract.objects.get(pk=subject.object_id))[:300]
    for subject in copied(loaded, AuditSubject).filter(object_type="contracts.return"):
        assert str(Return.objects.select_related("due__kpi").get(pk=subject.object_id))[:300] == subject.label


def test_it_goes_on_from_where_it_is_and_gives_new_rows_new_keys(loaded):
    before = {model: model._base_manager.count() for model in COPIED}
    assert loaded.grow(WANTED) == 0
    assert {model: model._base_manager.count() for model in COPIED} == before
    assert loaded.grow(WANTED + 3) == 3
    assert Contract.objects.filter(council=loaded.around.council).count() == WANTED + 3
    last = Contract.objects.order_by("pk").last()
    assert Contract.objects.create(
        reference="by hand", council=last.council, directorate=last.directorate, title="By hand", starts_on=date(2026, 1, 1),
        ends_on=date(2027, 1, 1), total_value=Decimal(1), route="tender",
    ).pk > last.pk  # fmt: skip


def test_a_measured_verification_leaves_nothing_behind(loaded):
    keep, waiting = deciding.keep, set(Return.objects.filter(status="submitted").values_list("pk", flat=True))
    told, events = Message.objects.count(), AuditEvent.objects.count()
    for keeping in (True, False):
        acts.verify(loaded.original, keeping=keeping)()
    assert deciding.keep is keep
    assert set(Return.objects.filter(status="submitted").values_list("pk", flat=True)) == waiting
    assert (Message.objects.count(), AuditEvent.objects.count()) == (told, events)
    assert acts.unlike(loaded.original) == 0


def test_without_upkeep_a_verification_keeps_nothing(loaded):
    """What the ratio is of: one of the two writes kept rows, the other does not."""
    written = []
    for keeping in (True, False):
        with CaptureQueriesContext(connection) as sent:
            acts.verify(loaded.original, keeping=keeping)()
        written.append(any("contracts_keptkpi" in one["sql"] for one in sent))
    assert written == [True, False]


def test_a_rebuild_and_a_report_can_be_done_again(loaded):
    for act in (acts.rebuild, acts.report):
        act(loaded.original)()
        act(loaded.original)()
    assert acts.unlike(loaded.original) == 0
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_only_a_database_that_is_empty_and_marked_for_it_is_filled(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match=r"Set DEMONSTRATION=1: the password of every account made here is public\."):
        call_command("load_bench", contracts=20)
    settings.DEMONSTRATION = True
    with pytest.raises(CommandError, match=r"This database is not marked for measuring: its name must have “bench” in it\."):
        call_command("load_bench", contracts=20)
    connection.settings_dict["NAME"], name = "/tmp/bench.sqlite3", connection.settings_dict["NAME"]
    try:
        people.council()
        with pytest.raises(CommandError, match=r"This database is not empty: what is measured would mix with what is in it\."):
            call_command("load_bench", contracts=20)
    finally:
        connection.settings_dict["NAME"] = name
