"""Whatever the record is asked for, an index answers it on both databases, in the order in which it is read."""

import re
from datetime import date, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from socialvalue.accounts.enums import Role
from socialvalue.audit.models import AuditEvent, AuditSubject
from socialvalue.audit.querysets import begins_with
from socialvalue.audit.selectors import acts_of
from socialvalue.audit.services import record
from socialvalue.common import clock
from socialvalue.common.lists.keyset import Part, Place, newer_than, older_than
from tests.builders import people

pytestmark = pytest.mark.django_db
PLACE = Place(datetime(2026, 3, 2, 12, tzinfo=clock.LONDON), 42)
DAY = date(2026, 3, 2)
# What is asked for → the index that has it in order
ASKED = {
    "one council": (lambda rows: Part(rows.filter(council=1)), "audit_of_council"),
    "no council": (lambda rows: Part(rows.filter(council=None), "council_id"), "audit_of_council"),
    "a person": (lambda rows: rows.done_by([1]), "audit_of_person"),
    "the system": (lambda rows: rows.done_by([None]), "audit_of_person"),
    "an act": (lambda rows: Part(rows.filter(council=1, verb="approved a plan")), "audit_of_act"),
    "an act without a council": (lambda rows: Part(rows.filter(council=None, verb="came in"), "council_id"), "audit_of_act"),
    "a day of a council": (lambda rows: Part(rows.filter(council=1).between(DAY, DAY)), "audit_of_council"),
    "a person on a day": (lambda rows: rows.between(DAY, DAY).done_by([1]), "audit_of_person"),
}
READ = {
    "the newest": lambda part: part.falling,
    "older ones": lambda part: part.filter(older_than(PLACE)).falling,
    "newer ones": lambda part: part.filter(newer_than(PLACE)).rising,
}


def plan(rows) -> str:
    """How the database would read them, were there so many that whole tables and sorting are out of the question."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
    return rows.explain()


def reads(said: str, index: str) -> bool:
    """Whether the plan enters this index with a condition, and puts nothing in order afterwards."""
    if connection.vendor == "postgresql":
        entered = re.search(rf"using {index} .*\n\s+Index Cond: ", said)
    else:
        entered = re.search(rf"SEARCH socialvalue_auditevent USING INDEX {index} ", said)
    return bool(entered) and "Sort" not in said and "TEMP B-TREE FOR ORDER BY" not in said


@pytest.fixture
def seen():
    return AuditEvent.objects.visible_to(people.person(people.council(), Role.ADMINISTRATOR))


@pytest.mark.parametrize("how", READ)
@pytest.mark.parametrize("what", ASKED)
def test_each_filter_of_the_record_is_read_by_its_index_in_order(seen, what, how):
    narrowed, index = ASKED[what]
    said = plan(READ[how](narrowed(seen))[:51])
    assert reads(said, index), said


def test_a_place_is_where_the_index_is_entered(seen):
    said = plan(seen.filter(council=1).filter(older_than(PLACE)).order_by("-at", "-pk")[:51])
    entered = (
        r"Index Cond: .*council_id = 1.* AND .*\bat <= " if connection.vendor == "postgresql" else r"council_id=\? AND at<\?"
    )
    assert re.search(entered, said), said


def test_the_beginning_of_a_name_is_found_by_an_index():
    said = plan(AuditSubject._base_manager.filter(begins_with("label", "SVR-0003")).values("event"))
    assert "audit_about" in said, said
    entered = r"Index Cond: .*label.*~>=~" if connection.vendor == "postgresql" else r"label>\? AND label<\?"
    assert re.search(entered, said), said


def test_no_statement_counts_or_passes_over_rows(seen, django_assert_num_queries):
    with django_assert_num_queries(1) as caught:
        list(READ["older ones"](Part(seen.filter(council=1)))[:51])
    assert not re.search(r"\bCOUNT\(|\bOFFSET\b", caught.captured_queries[0]["sql"], re.IGNORECASE)


def test_what_was_done_is_told_by_name_of_these_councils_and_of_none(django_assert_num_queries):
    here, there, elsewhere = (people.council() for _ in range(3))
    with transaction.atomic():
        for council, verb in ((here, "b"), (here, "a"), (here, "b"), (there, "c"), (elsewhere, "d"), (None, "e")):
            record(f"tested {verb}", "tested it", by=None, about=[], council=council)
    with django_assert_num_queries(2):
        found = acts_of([here.pk, there.pk])
    assert [act for act in found if act.startswith("tested ")] == ["tested a", "tested b", "tested c", "tested e"]
    assert found == sorted(found)


@pytest.mark.parametrize("here", [True, False], ids=["here", "without a council"])
def test_what_was_only_done_in_confidence_is_not_told(here):
    """That somebody saves a price tells that somebody bids."""
    council = people.council()
    named = council if here else None
    with transaction.atomic():
        for verb, confidential in (("a", True), ("b", True), ("b", False), ("c", False), ("d", True), ("e", True), ("f", False)):
            record(f"tested {verb}", "tested it", by=None, about=[], council=named, confidential=confidential)
    assert [act for act in acts_of([council.pk]) if act.startswith("tested ")] == ["tested b", "tested c", "tested f"]


def test_what_was_ever_done_is_looked_for_by_its_own_index():
    """However many confidential ones stand between two acts, none of them is read."""
    with CaptureQueriesContext(connection) as caught:
        acts_of([people.council().pk])
    looks = [query["sql"] for query in caught.captured_queries if "RECURSIVE" in query["sql"]]
    assert len(looks) == 2
    for look in looks:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute(f"EXPLAIN {'' if connection.vendor == 'postgresql' else 'QUERY PLAN '}{look}")
            said = "\n".join(str(line[-1]) for line in cursor.fetchall())
        assert "audit_open_acts" in said, said
        assert not re.search(r"Sort|audit_of_|Seq Scan on social|SCAN e\b", said), said
