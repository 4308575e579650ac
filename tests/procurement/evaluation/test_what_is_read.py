"""Pages of an evaluation ask for what they show: one cell for one cell, one score to save a score, the result as it was kept."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from procurement.evaluation import selectors
from procurement.evaluation.models import KeptResult
from procurement.evaluation.pages.moderation import in_order
from procurement.evaluation.selectors.ranking import ranking_of
from procurement.evaluation.services.moderating import keep_result
from procurement.evaluation.views import moderating as views
from procurement.scoring import compute, one_mark_changes, read_record
from tests.builders import evaluation as scenes

pytestmark = pytest.mark.django_db


def rows_of(queries, table: str) -> int:
    """How many rows of the table the asked statements have brought, asked once more of the database."""
    found = 0
    with connection.cursor() as cursor:
        for query in queries:
            # One without a condition is the fixture's, which looks what every test has written
            if query["sql"].startswith("SELECT") and f'FROM "{table}"' in query["sql"] and " WHERE " in query["sql"]:
                cursor.execute(query["sql"])
                found += len(cursor.fetchall())
    return found


def rows_shown(page):
    return [*page.context["open_rows"], *page.context["agreed_rows"]]


def score_address(scene, bid: int = 0):
    criterion = scene.panel[0].assignments.order_by("criterion__order", "criterion_id").first().criterion
    return reverse("evaluation-score", args=[scene.evaluation.tender.reference, scene.bids[bid].pk, criterion.key])


@pytest.mark.parametrize("bids", [2, 4])
def test_saving_a_score_reads_that_score_and_no_other(client, bids):
    scene = scenes.scoring(bids=bids, panellists=2)
    scenes.score_all(scene, 0, final=False)
    client.force_login(scene.panel[0].user)
    page = client.get(score_address(scene)).context["page"]
    typed = {"level": "4", "reason": "A plan with dates and names for each of the three towns.", "version": page.score.version}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.post(score_address(scene), typed).status_code == 302
    held = [query for query in asked.captured_queries if '"procurement_score"."reason"' in query["sql"]]
    assert rows_of(held, "procurement_score") == 2  # as it was, and as it is locked


@pytest.mark.parametrize("bids", [2, 4])
def test_one_cell_of_moderation_brings_the_scores_of_that_cell(client, bids):
    scene = scenes.moderating(bids=bids, panellists=2)
    client.force_login(scene.lead)
    cell = selectors.cells(scene.lead, scene.evaluation)[0]
    url = reverse("evaluation-moderate", args=[scene.evaluation.tender.reference, cell.bid.pk, cell.criterion.key])
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url).context["page"]
    assert page.cell.scores == cell.scores
    assert len(asked) == ONE_CELL
    held = [query for query in asked.captured_queries if '"procurement_score"."reason"' in query["sql"]]
    assert rows_of(held, "procurement_score") == len(cell.scores) == 2


ONE_CELL = 19


def test_the_overview_is_paged_and_reads_the_scores_of_its_page(client, monkeypatch):
    scene = scenes.moderating(bids=3, panellists=2)
    monkeypatch.setattr(views, "PER_PAGE", 5)
    client.force_login(scene.lead)
    url = reverse("evaluation-moderation", args=[scene.evaluation.tender.reference])
    with CaptureQueriesContext(connection) as asked:
        first = client.get(url)
    held = [query for query in asked.captured_queries if '"procurement_score"."reason"' in query["sql"]]
    assert rows_of(held, "procurement_score") == sum(len(row.cell.scores) for row in rows_shown(first))
    pages = first.context["page"].paginator.num_pages
    shown = [row.url for n in range(1, pages + 1) for row in rows_shown(client.get(f"{url}?page={n}"))]
    whole = [one.pair for one in in_order(selectors.spreads(scene.lead, scene.evaluation))]
    assert len(shown) == len(set(shown)) == len(whole) > 5
    assert "page=2" in first.content.decode()


def test_a_spread_is_that_of_its_cell():
    scene = scenes.moderating(bids=3, panellists=3)
    cells = selectors.cells(scene.lead, scene.evaluation)
    found = selectors.spreads(scene.lead, scene.evaluation)
    assert [(one.pair, one.size, one.verdicts_differ, one.agreed, one.needed) for one in found] == [
        ((c.bid.pk, c.criterion.pk), c.spread, c.verdicts_differ, c.agreed, c.needed) for c in cells
    ]
    assert str(selectors.moderation_progress(found)) == str(selectors.moderation_progress(cells))


def test_the_kept_result_is_the_computed_one_and_is_what_pages_read(client):
    scene = scenes.closed(bids=3, panellists=1)
    record = scene.record
    read = read_record(record.content)
    ranking = ranking_of(scene.evaluation)
    assert (ranking.computed, ranking.turning) == (compute(read), one_mark_changes(read))
    kept = KeptResult.objects.get()
    assert kept.sha256 == record.sha256
    # The page shows what is kept
    kept.content["bids"][0][3] = "77/2"
    kept.save()
    assert ranking_of(scene.evaluation).computed.bids[0].total == 38.5


def test_a_result_kept_of_another_record_or_not_at_all_is_computed():
    scene = scenes.closed(bids=2, panellists=1)
    computed = compute(read_record(scene.record.content))
    KeptResult.objects.update(sha256="0" * 64, content={})
    assert ranking_of(scene.evaluation).computed == computed
    KeptResult.objects.all().delete()
    assert ranking_of(scene.evaluation).computed == computed
    keep_result(scene.record)
    keep_result(scene.record)
    assert KeptResult.objects.get().sha256 == scene.record.sha256
