"""A KPI is asked who benefited; what is said of it is typed, checked, sent, corrected and read by who may."""

from datetime import date, datetime
from decimal import Decimal as D

import pytest
from django.urls import reverse

from contracts.benefits import services
from contracts.benefits.models import BenefitList, Breakdown
from contracts.obligations.models import Kpi
from contracts.returns import services as returns
from contracts.returns.models import Return
from contracts.returns.services.bringing_back import bring_back
from contracts.returns.services.template import template_headings, template_rows
from contracts.schedule.models import DueReturn
from contracts.standing.selectors.benefits import who_over_time
from socialvalue.accounts.enums import Role
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.errors import NotAllowed, Refused, WrongState
from tests.builders import contracts as build
from tests.builders import people
from tests.contracts.returns.period import stage as period

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 6, 20, 9)
LATER = datetime(2025, 7, 10, 9)
WHY = "Members ask whether young people get these places."
AGES = ["Under 18", "18 to 24", "25 or over"]


class Scene:
    def __init__(self):
        self.who = build.parties()
        self.admin = people.person(self.who.council, Role.ADMINISTRATOR)
        with clock.at(NOW):
            self.stage = period.begin(2, self.who)
            self.ages = self.list()
            self.kpi = self.stage.dues[0].kpi
            self.asked = services.ask_who(self.kpi, by=self.who.manager, by_list=self.ages, reason=WHY, targets={"g1": D(2)})

    def list(self, name="Age", groups=AGES, overlaps=False) -> BenefitList:
        return services.make_list(self.who.council, by=self.admin, name=name, groups=groups, overlaps=overlaps)

    @property
    def due(self) -> DueReturn:
        return DueReturn.objects.get(pk=self.stage.dues[0].pk)

    def save(self, value=12, **said) -> Return:
        parts = {key: D(amount) for key, amount in said.items()}
        return returns.save_return(self.due, by=self.who.reporter, value=D(value), benefited=parts)

    def verified(self, **said) -> Return:
        sent = returns.submit_return(self.save(**said), by=self.who.reporter)
        return returns.verify_return(sent, by=self.who.manager, comment=build.SEEN)


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture(autouse=True)
def later():
    with clock.at(LATER):
        yield


def test_a_list_is_a_councils_data_and_is_never_changed(scene):
    assert scene.ages.groups == [["g1", "Under 18"], ["g2", "18 to 24"], ["g3", "25 or over"]]
    for wrong, match in (
        ({"name": " "}, "Enter a name"),
        ({"name": "age"}, "There is a list of this name already"),
        ({"groups": ["One"]}, "Enter at least two groups"),
        ({"groups": ["One", " one "]}, "Enter each group once"),
        ({"groups": [str(number) for number in range(41)]}, "Enter 40 groups or fewer"),
    ):
        with pytest.raises(Refused, match=match):
            scene.list(**{"name": "Place"} | wrong)
    with pytest.raises(NotAllowed, match="Only an administrator of this council may do this"):
        services.make_list(scene.who.council, by=scene.who.manager, name="Place", groups=AGES, overlaps=False)
    services.end_list(scene.ages, by=scene.admin)
    with pytest.raises(WrongState, match="This list has ended already"):
        services.end_list(scene.ages, by=scene.admin)
    assert scene.list().pk != scene.ages.pk
    with pytest.raises(Refused, match="Choose one of the council’s lists"):
        services.ask_who(scene.kpi, by=scene.who.manager, by_list=BenefitList.objects.get(pk=scene.ages.pk), reason=WHY)


def test_it_is_asked_of_a_number_that_is_added_up_with_a_reason_and_told(scene):
    message = scene.who.reporter.messages.get(key__startswith="who-benefited")
    assert "Please say who benefited: KPI 1" in message.subject
    assert (message.private, WHY in message.body) == (WHY, False)
    assert timeline(scene.kpi).filter(verb="ask who benefited").get().reason == WHY
    share = scene.stage.dues[1].kpi
    with pytest.raises(WrongState, match="Who benefited is asked of a number that is added up"):
        services.ask_who(share, by=scene.who.manager, by_list=scene.ages, reason=WHY)
    with pytest.raises(Refused, match="Say why this is asked"):
        services.ask_who(scene.kpi, by=scene.who.manager, by_list=scene.ages, reason="because")
    for person in (scene.who.reporter, scene.who.member, scene.who.director):
        with pytest.raises(NotAllowed, match="Your role does not include: create contracts, agree obligations, log returns"):
            services.ask_who(scene.kpi, by=person, by_list=scene.ages, reason=WHY)
    elsewhere = Scene()
    with pytest.raises(Refused, match="Choose one of the council’s lists"):
        services.ask_who(scene.kpi, by=scene.who.manager, by_list=elsewhere.ages, reason=WHY)


@pytest.mark.parametrize(
    "from_day, until_day, asked",
    [
        (date(2025, 6, 30), None, True),
        (date(2025, 7, 1), None, False),
        (date(2025, 4, 1), date(2025, 6, 30), True),
        (date(2025, 4, 1), date(2025, 6, 29), False),
    ],
)
def test_it_is_asked_of_periods_that_end_in_its_days(from_day, until_day, asked):
    assert Breakdown(from_day=from_day, until_day=until_day).is_asked(date(2025, 6, 30)) is asked


def test_another_list_takes_its_place_until_somebody_has_reported(scene):
    places = scene.list("District", ["Ashford", "Dover"])
    changed = services.ask_who(scene.kpi, by=scene.who.manager, by_list=places, reason=WHY)
    assert (changed.pk, changed.by_list, changed.version) == (scene.asked.pk, places, 2)
    scene.save(g1=3)
    with pytest.raises(WrongState, match="Figures were reported by the list before"):
        services.ask_who(scene.kpi, by=scene.who.manager, by_list=scene.ages, reason=WHY)
    services.stop_asking(Breakdown.objects.get(), by=scene.who.manager, reason="The members no longer ask for it.")
    with pytest.raises(WrongState, match="This is not asked any more"):
        services.stop_asking(Breakdown.objects.get(), by=scene.who.manager, reason="The members no longer ask for it.")


def test_half_is_typed_first_and_the_whole_is_checked_when_it_is_sent(scene):
    draft = scene.save(12, g1=8, g2=6)
    assert draft.benefited == {"g1": "8", "g2": "6"}
    words = "Who benefited adds up to 14, which is 2 more than the figure of 12: correct one of them"
    with pytest.raises(Refused, match=words) as refusal:
        returns.submit_return(draft, by=scene.who.reporter)
    assert refusal.value.field == "benefited"
    assert returns.why_never(Return.objects.select_related("due__kpi").get()).startswith("who benefited adds up to 14")
    sent = returns.submit_return(scene.save(12, g1=3, g2=4), by=scene.who.reporter)
    assert sent.benefited == {"g1": "3", "g2": "4"}, "what is not known is worked out, not kept as said"


def test_of_groups_that_overlap_each_is_held_to_the_whole(scene):
    overlapping = scene.list("Needs", ["Disabled people", "Care leavers"], overlaps=True)
    services.ask_who(scene.kpi, by=scene.who.manager, by_list=overlapping, reason=WHY)
    with pytest.raises(Refused, match="Who benefited: Disabled people is by 1 more than the figure of 12"):
        returns.submit_return(scene.save(12, g1=13, g2=2), by=scene.who.reporter)
    assert returns.submit_return(scene.save(12, g1=9, g2=9), by=scene.who.reporter).is_submitted


def test_nothing_said_is_sent_all_the_same_and_other_kpis_keep_nothing(scene):
    assert returns.submit_return(scene.save(12), by=scene.who.reporter).benefited == {}
    ratio = {"numerator": D(9), "denominator": D(10)}
    kept = returns.save_return(scene.stage.dues[1], by=scene.who.reporter, benefited={"g1": D(1)}, **ratio)
    assert kept.benefited == {}
    with pytest.raises(Refused, match="Who benefited: a number is 0 or more"):
        Scene().save(3, g1=-1)


def test_a_group_that_the_list_has_not_is_not_kept(scene):
    assert scene.save(12, g1=3, g9=4, unknown=1).benefited == {"g1": "3", "unknown": "1"}


def test_saving_without_a_word_of_it_leaves_it(scene):
    scene.save(12, g1=3)
    again = returns.save_return(scene.due, by=scene.who.reporter, value=D(13))
    assert again.benefited == {"g1": "3"}


def test_a_correction_begins_with_it_and_another_answer_asks_why(scene):
    scene.verified(g1=3, g2=4)
    begun = returns.correct_return(scene.due, by=scene.who.reporter, reason="One of them was older than was said.")
    assert begun.benefited == {"g1": "3", "g2": "4"}
    sent = returns.submit_return(scene.save(12, g1=2, g2=5), by=scene.who.reporter)
    event = timeline(sent).filter(verb="submit return").first()
    assert event.changes == {"benefited": [None, None]}, "that it changed, not how: of few people"


WHO_READS = [("reporter", True), ("manager", True), ("director", True), ("member", False)]


@pytest.mark.parametrize("name, exact", WHO_READS)
def test_few_people_are_shown_to_who_reports_and_verifies_alone(scene, client, name, exact):
    version = scene.verified(g1=2, g2=6)
    person = getattr(scene.who, name)
    found = who_over_time(Kpi.objects.select_related("breakdown__by_list").get(pk=scene.kpi.pk), person)
    ((_, parts),) = found.periods
    assert [part.amount for part in parts] == ([2, 6, None, 4] if exact else [None, 6, None, None])
    assert found.hides is not exact
    client.force_login(person)
    for url in (reverse("kpi", args=[scene.kpi.pk]), reverse("return", args=[version.due_id])):
        page = client.get(url).content.decode()
        assert "Who benefited" in page
        assert ("not shown" in page) is not exact


def test_another_supplier_sees_nothing_of_it(scene, client):
    scene.verified(g1=2, g2=6)
    other = build.parties(scene.who.council, people.supplier("Another"))
    client.force_login(other.reporter)
    assert client.get(reverse("kpi", args=[scene.kpi.pk])).status_code == 404


def test_the_period_page_folds_it_beneath_its_kpi_and_nowhere_else(scene, client):
    client.force_login(scene.who.reporter)
    page = client.get(scene.stage.url())
    html = page.content.decode()
    assert html.count("Who benefited: Age") == 1
    assert "Under 18 (target 2)" in html
    row, other = page.context["forms"]
    assert list(row.groups.values()) == ["g1", "g2", "g3", "unknown"]
    assert other.groups == {}
    assert f"row-{scene.stage.dues[1].pk}" in html


def test_it_is_typed_on_the_page_of_the_period_and_saves_itself(scene, client):
    from tests.contracts.returns.period.test_pages import fields

    client.force_login(scene.who.reporter)
    page = client.get(scene.stage.url())
    typed = scene.stage.typed(0, value="12", who_g1="3", who_unknown="2")
    assert client.post(scene.stage.url("returns-period-save"), fields(page, **typed)).content.decode().startswith("Saved ")
    assert Return.objects.get().benefited == {"g1": "3", "unknown": "2"}
    again = client.get(scene.stage.url())
    client.post(scene.stage.url("returns-period-save"), fields(again, **scene.stage.typed(0, who_g1="4")))
    assert Return.objects.get().benefited == {"g1": "4", "unknown": "2"}
    untouched = client.get(scene.stage.url())
    client.post(scene.stage.url("returns-period-save"), fields(untouched))
    assert Return.objects.get().version == 2, "a row that nobody touched is not saved again"
    client.post(scene.stage.url(), fields(client.get(scene.stage.url()), next="check", **scene.stage.typed(0, who_g1="11")))
    check = client.get(scene.stage.url("returns-period-check")).content.decode()
    assert "who benefited adds up to 13" in check


def test_it_is_typed_on_the_page_of_one_return(scene, client):
    client.force_login(scene.who.reporter)
    url = reverse("return", args=[scene.due.pk])
    client.post(url, {"version": "0", "value": "12", "who_g1": "3", "next": "return-check"})
    assert Return.objects.get().benefited == {"g1": "3"}
    check = client.get(reverse("return-check", args=[scene.due.pk])).content.decode()
    assert "Under 18: 3" in check
    assert "Who benefited: 9 of 12 not known" in check


def test_the_template_has_its_columns_and_they_come_back(scene):
    headings = template_headings(scene.stage.contract, scene.who.reporter)
    assert headings[-4:] == ["benefited Under 18", "benefited 18 to 24", "benefited 25 or over", "benefited not known"]
    assert {len(row) for row in template_rows(scene.stage.contract, scene.who.reporter)} == {len(headings)}
    table = b"reference,period,value,benefited Under 18,benefited not known\nK1,2025-04-01 to 2025-06-30,12,3,2\n"
    done = bring_back(scene.stage.contract, by=scene.who.reporter, data=table, name="ours.csv")
    assert (done.summary, done.problems) == ("1 new, 0 changed, 0 unchanged, 0 empty, 0 refused", [])
    assert Return.objects.get().benefited == {"g1": "3", "unknown": "2"}
    again = bring_back(scene.stage.contract, by=scene.who.reporter, data=table, name="ours.csv")
    assert again.summary == "0 new, 0 changed, 1 unchanged, 0 empty, 0 refused"
    wrong = b"reference,period,value,benefited Under 18\nK1,2025-04-01 to 2025-06-30,12,three\n"
    assert bring_back(scene.stage.contract, by=scene.who.reporter, data=wrong, name="ours.csv").problems


def test_a_contract_that_asks_nobody_has_the_template_it_had():
    with clock.at(NOW):
        stage = period.begin(2)
    assert not [one for one in template_headings(stage.contract, stage.who.reporter) if one.startswith("benefited")]


def test_a_manager_asks_on_the_page_of_the_kpi(scene, client):
    client.force_login(scene.admin)
    assert "Under 18" in client.get(reverse("administration-benefits")).content.decode()
    client.post(reverse("administration-benefit-new"), {"name": "Place", "groups": "Ashford\nDover\n"})
    places = BenefitList.objects.get(name="Place")
    client.force_login(scene.who.manager)
    url = reverse("kpi-benefits", args=[scene.kpi.pk])
    assert f"?list={places.pk}" in client.get(url).content.decode()
    client.post(f"{url}?list={places.pk}", {"target_g1": "4", "target_g2": "", "reason": WHY})
    asked = Breakdown.objects.get()
    assert (asked.by_list, asked.targets) == (places, {"g1": "4"})
    assert "Ask who benefited" not in client.get(reverse("kpi", args=[scene.stage.dues[1].kpi_id])).content.decode()
    client.post(reverse("kpi-benefits-stop", args=[scene.kpi.pk]), {"reason": "The members no longer ask for it."})
    assert Breakdown.objects.get().until_day == clock.today()
