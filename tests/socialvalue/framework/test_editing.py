"""Drafts, publishing, freezing, links and the policy: what each service does and refuses."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.framework import services
from socialvalue.framework.calculations.comparing import compare
from socialvalue.framework.models import Framework, FrameworkVersion, Goal, Measure, Outcome, Priority, Proxy
from socialvalue.framework.permissions import can_edit, can_edit_version
from socialvalue.framework.selectors import rows_of, versions_to_choose
from socialvalue.framework.services import shipped
from socialvalue.framework.services.filling import fill
from tests.builders import framework as build
from tests.builders import people

pytestmark = pytest.mark.django_db
PROXY = {"value": Decimal("12500.50"), "unit": "job", "source": "A study", "licence": "OGL v3", "price_year": 2024}


@pytest.fixture
def editor():
    return build.editor()


def fresh(version):
    return FrameworkVersion.objects.get(pk=version.pk)


def with_proxy(editor):
    version = build.draft(editor)
    services.add_proxy(Measure.objects.get(outcome__priority__version=version), by=editor, **PROXY)
    return fresh(version)


def test_a_draft_is_filled_and_each_step_is_on_record(editor):
    version = with_proxy(editor)
    assert [(r.priority_code, r.outcome_code, r.measure_code, r.proxy_value) for r in rows_of(version)] == [
        ("LE", "LE1", "LE1.1", Decimal("12500.50"))
    ]
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["create", "start version", "edit", "add", "add", "add", "add"]
    assert {e.actor for e in AuditEvent.objects.all()} == {editor}


def test_parts_change_and_go(editor):
    version = with_proxy(editor)
    measure = Measure.objects.get()
    services.edit_part(measure, by=editor, name="People still in work", direction="lower")
    event = AuditEvent.objects.latest("pk")
    assert event.changes["name"] == ["People in work, kind 1", "People still in work"]
    services.remove_part(Proxy.objects.get(), by=editor)
    services.edit_part(Priority.objects.get(), by=editor, description="Said anew")
    services.edit_part(Outcome.objects.get(), by=editor, name="Work that lasts")
    row = rows_of(version)[0]
    assert (row.measure, row.direction, row.proxy_value, row.priority_description) == (
        "People still in work",
        "lower",
        None,
        "Said anew",
    )
    services.remove_part(Priority.objects.get(), by=editor)
    assert rows_of(version) == []
    assert AuditEvent.objects.latest("pk").verb == "remove"


def parts(version):
    """Every service that changes content, ready to be called."""
    priority = Priority.objects.get(version=version)
    outcome, measure = Outcome.objects.get(priority=priority), Measure.objects.get(outcome__priority=priority)
    proxy = Proxy.objects.get(measure=measure)
    return {
        "details": lambda **who: services.edit_details(version, source="Other", name="Other", **who),
        "add priority": lambda **who: services.add_priority(version, code="X", name="X", **who),
        "add outcome": lambda **who: services.add_outcome(priority, code="X", name="X", **who),
        "add measure": lambda **who: services.add_measure(outcome, code="X", name="X", unit="x", **who),
        "add proxy": lambda **who: services.add_proxy(measure, **PROXY | {"area": "Kent"}, **who),
        "edit priority": lambda **who: services.edit_part(priority, name="X", **who),
        "edit outcome": lambda **who: services.edit_part(outcome, name="X", **who),
        "edit measure": lambda **who: services.edit_part(measure, name="X", **who),
        "edit proxy": lambda **who: services.edit_part(proxy, value=Decimal(1), **who),
        "remove priority": lambda **who: services.remove_part(priority, **who),
        "remove outcome": lambda **who: services.remove_part(outcome, **who),
        "remove measure": lambda **who: services.remove_part(measure, **who),
        "remove proxy": lambda **who: services.remove_part(proxy, **who),
    }


ACTS = [
    "details", "add priority", "add outcome", "add measure", "add proxy", "edit priority", "edit outcome", "edit measure",
    "edit proxy", "remove priority", "remove outcome", "remove measure", "remove proxy",
]  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("retired", [False, True])
def test_no_service_changes_what_is_published(editor, act, retired):
    version = services.publish_version(with_proxy(editor), by=editor)
    if retired:
        services.retire_version(version, by=editor)
    before, events = rows_of(version), AuditEvent.objects.count()
    with pytest.raises(WrongState, match="frozen"):
        parts(version)[act](by=editor)
    assert rows_of(fresh(version)) == before
    assert AuditEvent.objects.count() == events
    assert fresh(version).framework.name != "Other"


def test_filling_and_importing_leave_the_published_version_alone(editor):
    version = services.publish_version(with_proxy(editor), by=editor)
    rows = rows_of(version)
    with pytest.raises(WrongState, match=r"A published version is frozen\. Start a new version to change it\."):
        fill(version, [])
    made = services.import_version(version.framework, by=editor, rows=rows[:0], source="s", licence="l")
    assert made.number == 2
    assert rows_of(version) == rows


@pytest.mark.parametrize("act", ACTS)
def test_a_stale_page_overwrites_nothing(editor, act):
    version = with_proxy(editor)
    seen = version.version
    services.edit_part(Measure.objects.get(), by=editor, expected_version=seen, easy_read="First")
    before = rows_of(version)
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        parts(version)[act](by=editor, expected_version=seen)
    assert rows_of(version) == before
    parts(version)[act](by=editor, expected_version=fresh(version).version)


CAST = {
    "own commissioner": (Role.COMMISSIONER, True, True),
    "own procurement officer": (Role.PROCUREMENT_OFFICER, True, True),
    "own administrator": (Role.ADMINISTRATOR, True, True),
    "own contract manager": (Role.CONTRACT_MANAGER, True, False),
    "own director": (Role.LEAD_DIRECTOR, True, False),
    "own member": (Role.MEMBER, True, False),
    "own evaluator": (Role.EVALUATOR, True, False),
    "other council's commissioner": (Role.COMMISSIONER, False, False),
    "other council's administrator": (Role.ADMINISTRATOR, False, False),
    "supplier": (Role.SUPPLIER, None, False),
}


def actor(who, council):
    role, own, _ = CAST[who]
    return people.person(people.supplier() if own is None else council if own else people.council(), role)


@pytest.mark.parametrize("who", CAST)
def test_who_may_edit_a_councils_framework(editor, who):
    version = with_proxy(editor)
    user, may = actor(who, editor.council), CAST[who][2]
    assert can_edit_version(user, version) is may
    before = rows_of(version)
    for name, act in parts(version).items():
        if not may:
            with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
                act(by=user)
        elif name == "edit measure":
            act(by=user)
    assert (rows_of(version) == before) is not may
    for verb in (services.publish_version, services.retire_version):
        if may:
            verb(fresh(version), by=user)
        else:
            with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
                verb(version, by=user)
    assert FrameworkVersion.objects.visible_to(user).filter(pk=version.pk).exists() is may


@pytest.mark.parametrize("who", CAST)
def test_nobody_edits_a_framework_for_everybody_and_everybody_reads_it(editor, who):
    version = shipped.load(shipped.MODEL)
    user = actor(who, editor.council)
    assert not can_edit(user, version.framework)
    outcome = Outcome.objects.filter(priority__version=version).first()
    shipped.load_goals()
    national = "This framework comes from a national source"
    system = "Only the people who run this installation can import a framework for everybody"
    for act, words in (
        (lambda: services.start_version(version.framework, by=user), national),
        (lambda: services.retire_version(version, by=user), national),
        (lambda: services.edit_part(outcome, by=user, name="Ours now"), national),
        (lambda: services.add_crosswalk(outcome, by=user, to=Goal.objects.first()), national),
        (lambda: services.import_version(version.framework, by=user, rows=[]), national),
        (lambda: services.create_framework(by=user, council=None, code="x", name="x"), system),
    ):
        with pytest.raises(NotAllowed, match=words):
            act()
    assert FrameworkVersion.objects.visible_to(user).filter(pk=version.pk).exists()


def test_strangers_read_what_is_published_and_no_draft(editor):
    draft, published = build.draft(editor), build.published(editor)
    retired = services.retire_version(build.published(editor), by=editor)
    stranger = AnonymousUser()
    assert set(FrameworkVersion.objects.visible_to(stranger)) == {published, retired}
    assert set(Framework.objects.visible_to(stranger)) == {published.framework, retired.framework}
    assert not can_edit(stranger, draft.framework)
    assert set(FrameworkVersion.objects.visible_to(editor)) == {draft, published, retired}


def test_publishing_needs_content_source_and_licence(editor):
    framework = services.create_framework(by=editor, council=editor.council, code="empty", name="Empty")
    version = services.start_version(framework, by=editor)
    with pytest.raises(Refused) as refused:
        services.publish_version(version, by=editor)
    assert [field for field, _ in refused.value.problems] == [None, "source", "licence"]
    assert fresh(version).status == "draft"


def test_publish_and_retire_in_their_order(editor):
    version = build.draft(editor)
    with pytest.raises(WrongState, match=r"This cannot be done now: the framework version is “Draft”"):
        services.retire_version(version, by=editor)
    services.publish_version(version, by=editor)
    assert fresh(version).published_by == editor
    with pytest.raises(WrongState, match=r"This cannot be done now: the framework version is “Published”"):
        services.publish_version(version, by=editor)
    assert [v.pk for v in versions_to_choose(editor.council)] == [version.pk]
    services.retire_version(version, by=editor)
    assert versions_to_choose(editor.council) == []
    with pytest.raises(WrongState, match=r"This cannot be done now: the framework version is “Retired”"):
        services.publish_version(version, by=editor)


def test_publishing_a_draft_that_changed_meanwhile_is_a_conflict(editor):
    version = build.draft(editor)
    seen = fresh(version).version
    services.edit_part(Priority.objects.get(), by=editor, name="Changed")
    with pytest.raises(Conflict, match="Somebody else saved this while you were working on it"):
        services.publish_version(version, by=editor, expected_version=seen)


def test_a_new_version_is_a_copy_with_its_links_and_there_is_one_draft(editor):
    shipped.load_goals()
    first = services.publish_version(with_proxy(editor), by=editor)
    services.add_crosswalk(build.an_outcome(first), by=editor, to=Goal.objects.get(number=8), note="in part")
    second = services.start_version(first.framework, by=editor)
    assert (second.number, second.source, second.licence) == (2, first.source, first.licence)
    assert rows_of(second) == rows_of(first)
    assert [(c.to_goal.number, c.note) for c in build.an_outcome(second).crosswalks.all()] == [(8, "in part")]
    with pytest.raises(WrongState, match=r"There is a draft already"):
        services.start_version(first.framework, by=editor)


def test_versions_compared(editor):
    first = services.publish_version(with_proxy(editor), by=editor)
    second = services.start_version(first.framework, by=editor)
    outcome = build.an_outcome(second)
    services.add_measure(outcome, by=editor, code="LE1.2", name="New one", unit="people")
    services.edit_part(outcome.measures.get(code="LE1.1"), by=editor, unit="persons")
    found = compare(rows_of(first), rows_of(second))
    assert [i.code for i in found.added] == ["LE1.2"]
    assert [(c.code, c.fields) for c in found.changed] == [("LE1.1", [("unit", "people", "persons")])]
    assert (found.removed, found.unchanged) == ([], 0)
    back = compare(rows_of(second), rows_of(first))
    assert [i.code for i in back.removed] == ["LE1.2"]
    services.edit_part(Proxy.objects.get(measure__outcome=outcome), by=editor, value=Decimal(1))
    assert "proxies" in [what for what, _, _ in compare(rows_of(first), rows_of(second)).changed[0].fields]
    assert compare(rows_of(first), rows_of(first)).same


def test_codes_and_names_stand_once(editor):
    version = build.draft(editor)
    priority, outcome = Priority.objects.get(), Outcome.objects.get()
    other = services.add_priority(version, by=editor, code="BK", name="Buy local")
    for act, field, words in (
        (lambda: services.add_priority(version, by=editor, code="LE", name="Other"), "code", "Another priority has this code"),
        (
            lambda: services.add_priority(version, by=editor, code="ZZ", name="Buy local"),
            "name",
            "Another priority has this name",
        ),
        (
            lambda: services.add_outcome(other, by=editor, code="LE1", name="Same code elsewhere"),
            "code",
            "Another outcome has this code",
        ),
        (
            lambda: services.add_measure(outcome, by=editor, code="LE1.1", name="x", unit="x"),
            "code",
            "Another measure has this code",
        ),
        (lambda: services.edit_part(other, by=editor, code="LE"), "code", "Another priority has this code"),
        (lambda: services.edit_part(priority, by=editor, name=" "), "name", "Enter the name"),
        (lambda: services.add_measure(outcome, by=editor, code="LE9", name="x", unit=" "), "unit", "Enter the unit"),
        (
            lambda: services.create_framework(by=editor, council=editor.council, code=version.framework.code, name="x"),
            "code",
            "Another framework has this code",
        ),
        (
            lambda: services.create_framework(by=editor, council=editor.council, code="import", name="x"),
            "code",
            "Choose another code: this one is a page of its own",
        ),
    ):
        with pytest.raises(Refused, match=words) as refused:
            act()
        assert refused.value.field == field


def test_the_same_proxy_stands_once_and_a_price_year_is_a_year_of_our_time(editor):
    with_proxy(editor)
    for changes, field, words in (
        ({}, "value", "This proxy is there already"),
        ({"price_year": 1066}, "price_year", "Price year must be between 1990 and 2100"),
    ):
        with pytest.raises(Refused, match=words) as refused:
            services.add_proxy(Measure.objects.get(), by=editor, **PROXY | changes)
        assert refused.value.field == field


@pytest.mark.parametrize("missing", ["unit", "source", "licence", "price_year", "value"])
def test_a_proxy_needs_its_source_licence_and_year(editor, missing):
    build.draft(editor)
    with pytest.raises(Refused, match=r"A proxy needs this: without it nobody can judge the value") as refused:
        services.add_proxy(
            Measure.objects.get(), by=editor, **(PROXY | {missing: None if missing in ("price_year", "value") else ""})
        )
    assert refused.value.field == missing
    assert not Proxy.objects.exists()
