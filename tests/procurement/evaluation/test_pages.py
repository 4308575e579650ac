"""Who may open which page, what a page must not tell, and how many queries it asks."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html

from procurement.bidding.models import Bid
from procurement.evaluation import selectors, services
from procurement.evaluation.models import ModeratedScore, Score
from procurement.evaluation.pages.moderation import Glance
from procurement.evaluation.selectors import Cell, Spread
from procurement.tendering.models import Criterion
from socialvalue.accounts.enums import Role
from tests.builders import evaluation as scenes
from tests.builders import people
from tests.reading import as_read

pytestmark = pytest.mark.django_db
AGREED = "The panel agreed that people and days are named, and checks are not."
SECRET = "Zebra reason that nobody else may read"
INSIDERS = (Role.EVALUATION_LEAD, Role.EVALUATOR, Role.PROCUREMENT_OFFICER, Role.LEAD_DIRECTOR)


def address(name, scene, *more):
    return reverse(name, args=[scene.tender.reference, *more])


def all_pages(scene) -> dict[str, str]:
    bid, key = scene.bids[0].pk, "q1"
    names = ["evaluation", "evaluation-set-up", "evaluation-panel", "evaluation-declaration", "evaluation-start-scoring"]
    names += [
        "evaluation-scores",
        "evaluation-reopen",
        "evaluation-name-scorer",
        "evaluation-start-moderation",
        "evaluation-moderation",
        "evaluation-close",
    ]
    names += ["evaluation-result", "evaluation-record"]
    found = {name: address(name, scene) for name in names}
    found["evaluation-score"] = address("evaluation-score", scene, bid, key)
    found["evaluation-moderate"] = address("evaluation-moderate", scene, bid, key)
    found["evaluation-interest"] = address("evaluation-interest", scene, scene.panel[0].pk)
    return found


def open_pages(client, user, scene) -> set[str]:
    """The pages that answer 200; the others must refuse with 403 or 404."""
    client.force_login(people.fresh(user))
    answers = {name: client.get(url).status_code for name, url in all_pages(scene).items()}
    assert set(answers.values()) <= {200, 403, 404}, answers
    return {name for name, status in answers.items() if status == 200}


LEAD_WHILE = {
    "prepared": {"evaluation", "evaluation-set-up", "evaluation-panel", "evaluation-start-scoring", "evaluation-declaration"},
    "scoring": {
        "evaluation",
        "evaluation-declaration",
        "evaluation-set-up",
        "evaluation-panel",
        "evaluation-reopen",
        "evaluation-start-moderation",
    },
    "moderating": {
        "evaluation",
        "evaluation-declaration",
        "evaluation-moderation",
        "evaluation-moderate",
        "evaluation-close",
    },
    "closed": {"evaluation", "evaluation-declaration", "evaluation-result", "evaluation-record"},
}
PANELLIST_WHILE = {
    "prepared": {"evaluation", "evaluation-declaration"},
    "scoring": {"evaluation", "evaluation-declaration", "evaluation-scores", "evaluation-score"},
    "moderating": {"evaluation", "evaluation-declaration", "evaluation-scores"},
    "closed": {"evaluation", "evaluation-declaration", "evaluation-scores"},
}
READER_WHILE = {
    "prepared": {"evaluation"},
    "scoring": {"evaluation"},
    "moderating": {"evaluation"},
    "closed": {"evaluation", "evaluation-result", "evaluation-record"},
}


@pytest.mark.parametrize("stage", ["prepared", "scoring", "moderating", "closed"])
def test_who_opens_which_page(client, stage):
    scene = getattr(scenes, stage)(bids=1, panellists=1)
    assert open_pages(client, scene.lead, scene) == LEAD_WHILE[stage]
    assert open_pages(client, scene.panel[0].user, scene) == PANELLIST_WHILE[stage]
    for role in (Role.PROCUREMENT_OFFICER, Role.LEAD_DIRECTOR):
        assert open_pages(client, people.person(scene.council, role), scene) == READER_WHILE[stage]
    outsiders = [people.person(scene.council, role) for role in Role if role not in (*INSIDERS, Role.SUPPLIER, Role.PARTNER)]
    outsiders += [
        people.person(scene.council, Role.EVALUATOR),
        people.person(people.council(), Role.EVALUATION_LEAD, Role.EVALUATOR),
    ]
    outsiders.append(scene.bids[0].supplier.memberships.get().user)
    for user in outsiders:
        assert open_pages(client, user, scene) == set(), user


def test_the_signed_out_are_asked_to_sign_in(client):
    scene = scenes.prepared(bids=1, panellists=1)
    for url in all_pages(scene).values():
        assert client.get(url).status_code == 302


def test_scoring_without_javascript_from_the_first_to_the_last(client):
    scene = scenes.scoring(bids=2, panellists=1)
    client.force_login(scene.panel[0].user)
    url = address("evaluation-score", scene, scene.bids[0].pk, "q1")
    seen = 0
    while "/scores/" in url and seen < 10 and url != address("evaluation-scores", scene):
        page = client.get(url)
        assert page.context["page"].number == seen + 1
        data = {"level": "3", "reason": "Fair, with dates for most of the steps.", "version": "0"}
        url = client.post(url, data).url
        seen += 1
    assert seen == 8
    assert url == address("evaluation-scores", scene)
    assert Score.objects.filter(value=3).count() == 8
    client.post(url)
    assert set(Score.objects.values_list("status", flat=True)) == {"final"}


def test_a_score_between_two_levels_and_one_off_the_scale(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    url = address("evaluation-score", scene, scene.bids[0].pk, "q1")
    page = client.post(url, {"between": "5.5", "reason": "Typed words stay", "version": "0"})
    assert page.status_code == 200
    assert "Typed words stay" in as_read(page)
    assert not Score.objects.exists()
    client.post(url, {"level": "between", "between": "3.5", "reason": "Between", "version": "0", "stay": "1"})
    assert Score.objects.get().value == Decimal("3.5")


def test_autosave_answers_with_the_version_and_never_overwrites(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    url = address("evaluation-score-autosave", scene, scene.bids[0].pk, "q1")
    answer = as_read(client.post(url, {"reason": "Half a sen", "version": "0"}))
    assert "Saved at" in answer
    assert 'value="1"' in answer
    assert "0 of 4 scored" in answer
    answer = as_read(client.post(url, {"reason": "Half a sentence that says enough", "version": "1", "level": "4"}))
    assert 'value="2"' in answer
    assert "1 of 4 scored" in answer
    answer = as_read(client.post(url, {"reason": "Another window", "version": "1", "level": "1"}))
    assert "Not saved: you saved this in another tab or window at" in answer
    assert Score.objects.get().value == 4


def test_saving_twice_the_same_is_no_conflict(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    args = (scene.bids[0].pk, "q1")
    data = {"reason": "The same words that say enough", "version": "0", "level": "4"}
    client.post(address("evaluation-score-autosave", scene, *args), data)
    assert client.post(address("evaluation-score", scene, *args), data).status_code == 302


def test_a_second_window_keeps_what_was_typed(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    url = address("evaluation-score", scene, scene.bids[0].pk, "q1")
    client.post(url, {"level": "4", "reason": "First", "version": "0"})
    page = client.post(url, {"level": "1", "reason": "Second words", "version": "0"})
    text = as_read(page)
    assert page.status_code == 200
    assert "Second words" in text
    assert '<a href="#latest">You saved this in another tab or window at' in text
    assert "Somebody else" not in text
    assert text.index("As you saved it") < text.index("First") < text.index("Second words")
    assert Score.objects.get().reason == "First"


def test_no_page_of_another_tells_a_score(client):
    scene = scenes.scoring(bids=1, panellists=2)
    place = scene.place(0)
    services.save_score(
        place, by=place.user, bid=scene.bids[0], criterion=scene.criterion("q1"), value=Decimal("3.37"), reason=SECRET
    )
    readers = [scene.panel[1].user, scene.lead, *(people.person(scene.council, role) for role in Role if role != Role.SUPPLIER)]
    for user in readers:
        client.force_login(people.fresh(user))
        pages = [*all_pages(scene).values(), reverse("evaluations"), reverse("messages"), f"/tenders/{scene.tender.reference}/"]
        for url in pages:
            text = as_read(client.get(url, follow=True))
            assert SECRET not in text, (str(user), url)
            assert "3.37" not in text, (str(user), url)


@pytest.mark.parametrize("anonymous", [True, False])
def test_names_and_prices_on_a_panellists_pages(client, anonymous):
    scene = scenes.scoring(bids=2, panellists=1, anonymous=anonymous)
    client.force_login(scene.panel[0].user)
    bid = scene.bids[0]
    pages = [address("evaluation", scene), address("evaluation-scores", scene), address("evaluation-score", scene, bid.pk, "q1")]
    text = "".join(as_read(client.get(url)) for url in pages)
    assert (bid.supplier.name in text) is not anonymous
    for one in scene.bids:
        assert f"{one.price:,.0f}" not in text
        assert str(one.price) not in text
        assert f"{one.price:.0f}" not in text
    assert "Bid A" in text


def test_commitments_stand_beside_the_answer(client):
    scene = scenes.scoring(bids=1, panellists=1)
    client.force_login(scene.panel[0].user)
    text = as_read(client.get(address("evaluation-score", scene, scene.bids[0].pk, "q4")))
    assert "3 apprenticeships a year" in text
    assert "A panel of care leavers chose it from three ideas" in text


def test_the_panel_page_keeps_ticks_when_it_is_stale(client):
    scene = scenes.prepared(bids=1, panellists=1)
    user, q1 = scene.panel[0].user, scene.criterion("q1")
    client.force_login(scene.lead)
    url = address("evaluation-panel", scene)
    page = client.post(url, {f"give-{user.pk}-{q1.pk}": "on", "version": "99"})
    assert page.status_code == 200
    assert "Somebody else saved this" in as_read(page)
    assert scene.panel[0].assignments.count() == 4
    client.post(url, {f"give-{user.pk}-{q1.pk}": "on", "version": str(page.context["version"])})
    assert scene.panel[0].assignments.count() == 1


def test_moderation_by_the_form_goes_on_to_the_next(client):
    scene = scenes.moderating(bids=2, panellists=2)
    client.force_login(scene.lead)
    url = address("evaluation-moderate", scene, scene.bids[0].pk, "q1")
    page = client.post(url, {"level": "4", "reason": "", "version": "0"})
    assert page.status_code == 200
    assert "Enter" in as_read(page)
    answer = client.post(url, {"level": "4", "reason": "The panel agreed after reading page 2.", "version": "0"})
    assert answer.status_code == 302
    assert "/moderation/" in answer.url
    assert answer.url != url


def test_a_page_of_moderation_is_skipped_to_its_score_and_has_one_way_back(client):
    scene = scenes.moderating(bids=1, panellists=1)
    client.force_login(scene.lead)
    assert ways_round(client, scene, address("evaluation-moderate", scene, scene.bids[0].pk, "q1")) == AROUND


AROUND = ["Skip to the agreed score", "Skip to main content", "Back to moderation"]


def ways_round(client, scene, url: str) -> list[str]:
    """The first two links of a page of moderation, the first of which leads into it, and every link back to the list."""
    page = html.fromstring(client.get(url).content)
    links = page.findall(".//a")
    assert page.get_element_by_id(links[0].get("href").removeprefix("#")).tag == "div"
    back = [link for link in links if link.get("href") == address("evaluation-moderation", scene)]
    return [as_read(str(link.text_content())) for link in [*links[:2], *back]]


def test_the_widest_spread_stands_first(client):
    scene = scenes.moderating(bids=3, panellists=2)
    client.force_login(scene.lead)
    rows = client.get(address("evaluation-moderation", scene)).context["open_rows"]
    spreads = [row.cell.spread for row in rows]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] > spreads[-1]


def test_the_downloaded_record_is_what_was_hashed(client):
    import hashlib

    scene = scenes.closed(bids=2, panellists=1)
    client.force_login(scene.lead)
    answer = client.get(address("evaluation-record", scene))
    assert hashlib.sha256(answer.content).hexdigest() == scene.record.sha256
    assert json.loads(answer.content)["format"] == "evaluation-record/1"
    assert "attachment" in answer["Content-Disposition"]


def test_the_result_page_says_what_would_turn_it(client):
    scene = scenes.closed(bids=2, panellists=1, scores={"q1": [4, 5], "q2": [3, 3], "q3": [3, 3], "q4": [3, 3]})
    client.force_login(scene.lead)
    page = client.get(address("evaluation-result", scene))
    sentence = page.context["page"].turning
    assert sentence.startswith(("One mark would change the result", "No single mark would change the result"))
    assert sentence in as_read(page).replace("&#x27;", "'")


def _queries(client, django_assert_num_queries, url, number):
    client.get(url)
    with django_assert_num_queries(number):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_list(client, django_assert_num_queries, count):
    tenders = [scenes.opened(1)]
    council = tenders[0].commission.council
    tenders += [scenes.opened(1, council=council) for _ in range(count - 1)]
    lead = people.person(council, Role.EVALUATION_LEAD)
    for tender in tenders:
        scenes.prepared(tender=tender, panellists=2, lead=lead)
    client.force_login(lead)
    _queries(client, django_assert_num_queries, reverse("evaluations"), 10)


@pytest.mark.parametrize("bids", [1, 3])
def test_queries_of_moderation_do_not_grow_with_the_bids(client, django_assert_num_queries, bids):
    scene = scenes.moderating(bids=bids, panellists=2)
    client.force_login(scene.lead)
    _queries(client, django_assert_num_queries, address("evaluation-moderation", scene), 18)


@pytest.mark.parametrize("bids", [1, 3])
def test_queries_of_a_score_sheet_do_not_grow_with_the_bids(client, django_assert_num_queries, bids):
    scene = scenes.scoring(bids=bids, panellists=2)
    scenes.score_all(scene, 0, final=False)
    client.force_login(scene.panel[0].user)
    _queries(client, django_assert_num_queries, address("evaluation-scores", scene), 9)


def test_progress_is_said_as_people_say_it():
    assert str(selectors.Progress(12, 40)) == "12 of 40"


def test_no_page_of_the_bid_tells_a_panellist_the_name_or_the_price(client):
    """The bid's own pages and the opening are other ways to read the same rows."""
    scene = scenes.scoring(bids=2, panellists=1, anonymous=True)
    client.force_login(scene.panel[0].user)
    bid = scene.bids[0]
    pages = [
        reverse("bids"),
        reverse("bid", args=[bid.pk]),
        reverse("opening", args=[scene.tender.reference]),
        "/",
        reverse("messages"),
    ]
    pages += [reverse("bid-price", args=[bid.pk]), reverse("bid-check", args=[bid.pk])]
    for url in pages:
        text = as_read(client.get(url, follow=True))
        assert bid.supplier.name not in text, url
        assert f"{bid.price:,.0f}" not in text, url


def test_a_verdict_is_given_by_the_form(client):
    from procurement.tendering.models import Criterion, Question

    tender = scenes.opened(1)
    passing = Criterion.objects.create(
        tender=tender, lot=tender.only_lot, kind="pass_fail", key="insurance", title="Insurance", order=9
    )
    Question.objects.create(criterion=passing, wording="Will you hold insurance?")
    scene = scenes.scoring(tender=tender, panellists=1)
    client.force_login(scene.panel[0].user)
    url = address("evaluation-score", scene, scene.bids[0].pk, "insurance")
    assert client.get(url).status_code == 200
    client.post(url, {"passed": "no", "reason": "It names no insurer.", "version": "0"})
    assert Score.objects.get().passed is False
    scenes.score_all(scene, 0)
    services.start_moderation(scene.evaluation, by=scene.lead)
    client.force_login(scene.lead)
    page = client.get(address("evaluation-moderation", scene))
    assert "pass" in as_read(page)
    url = address("evaluation-moderate", scene, scene.bids[0].pk, "insurance")
    assert "Select" in as_read(client.post(url, {"reason": "No certificate is in the answer.", "version": "0"}))
    client.post(url, {"passed": "no", "reason": "No certificate is in the answer.", "version": "0"})
    assert scene.bids[0].moderated_scores.get().passed is False
    scene.reload()
    for key in ("q1", "q2", "q3", "q4"):
        services.moderate(
            scene.evaluation, by=scene.lead, bid=scene.bids[0], criterion=scene.criterion(key), value=Decimal(3), reason=AGREED
        )
    services.close(scene.evaluation, by=scene.lead)
    text = as_read(client.get(address("evaluation-result", scene)))
    assert "It did not pass “Insurance”." in text
    assert "every bid is excluded" in text
    assert "every bid is excluded" in as_read(client.get(reverse("award", args=[scene.tender.reference])))


def test_every_bid_on_every_question_stands_in_one_table_and_what_is_agreed_is_folded(client):
    scene = scenes.moderating(bids=2, panellists=2)
    client.force_login(scene.lead)

    def table() -> tuple[list[str], list[list[str]], list[str]]:
        page = html.fromstring(client.get(address("evaluation-moderation", scene)).content)
        [found] = page.xpath("//table[caption[contains(., 'Every bid on every question')]]")
        heads = [as_read(one.text_content()) for one in found.xpath("./thead//th")]
        cells = [[as_read(cell.text_content()).partition(":")[0] for cell in row] for row in found.xpath("./tbody/tr")]
        folded = [as_read(one.text_content()) for one in page.xpath("//main//details/summary")]
        return heads, cells, [words for words in folded if words.endswith(" agreed")]

    heads, cells, folded = table()
    assert heads == ["Question", "Bid A", "Bid B"]
    assert folded == []
    rows = {row[0]: row[1:] for row in cells}
    criterion = scene.criterion("q1")
    assert "Agreed" not in rows[criterion.title]
    services.moderate(scene.evaluation, by=scene.lead, bid=scene.bids[0], criterion=criterion, value=Decimal(3), reason=AGREED)
    _, cells, folded = table()
    rows = {row[0]: row[1:] for row in cells}
    assert (rows[criterion.title][0], folded) == ("Agreed", ["1 agreed"])
    assert rows[criterion.title][1] != "Agreed"


@pytest.mark.parametrize(
    ("values", "passed", "agreed", "shade"),
    [
        ([3], [], False, "open"), ([3, 4], [], False, "open"), ([3, 5], [], False, "wide"), ([], [True, True], False, "open"),
        ([], [True, False], False, "wide"), ([0, 5], [], True, "agreed"),
    ],
)  # fmt: skip
def test_what_is_far_apart_stands_out_until_it_is_agreed(values, passed, agreed, shade):
    scores = [Score(value=Decimal(value)) for value in values] + [Score(passed=one) for one in passed]
    cell = Cell(Bid(), Criterion(), scores, moderated=ModeratedScore(value=Decimal(3)) if agreed else None)
    spread = Spread(cell.bid, cell.criterion, size=cell.spread, verdicts_differ=cell.verdicts_differ, agreed=cell.agreed)
    assert Glance(spread, "/x/").shade == shade
