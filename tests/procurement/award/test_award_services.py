import pytest
from tests.builders import award as awards
pytestmark = pytest.mark.django_db

def test_way():
    a = awards.told()
    assert a.status == "notified"
