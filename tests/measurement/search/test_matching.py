"""How a text is matched, on whichever database the tests run: the answers are the same on both."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from measurement.search.calculations.asking import asked
from measurement.search.calculations.folding import FROM, folded
from measurement.search.calculations.likeness import likeness
from measurement.search.selectors import finding, matching
from measurement.search.selectors.finding import find, searched
from measurement.search.selectors.kinds import BY_NAME
from procurement.commissioning.models import Commission
from socialvalue.accounts.enums import Role
from tests.builders import people, pipeline

pytestmark = pytest.mark.django_db
TITLES = (
    "Home care and support",
    "Short-breaks for carers’ families",
    "Tŷ Gŵyr: ÂGED care",
    "100% renewable_power",
    "Apprenticeships (level 3)",
    "The scare at T 12",
    "Д. Жизнь",
)


@pytest.fixture(scope="module")
def scene(module_database):
    council = people.council()
    for title in TITLES:
        pipeline.commission(council, title=title)
    return council


def titles(council, typed: str, match=matching.begins) -> set[str]:
    matching.prepare()
    user = people.person(council, Role.COMMISSIONER)
    return {row.title for row in match(searched(BY_NAME["commissions"], user), asked(typed))}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("home", {0}),
        ("CARE", {0, 1, 2}),  # not “scare”: a word is found from its beginning
        ("care home", {0}),
        ("home carers", set()),
        ("breaks", {1}),
        ("carers'", {1}),
        ("ty gwyr", {2}),
        ("TŶ", {2}),
        ("aged", {2}),
        ("100%", {3}),
        ("%e", set()),
        ("_p", {3}),  # a line below is no letter: “renewable_power” is two words
        ("power", {3}),
        ("level 3", {4}),
        ("t12", {5}),
        ("T-0012", {5}),
        ("жиз", {6}),
        ("' OR 1=1 --", set()),
        ("zzz", set()),
    ],
)
def test_the_beginnings_of_words(scene, typed, found):
    assert titles(scene, typed) == {TITLES[number] for number in found}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("aprenticeships", {4}),
        ("aprenticeships lev", {4}),
        ("suport home", {0}),
        ("suport level", set()),
        ("renewible", {3}),
        ("brakfast", set()),
    ],
)
def test_words_that_are_alike(scene, typed, found):
    assert titles(scene, typed, matching.similar) == {TITLES[number] for number in found}


@pytest.mark.parametrize(
    "ways", [str.lower, str.upper, lambda r: r.replace("-", ""), lambda r: r.replace("-0", ""), lambda r: f"  {r} "]
)
def test_a_reference_in_any_way(scene, ways):
    first = Commission.objects.earliest("pk")
    results = find([BY_NAME["commissions"]], asked(ways(first.reference)), people.person(scene, Role.COMMISSIONER))
    assert [row for _, row in results.with_reference(asked(ways(first.reference)))] == [first]
    assert results.found[0].rows == [first]


def test_what_is_alike_is_looked_for_only_where_nothing_has_the_words(scene):
    user = people.person(scene, Role.COMMISSIONER)
    kinds = [BY_NAME["commissions"]]
    assert find(kinds, asked("apprenticeships"), user).similar is False
    alike = find(kinds, asked("aprenticeships"), user)
    assert (alike.similar, [row.title for row in alike.found[0].rows]) == (True, [TITLES[4]])
    pipeline.commission(scene, title="Apprenticeshops")
    alike = find(kinds, asked("aprenticeshop"), user)
    assert [row.title for row in alike.found[0].rows] == ["Apprenticeshops", TITLES[4]]
    # Short words are like too many others, and a reference is like none
    assert (find(kinds, asked("hxme"), user).found, find(kinds, asked("comx99999"), user).found) == ([], [])


def test_of_a_kind_no_more_is_read_than_is_asked_for(scene):
    user = people.person(scene, Role.COMMISSIONER)
    kinds = [BY_NAME["commissions"]]
    for most, more in ((2, True), (3, False)):
        (found,) = find(kinds, asked("care"), user, most).found
        assert (len(found.rows), found.more) == (most, more)


@pytest.mark.parametrize("few", [1, 2, 3, 500])
def test_of_very_many_matches_some_are_read_and_put_in_order(scene, monkeypatch, few):
    monkeypatch.setattr(finding, "MOST_OF_ONE", few)
    user = people.person(scene, Role.COMMISSIONER)
    (found,) = find([BY_NAME["commissions"]], asked("care"), user, most=min(few, 2)).found
    matching_titles = {TITLES[0], TITLES[1], TITLES[2]}
    assert {row.title for row in found.rows} <= matching_titles
    assert (len(found.rows), found.more) == (min(few, 2), True)
    # In the kind's own order: the latest first
    keys = [(row.created_at, row.pk) for row in found.rows]
    assert keys == sorted(keys, reverse=True)


@pytest.mark.postgres
def test_matches_are_found_before_they_are_put_in_order(scene):
    """Not a table read in its order until enough was met."""
    user = people.person(scene, Role.COMMISSIONER)
    with CaptureQueriesContext(connection) as sent:
        find([BY_NAME["contracts"]], asked("highway"), user)
    text = next(one["sql"] for one in sent if "sv_fold" in one["sql"])
    inner, outer = text.index("sv_fold"), text.rindex("ORDER BY")
    assert "LIMIT 501)" in text[inner:outer]
    assert "ORDER BY" not in text[:inner]


@pytest.mark.parametrize("text", ["KCC-0005", FROM, "Tŷ Gŵyr İstanbul", "", "  a  b ", "naïve “café” – 5 °C", "Жизнь ß æ"])
def test_both_databases_fold_as_python_does(text):
    matching.prepare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sv_fold(%s)", [text.replace("\x00", "")])
        (said,) = cursor.fetchone()
    # What İ becomes when it is small differs between systems, and nothing is looked for by it
    assert said.replace("i̇", "İ").replace("i", "İ") == folded(text).replace("i", "İ")


@pytest.mark.parametrize(
    ("one", "text"), [("aprenticeships", "four apprenticeships"), ("cleening", "cleaning"), ("care", "cars")]
)
def test_both_databases_count_what_is_alike_in_the_same_way(one, text):
    matching.prepare()
    with connection.cursor() as cursor:
        cursor.execute("SELECT strict_word_similarity(%s, %s)", [one, text])
        (said,) = cursor.fetchone()
    assert said == pytest.approx(likeness(one, text), abs=1e-6)


INDEXED = ["commissions", "tenders", "postings", "events", "contracts", "kpis", "obligations", "suppliers"]


@pytest.mark.postgres
@pytest.mark.parametrize("kind", INDEXED)
@pytest.mark.parametrize("match", [matching.begins, matching.similar])
def test_the_index_answers(scene, kind, match):
    """Of the room's own text, without who may see it: with a planner that may not read the whole table."""
    one = BY_NAME[kind]
    rows = one.rows(people.person(scene, Role.COMMISSIONER, Role.CONTRACT_MANAGER)).model._base_manager.all()
    rows = match(rows.alias(searched=matching.text_of(one.fields, one.before)).order_by(), asked("apprenticeships"))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
    assert "Bitmap Index Scan on search_" in plan, plan
