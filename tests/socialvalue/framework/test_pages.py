"""The pages of the library: who sees what, what forms do, and how much they ask of the database."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from socialvalue.accounts.enums import Role
from socialvalue.framework import services
from socialvalue.framework.models import (
    Crosswalk,
    Framework,
    FrameworkVersion,
    Goal,
    Measure,
    Outcome,
    Priority,
    Proxy,
    ProxyPolicy,
)
from socialvalue.framework.selectors import rows_of
from socialvalue.framework.services.shipped import load_goals
from tests.builders import framework as build
from tests.builders import people

pytestmark = pytest.mark.django_db
FILE = b"priority;outcome code;outcome;measure code;measure;unit;mood\nLocal;L1;Work;L1.1;Jobs \x96 kept;people;x\n"


@pytest.fixture
def editor():
    return build.editor()


def url(version, *more):
    return "/".join(["/frameworks", version.framework.code, str(version.number), *map(str, more), ""])


def fresh(version):
    return FrameworkVersion.objects.get(pk=version.pk)


# What it costs


def test_the_list_asks_the_same_of_one_framework_and_of_three(client, editor, django_assert_num_queries):
    build.published(editor)
    with django_assert_num_queries(2):
        client.get("/frameworks/")
    build.published(editor, measures=3)
    build.published(build.editor(), measures=2)
    with django_assert_num_queries(2):
        assert client.get("/frameworks/").content.count(b"sv-card") == 3


def test_the_version_page_asks_the_same_of_one_measure_and_of_five(client, editor, django_assert_num_queries):
    load_goals()
    small, large = build.published(editor, measures=1), build.draft(editor, measures=5)
    for measure in Measure.objects.filter(outcome__priority__version=large):
        services.add_proxy(measure, by=editor, value=Decimal(5), unit="job", source="S", licence="L", price_year=2024)
    for number in (1, 8, 10):
        services.add_crosswalk(build.an_outcome(large), by=editor, to=Goal.objects.get(number=number))
    for version in (small, services.publish_version(large, by=editor)):
        with django_assert_num_queries(8):
            assert client.get(url(version)).status_code == 200


def test_searching_asks_the_same_of_one_and_of_four(client, editor, django_assert_num_queries):
    for measures in (1, 3):
        build.published(editor, measures=measures)
        with django_assert_num_queries(2):
            response = client.get("/frameworks/?q=WORK+people")
    assert b"4 measures" in response.content


# Reading


def test_strangers_and_others_find_no_draft(client, editor):
    draft = build.draft(editor)
    for user in (
        None,
        people.person(people.supplier(), Role.SUPPLIER),
        people.person(editor.council, Role.MEMBER),
        build.editor(),
    ):
        client.logout()
        if user:
            client.force_login(user)
        for path in ("", "framework.csv", "framework.xlsx", "framework.json", "since/1"):
            address = url(draft, path) if "." not in path else url(draft, path).rstrip("/")
            assert client.get(address.replace("//", "/")).status_code == 404, path
        assert client.get(f"/frameworks/{draft.framework.code}/").status_code == 404
        assert draft.framework.name.encode() not in client.get("/frameworks/").content
        assert b"People in work" not in client.get("/frameworks/?q=work").content


def test_a_published_version_is_everybodys_with_all_it_says(client, editor):
    load_goals()
    version = build.draft(editor)
    measure = Measure.objects.get()
    services.edit_part(
        measure, by=editor, evidence="Payroll count", guidance="Ask early", easy_read="New jobs", direction="lower"
    )
    services.add_proxy(measure, by=editor, value=Decimal(12400), unit="job", source="A study", licence="OGL v3", price_year=2024)
    services.add_crosswalk(Outcome.objects.get(), by=editor, to=Goal.objects.get(number=8))
    services.publish_version(version, by=editor)
    page = " ".join(client.get(url(version)).content.decode().split())
    for text in ("Payroll count", "Ask early", "New jobs", "lower is better", "£12,400", "A study", "OGL v3", "2024", "Goal 8:"):
        assert text in page
    assert "never steers which outcomes are sought" in page
    assert "Only outputs" not in page
    assert "/change" not in page
    assert "Add a" not in page


def test_only_outputs_is_warned_of(client, editor):
    version = build.published(editor, kind="output")
    assert b"here only outputs are measured" in client.get(url(version)).content


def test_the_frameworks_address_leads_to_the_newest_version_in_force(client, editor):
    first = build.published(editor)
    second = services.start_version(first.framework, by=editor)
    client.force_login(editor)
    assert client.get(f"/frameworks/{first.framework.code}/").url == url(first)
    services.publish_version(second, by=editor)
    assert client.get(f"/frameworks/{first.framework.code}/").url == url(second)
    page = client.get(url(second, "since", 1)).content
    assert b"Both versions say the same" in page
    # Asked from the older one, the newer is still what came after
    assert b"From version 1 to version 2" in client.get(url(first, "since", 2)).content


def test_files_to_take_away(client, editor):
    version = build.published(editor)
    for kind, start in (("csv", "﻿priority,".encode()), ("xlsx", b"PK"), ("json", b"{")):
        response = client.get(f"{url(version)}framework.{kind}")
        assert response.content.startswith(start)
        assert f'filename="{version.framework.code}-1.{kind}"' in response["Content-Disposition"]
    assert json.loads(response.content)["priorities"][0]["code"] == "LE"
    assert client.get(f"{url(version)}framework.exe").status_code == 404


# Editing


def test_a_framework_from_nothing_to_published(client, editor):
    client.force_login(editor)
    response = client.post("/frameworks/new/", {"name": "Care", "code": "Care", "description": "For care"})
    assert response.url == "/frameworks/care/"
    version = FrameworkVersion.objects.get(framework__code="care")

    def post(*path, **typed):
        response = client.post(url(version, *path), {"version": fresh(version).version, **typed})
        assert response.status_code == 302, response.context["form"].errors
        return response

    post("details", name="Care", description="", source="Strategy", licence="OGL")
    post("priority", "add", code="P1", name="Local work")
    post("outcome", "add", Priority.objects.get().pk, code="O1", name="Lasting work")
    post("measure", "add", Outcome.objects.get().pk, code="M1", name="Jobs", unit="people", direction="higher", kind="outcome")
    post("proxy", "add", Measure.objects.get().pk, value="1,250.50", unit="job", source="S", licence="L", price_year="2024")
    assert Proxy.objects.get().value == Decimal("1250.50")
    post("measure", Measure.objects.get().pk, code="M1", name="Jobs kept", unit="people", direction="higher", kind="outcome")
    post("proxy", Proxy.objects.get().pk, "remove")
    assert client.get(url(version)).status_code == 200
    post("publish")
    assert fresh(version).status == "published"
    assert Measure.objects.get().name == "Jobs kept"
    for path in (
        ("details",),
        ("publish",),
        ("priority", "add"),
        ("measure", Measure.objects.get().pk),
        ("measure", Measure.objects.get().pk, "remove"),
    ):
        assert client.get(url(version, *path)).status_code == 403
        assert client.post(url(version, *path), {"version": fresh(version).version}).status_code == 403
    assert client.post("/frameworks/care/start/").url == "/frameworks/care/2/"
    post("retire")
    assert fresh(version).status == "retired"


def test_every_form_opens_with_what_is_there(client, editor):
    load_goals()
    version = build.draft(editor)
    services.add_proxy(Measure.objects.get(), by=editor, value=Decimal(5), unit="job", source="S", licence="L", price_year=2024)
    link = services.add_crosswalk(Outcome.objects.get(), by=editor, to=Goal.objects.get(number=8))
    client.force_login(editor)
    for model in (Priority, Outcome, Measure, Proxy):
        kind, part = model._meta.model_name, model.objects.get()
        page = client.get(url(version, kind, part.pk))
        assert str(getattr(part, "name", part.source if kind == "proxy" else "")).encode() in page.content
        assert client.get(url(version, kind, part.pk, "remove")).status_code == 200
        assert client.get(url(version, kind, 999999)).status_code == 404
    assert client.get(url(version, "nonsense", 1)).status_code == 404
    assert client.get(url(version, "outcome", "add")).status_code == 404
    assert b"Goal 8: Decent work" in client.get(url(version, "links", link.pk, "remove")).content


def test_what_was_typed_survives_a_conflict_and_can_be_saved_then(client, editor):
    version = build.draft(editor)
    priority, seen = Priority.objects.get(), fresh(version).version
    services.edit_part(Measure.objects.get(), by=editor, unit="persons")
    client.force_login(editor)
    typed = {"version": seen, "code": "LE", "name": "Typed by me"}
    page = client.post(url(version, "priority", priority.pk), typed)
    assert page.status_code == 200
    assert b"Somebody else saved this" in page.content
    assert b"Typed by me" in page.content
    assert Priority.objects.get().name == "Local employment"
    typed["version"] = page.context["form"].data["version"]
    assert client.post(url(version, "priority", priority.pk), typed).status_code == 302
    assert Priority.objects.get().name == "Typed by me"


def test_links_are_made_and_taken_away_on_a_published_version(client, editor):
    load_goals()
    version, other = build.published(editor), build.published(build.editor())
    outcome = build.an_outcome(version)
    client.force_login(editor)
    for to in (f"goal:{Goal.objects.get(number=8).pk}", f"outcome:{build.an_outcome(other).pk}"):
        assert client.post(url(version, "outcome", outcome.pk, "link"), {"to": to, "note": "in part"}).status_code == 302
    assert outcome.crosswalks.count() == 2
    assert client.post(url(version, "outcome", outcome.pk, "link"), {"to": f"outcome:{outcome.pk}"}).status_code == 200
    for link in Crosswalk.objects.all():
        assert client.post(url(version, "links", link.pk, "remove")).status_code == 302
    assert not outcome.crosswalks.exists()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.CONTRACT_MANAGER, Role.SUPPLIER, Role.COMMISSIONER])
def test_others_may_not_touch_it(client, editor, role):
    """Insiders and other councils' editors are refused on what they can see; drafts of others are not found."""
    version, draft = build.published(editor), build.draft(editor)
    own = role in (Role.MEMBER, Role.CONTRACT_MANAGER)
    client.force_login(
        people.person(editor.council if own else people.supplier() if role == Role.SUPPLIER else people.council(), role)
    )
    outcome = build.an_outcome(version)
    before = rows_of(version), rows_of(draft)
    for path in (("retire",), ("outcome", outcome.pk, "link"), ("outcome", outcome.pk)):
        assert client.post(url(version, *path), {"version": fresh(version).version}).status_code == 403
    assert client.post(f"/frameworks/{version.framework.code}/start/").status_code == 403
    refused = 404 if role == Role.COMMISSIONER else 403
    for path in (("publish",), ("details",), ("priority", "add")):
        assert client.post(url(draft, *path), {"version": fresh(draft).version}).status_code == refused
    assert (rows_of(version), rows_of(draft)) == before


def test_a_part_of_another_version_is_not_found_under_this_one(client, editor):
    ours, theirs = build.draft(editor), build.draft(build.editor())
    client.force_login(editor)
    assert client.get(url(ours, "outcome", build.an_outcome(theirs).pk)).status_code == 404


def test_the_publishing_page_says_what_is_missing_and_what_differs(client, editor):
    client.force_login(editor)
    empty = services.create_framework(by=editor, council=editor.council, code="bare", name="Bare")
    draft = services.start_version(empty, by=editor)
    page = client.get(url(draft, "publish")).content.decode()
    for text in ("Add at least one outcome", "Name the document", "Name the licence"):
        assert page.count(text) == 1
    refused = client.post(url(draft, "publish"), {"version": draft.version})
    assert (refused.status_code, fresh(draft).status) == (200, "draft")
    assert b"Name the licence" in refused.content
    first = build.published(editor, kind="output")
    second = services.start_version(first.framework, by=editor)
    services.add_priority(second, by=editor, code="N", name="New")
    page = client.get(url(second, "publish")).content.decode()
    assert "Against version 1: 1 added, 0 changed, 0 removed, 1 unchanged" in page
    assert "Only outputs are measured under Local employment" in page
    assert "Before it can be published" not in page


def test_editors_read_what_has_happened_and_others_do_not(client, editor):
    version = build.published(editor)
    assert b"Activity" not in client.get(url(version)).content
    client.force_login(editor)
    page = client.get(url(version)).content.decode()
    assert "Activity" in page
    assert "Published version 1" in page


# Bringing in


def test_a_file_is_shown_first_then_brought_in(client, editor):
    client.force_login(editor)
    typed = {"name": "Care", "code": "care", "source": "S", "licence": "L", "framework": ""}
    shown = client.post("/frameworks/import/", {**typed, "file": SimpleUploadedFile("care.csv", FILE)})
    assert "1 priority, 1 outcome, 1 measure, 0 proxies" in shown.content.decode()
    assert b"will not import: mood" in shown.content
    assert not Framework.objects.exists()
    done = client.post("/frameworks/import/", {**typed, "carried": shown.context["carried"], "confirm": "1"})
    assert done.url == "/frameworks/care/1/"
    assert Measure.objects.get().name == "Jobs – kept"
    again = {**typed, "framework": Framework.objects.get().pk, "carried": shown.context["carried"], "confirm": "1"}
    assert client.post("/frameworks/import/", again).url == "/frameworks/care/1/"
    assert Measure.objects.count() == 1


def test_a_bad_file_is_refused_with_its_cells(client, editor):
    client.force_login(editor)
    bad = FILE.replace(b";people;", b";;")
    page = client.post("/frameworks/import/", {"name": "C", "code": "c", "file": SimpleUploadedFile("c.csv", bad)})
    assert b"Nothing can be imported yet" in page.content
    assert b"this is needed: say what is counted" in page.content
    page = client.post("/frameworks/import/", {"name": "C", "code": "c", "carried": page.context["carried"], "confirm": "1"})
    assert not Framework.objects.exists()
    for data, name in ((b"", "x.csv"), (b"a,b\n1,2\n", "x.csv"), (b"PK\x03\x04broken", "x.xlsx")):
        page = client.post("/frameworks/import/", {"name": "C", "code": "c", "file": SimpleUploadedFile(name, data)})
        assert page.status_code == 200
        assert page.context["form"].errors["file"]


def test_another_persons_file_is_not_brought_in(client, editor):
    client.force_login(editor)
    shown = client.post("/frameworks/import/", {"name": "C", "code": "c", "file": SimpleUploadedFile("c.csv", FILE)})
    client.force_login(build.editor(editor.council))
    page = client.post("/frameworks/import/", {"name": "C", "code": "c", "carried": shown.context["carried"], "confirm": "1"})
    assert page.status_code == 200
    assert not Framework.objects.exists()


def test_another_councils_framework_cannot_be_chosen(client, editor):
    theirs = build.published(build.editor())
    client.force_login(editor)
    page = client.post("/frameworks/import/", {"framework": theirs.framework.pk, "file": SimpleUploadedFile("c.csv", FILE)})
    assert "framework" in page.context["form"].errors


# The council's own decisions


def test_the_policy_is_decided_in_words_and_shown_to_everybody(client, editor):
    version = build.published(editor)
    assert b"has not decided otherwise" in client.get(url(version)).content
    client.force_login(editor)
    page = client.post("/frameworks/proxy-policy/", {"proxies_may_score": "yes", "justification": "Because we like it"})
    assert "justification" in page.context["form"].errors
    assert not ProxyPolicy.objects.exists()
    why = "Members decided in public to try it for one year on road contracts"
    assert client.post("/frameworks/proxy-policy/", {"proxies_may_score": "yes", "justification": why}).status_code == 302
    assert services.proxies_may_score(editor.council)
    assert why.encode() in client.get("/frameworks/proxy-policy/").content
    client.logout()
    assert why.encode() in client.get(url(version)).content
    client.force_login(people.person(editor.council, Role.MEMBER))
    assert client.get("/frameworks/proxy-policy/").status_code == 403


def test_strategic_outcomes_are_listed_and_added(client, editor):
    client.force_login(editor)
    add = "/frameworks/strategic-outcomes/new/"
    assert client.post(add, {"code": "S1", "name": "Work for all", "document": "The strategy"}).status_code == 302
    parent = editor.council.strategic_outcomes.get().pk
    assert client.post(add, {"code": "S1a", "name": "Skills", "parent": parent}).status_code == 302
    assert "code" in client.post(add, {"code": "S1", "name": "Twice"}).context["form"].errors
    page = client.get("/frameworks/strategic-outcomes/").content
    assert b"Work for all" in page
    assert b"S1a" in page
    client.force_login(build.editor())
    assert b"Work for all" not in client.get("/frameworks/strategic-outcomes/").content
