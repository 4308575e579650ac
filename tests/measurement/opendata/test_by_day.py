"""The register of a day: written once, sent as often as it is asked for, and not at all to whoever has it."""

from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from measurement.opendata.documents import register
from measurement.opendata.services import make_register
from socialvalue.common import clock
from socialvalue.documents.models import MadeFile
from socialvalue.documents.services.making import made_path, make, sweep
from socialvalue.jobs.services.turns import turn
from tests.builders import contracts as build

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 9, tzinfo=clock.LONDON)
CSV, JSON = "/open-data/contracts.csv", "/open-data/contracts.json"


@pytest.fixture
def contract():
    with clock.at(NOW):
        yield build.active_contract()[0]


def live(kind, council=None):
    return b"".join(p.encode() if isinstance(p, str) else p for p in register.pieces(kind, council))


def test_it_is_made_once_a_day_for_each_council_and_for_all(contract, django_assert_num_queries):
    assert make_register(NOW.date()) == 4
    with django_assert_num_queries(1):
        assert make_register(NOW.date()) == 0
    assert MadeFile.objects.count() == 4


@pytest.mark.parametrize("address, kind", [(CSV, "csv"), (JSON, "json")])
def test_what_was_made_is_what_would_be_read_and_is_sent_without_reading_a_contract(
    client, contract, address, kind, django_assert_num_queries
):
    expected, council = live(kind), contract.council_id
    make_register(NOW.date())
    with django_assert_num_queries(1):
        answer = client.get(address)
        assert answer.getvalue() == expected
    assert int(answer["Content-Length"]) == len(expected)
    assert client.get(f"{address}?council={council}").getvalue() == expected


def test_whoever_has_it_is_told_so(client, contract, django_assert_num_queries):
    make_register(NOW.date())
    first = client.get(CSV)
    assert first.status_code == 200
    for header in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        with django_assert_num_queries(1):
            again = client.get(CSV, headers=header)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    assert client.get(CSV, headers={"if-none-match": '"another"'}).status_code == 200


def test_yesterdays_is_sent_until_todays_is_there_and_an_older_one_never(client, contract):
    make_register(NOW.date())
    made = client.get(CSV)["ETag"]
    with clock.at(NOW + timedelta(days=1)):
        assert client.get(CSV)["ETag"] == made
    with clock.at(NOW + timedelta(days=2)):
        assert not client.get(CSV).has_header("ETag")
        assert client.get(CSV).getvalue() == live("csv")


def test_another_run_that_is_at_it_is_left_alone(contract):
    with turn("open data"):
        assert make_register(NOW.date()) == 0
    assert make_register(NOW.date()) == 4


def test_what_a_killed_run_left_is_written_over(contract):
    key = "open-data:2026-11-27:0:csv"
    path = made_path(MadeFile(key=key), "")

    def killed():
        yield "half a fi"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(key, killed(), name="contracts.csv", content_type="text/csv", kept_until=NOW.date())
    assert make_register(NOW.date()) == 4
    with default_storage.open(path) as file:
        assert file.read() == live("csv")


def test_files_are_swept_after_their_last_day_with_their_bytes(contract, django_assert_num_queries):
    make_register(NOW.date())
    paths = list(MadeFile.objects.values_list("file", flat=True))
    with clock.at(NOW + timedelta(days=1)), django_assert_num_queries(1):
        assert sweep() == 0
    with clock.at(NOW + timedelta(days=2)):
        assert sweep() == 4
    assert not MadeFile.objects.exists()
    assert not any(map(default_storage.exists, paths))


def test_no_piece_of_a_file_is_kept_while_it_is_written():
    """As many pieces as one likes: each is gone before the next but one is asked for."""

    class Piece(bytes):
        alive = 0

        def __init__(self, *args):
            Piece.alive += 1

        def __del__(self):
            Piece.alive -= 1

    most = []

    def pieces():
        for _ in range(500):
            most.append(Piece.alive)
            yield Piece(1000)

    with clock.at(NOW):
        made = make("long", pieces(), name="long.csv", content_type="text/csv", kept_until=NOW.date())
    assert made.size == 500_000
    assert max(most) <= 2
