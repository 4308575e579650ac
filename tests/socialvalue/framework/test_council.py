"""Links, strategic outcomes, the policy on proxies, and who makes a framework for everybody."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from socialvalue.audit.models import AuditEvent
from socialvalue.common.errors import NotAllowed, Refused
from socialvalue.framework import services
from socialvalue.framework.models import Framework, FrameworkVersion, Goal, Measure, Outcome
from socialvalue.framework.selectors import content_of, rows_of
from socialvalue.framework.services import shipped
from tests.builders import framework as build
from tests.builders import people
from tests.socialvalue.framework.test_editing import actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return build.editor()


def test_another_councils_strategic_outcome_is_refused(editor):
    build.draft(editor)
    other = build.editor()
    theirs = services.add_strategic_outcome(other.council, by=other, code="X", name="Theirs")
    ours = services.add_strategic_outcome(editor.council, by=editor, code="X", name="Ours", document="Our strategy")
    edit, add = services.edit_part, services.add_strategic_outcome
    for act, words in (
        (lambda: edit(Outcome.objects.get(), by=editor, strategic_outcome=theirs), "This is another council’s strategic outcome"),
        (
            lambda: services.add_crosswalk(Outcome.objects.get(), by=editor, to=theirs),
            "This is another council’s strategic outcome",
        ),
        (
            lambda: add(editor.council, by=editor, code="Y", name="Y", parent=theirs),
            "Choose one of this council’s main strategic outcomes",
        ),
        (lambda: add(editor.council, by=editor, code="x", name="Twice"), "Another strategic outcome has this code"),
    ):
        with pytest.raises(Refused, match=words):
            act()
    below = services.add_strategic_outcome(editor.council, by=editor, code="X1", name="Below", parent=ours)
    with pytest.raises(Refused, match=r"Choose one of this council’s main strategic outcomes"):
        services.add_strategic_outcome(editor.council, by=editor, code="X2", name="Too deep", parent=below)
    with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
        services.add_strategic_outcome(editor.council, by=other, code="Z", name="Z")
    services.edit_part(Outcome.objects.get(), by=editor, strategic_outcome=ours)
    assert rows_of(FrameworkVersion.objects.get())[0].strategic_outcome == "X"


def test_links_are_allowed_on_published_versions_and_audited(editor):
    shipped.load_goals()
    version = build.published(editor)
    outcome, goal = build.an_outcome(version), Goal.objects.get(number=8)
    link = services.add_crosswalk(outcome, by=editor, to=goal)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor) == ("link", editor)
    with pytest.raises(Refused, match="there already"):
        services.add_crosswalk(outcome, by=editor, to=goal)
    for act in (
        lambda who: services.add_crosswalk(outcome, by=who, to=Goal.objects.get(number=1)),
        lambda who: services.remove_crosswalk(link, by=who),
    ):
        for who in ("own member", "other council's commissioner", "supplier"):
            with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
                act(actor(who, editor.council))
    services.remove_crosswalk(link, by=editor)
    assert AuditEvent.objects.latest("pk").verb == "unlink"
    assert not outcome.crosswalks.exists()


def test_links_to_other_frameworks(editor):
    version, other = build.published(editor), build.published(editor)
    outcome = build.an_outcome(version)
    services.add_crosswalk(outcome, by=editor, to=build.an_outcome(other))
    with pytest.raises(Refused, match="another framework"):
        services.add_crosswalk(outcome, by=editor, to=outcome)
    with pytest.raises(Refused, match="draft"):
        services.add_crosswalk(outcome, by=editor, to=build.an_outcome(build.draft(editor)))


def test_only_outputs_is_told_of_each_priority(editor):
    outputs = build.draft(editor, kind="output", measures=2)
    assert [p.only_outputs for p in content_of(outputs)] == [True]
    services.edit_part(Measure.objects.filter(outcome__priority__version=outputs).first(), by=editor, kind="outcome")
    assert [p.only_outputs for p in content_of(outputs)] == [False]
    assert [p.only_outputs for p in content_of(build.draft(editor, measures=0))] == [False]


def test_proxies_do_not_score_until_the_council_says_why(editor):
    council, why = editor.council, "Members asked for it in public, for one year, as a trial"
    assert not services.proxies_may_score(council)
    with pytest.raises(Refused, match="Justify the decision in at least ten words:") as refused:
        services.decide_proxy_policy(
            council, by=editor, proxies_may_score=True, justification="one two three four five six seven eight nine"
        )
    assert refused.value.field == "justification"
    with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
        services.decide_proxy_policy(council, by=build.editor(), proxies_may_score=True, justification=why)
    assert not services.proxies_may_score(council)
    services.decide_proxy_policy(council, by=editor, proxies_may_score=True, justification=why)
    assert services.proxies_may_score(council)
    assert not services.proxies_may_score(people.council())
    assert AuditEvent.objects.latest("pk").reason == why
    services.decide_proxy_policy(council, by=editor, proxies_may_score=False, justification="The trial is over " * 3)
    assert not services.proxies_may_score(council)


def test_the_system_alone_makes_a_framework_for_everybody(editor):
    made = services.create_framework(by=None, council=None, code="national", name="National")
    assert made.council is None
    with pytest.raises(NotAllowed, match=r"A council’s framework needs somebody who answers for it"):
        services.create_framework(by=None, council=editor.council, code="x", name="x")
    with pytest.raises(ObjectDoesNotExist):
        Framework.objects.get(code="x")


def test_a_strategic_outcomes_wording_can_be_put_right_and_its_code_stays(client, editor):
    made = services.add_strategic_outcome(editor.council, by=editor, code="X", name="Misspelt", document="Our strategy")
    client.force_login(editor)
    address = f"/frameworks/strategic-outcomes/{made.pk}/"
    assert b"Misspelt" in client.get(address).content
    assert client.post(address, {"name": "", "document": "Typed"}).context["form"].errors["name"]
    assert client.post(address, {"name": "Spelt well", "document": "Our strategy", "code": "Y"}).status_code == 302
    made.refresh_from_db()
    assert (made.code, made.name) == ("X", "Spelt well")
    assert AuditEvent.objects.latest("pk").changes == {"name": ["Misspelt", "Spelt well"]}
    other = build.editor()
    with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
        services.edit_strategic_outcome(made, by=other, name="Theirs")
    client.force_login(other)
    assert client.get(address).status_code == 404


def test_a_strategic_outcome_is_removed_only_while_nothing_refers_to_it(client, editor):
    build.draft(editor)
    served = services.add_strategic_outcome(editor.council, by=editor, code="A", name="Served")
    linked = services.add_strategic_outcome(editor.council, by=editor, code="B", name="Linked")
    above = services.add_strategic_outcome(editor.council, by=editor, code="C", name="Above")
    below = services.add_strategic_outcome(editor.council, by=editor, code="C1", name="Below", parent=above)
    services.edit_part(Outcome.objects.get(), by=editor, strategic_outcome=served)
    services.add_crosswalk(Outcome.objects.get(), by=editor, to=linked)
    for kept, why in ((served, "serves it"), (linked, "serves it"), (above, "support it")):
        with pytest.raises(Refused, match=why):
            services.remove_strategic_outcome(kept, by=editor)
    client.force_login(editor)
    page = client.get("/frameworks/strategic-outcomes/").content.decode()
    assert [f"/{o.pk}/remove/" in page for o in (served, linked, above, below)] == [False, False, False, True]
    address = f"/frameworks/strategic-outcomes/{served.pk}/remove/"
    assert "serves it" in client.post(address).content.decode()
    address = f"/frameworks/strategic-outcomes/{below.pk}/remove/"
    assert client.get(address).status_code == 200
    other = build.editor()
    with pytest.raises(NotAllowed, match=r"Your role does not include: edit the framework library"):
        services.remove_strategic_outcome(below, by=other)
    client.force_login(other)
    assert client.post(address).status_code == 404
    client.force_login(editor)
    assert client.post(address).status_code == 302
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.sentence) == ("remove", "removed the strategic outcome C1 “Below”")
    services.remove_strategic_outcome(above, by=editor)
    assert set(editor.council.strategic_outcomes.values_list("code", flat=True)) == {"A", "B"}


def test_the_crosswalk_is_read_from_its_other_end_too(client, editor, django_assert_num_queries):
    version = shipped.load_kent(editor.council)
    other = build.published(editor)
    outcome = Outcome.objects.get(priority__version=version, code="LE1")
    services.add_crosswalk(outcome, by=editor, to=build.an_outcome(other), note="in part")
    with django_assert_num_queries(7):
        page = " ".join(client.get("/frameworks/kent/1/serves/").content.decode().split())
    assert "Goal 8: Decent work and economic growth" in page
    assert "LE1 People are in lasting work" in page
    assert ": in part" in page
    missed = page.split("No outcome is linked to: ")[1].split("</p>")[0]
    assert "Goal 14: Life below water" in missed
    assert "Goal 8" not in missed
    with django_assert_num_queries(7):
        empty = client.get(f"/frameworks/{other.framework.code}/1/serves/").content.decode()
    assert "No outcome is linked to a goal." in empty
    draft = build.draft(editor)
    assert client.get(f"/frameworks/{draft.framework.code}/1/serves/").status_code == 404
