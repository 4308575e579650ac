"""What a room knows of another stands in its imports, where the layer contract sees it."""

from .test_house import ROOT, STOREYS, python_files

WORDS = ("get_model(", ".related_model")
# Timelines know a kind of record by its label alone, whatever room it belongs to
BY_LABEL = "socialvalue/audit/timelines.py"
# The loader of thousands copies rows of every room by their columns, whatever these point at
BY_COLUMN = "measurement/bench/copies.py"


def test_no_model_is_fetched_by_its_name_or_through_a_field():
    found = {
        f"{path.relative_to(ROOT)}: {word}"
        for path in python_files()
        if path.relative_to(ROOT).parts[0] in STOREYS and str(path.relative_to(ROOT)) not in (BY_LABEL, BY_COLUMN)
        for word in WORDS
        if word in path.read_text()
    }
    assert found == set()
