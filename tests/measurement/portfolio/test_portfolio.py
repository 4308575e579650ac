"""x"""
import pytest
from tests.builders.portfolio import portfolio, SPAN, AS_OF
from tests.measurement.portfolio.second_reading import read
from tests.measurement.portfolio.product import answered, ordered
import json
pytestmark = pytest.mark.django_db

def test_it():
    book = portfolio()
    found = read(book.council.pk, *SPAN, AS_OF)
    for part in ("kpis","client_side","measures","priorities","directorates"):
        for line in found[part]:
            print(line)
    print(found["total"])
    assert ordered(answered(book.council, *SPAN, AS_OF)) == ordered(found)
