import pytest

from socialvalue.exports.services import asking


@pytest.fixture(autouse=True)
def every_table_is_long(monkeypatch):
    """Also an empty one; a test of what is sent at once says where that ends."""
    monkeypatch.setattr(asking, "BOUND", -1)
