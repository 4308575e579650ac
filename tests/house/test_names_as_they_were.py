"""Whom a contract is with is said by the name of then, through one place: ``Contract.suppliers_on`` and what is built on it.

A page, a file or a report that reads a contract's organisations would show today's name of the past. Each pattern below is a way
to do that; who may, says why. It sees what is written, not what is meant: the pages themselves are read with a renamed supplier
in ``tests/contracts/suppliers/test_names_as_they_were.py``.
"""

import re

from .test_house import ROOT, STOREYS, python_files

# Ways to today's name from a contract
IN_PYTHON = re.compile(
    r"""\bsuppliers\.(?:all|first|last)\(\)     # the organisations of a contract
    |\bsuppliers__name
    |prefetch_related\([^)]*suppliers           # read to be shown
    |\bparty\.organisation\b(?!_id)
    |contract__suppliers["'](?!:)""",
    re.VERBOSE,
)
IN_TEMPLATES = re.compile(r"\{[{%][^}]*(?:\.suppliers\b|\bparty\.organisation\b(?!_id|\.pk))")
# (file, what is found): why
RIGHT = {
    ("contracts/register/permissions.py", "suppliers.all()"): "asks who is with them, shows no name",
    ("contracts/register/services/parties.py", "party.organisation"): "what the record says was changed, and whom it opens to",
    ("contracts/register/forms.py", "party.organisation"): "what stands in the boxes of a form, by its name of today",
    ("contracts/overview/selectors.py", "suppliers__name"): "found by today’s name too",
    ("contracts/imports/services/suppliers.py", "party.organisation"): "the one the contract is with already",
    ("contracts/imports/services/bringing.py", "party.organisation"): "asked by its key, and named where a file would change it",
    (
        "contracts/imports/documents/columns.py",
        "party.organisation",
    ): "its number, size and postcode; its name is the one of then",
    ("contracts/obligations/services/copying.py", "party.organisation"): "a new contract is with it under its name of today",
    ("contracts/suppliers/services.py", "party.organisation"): "gives a contract back",
    ("contracts/suppliers/views/__init__.py", "party.organisation"): "says whom was confirmed just now",
    ("measurement/demonstration/register.py", "suppliers.first()"): "asks whose people report",
    ("templates/contracts/overview/contract.html", "party.organisation"): "a link that waits: which organisation of today it is",
    ("templates/contracts/suppliers/_party.html", "party.organisation"): "a link that waits: which organisation of today it is",
}


def found() -> set[tuple[str, str]]:
    kinds = [(path, IN_PYTHON) for path in python_files() if path.relative_to(ROOT).parts[0] in STOREYS]
    kinds += [(path, IN_TEMPLATES) for path in sorted((ROOT / "templates").rglob("*.html"))]
    hits = {
        (str(path.relative_to(ROOT)), hit[0])
        for path, pattern in kinds
        if "migrations" not in path.parts
        for hit in pattern.finditer(path.read_text())
    }
    return {(file, re.sub(r"^.*?(?=party\.|\bsuppliers|suppliers)", "", words, flags=re.DOTALL)) for file, words in hits}


def test_no_page_or_file_says_todays_name_of_a_contracts_supplier():
    assert sorted(found() - set(RIGHT)) == [], "say it by Contract.suppliers_on or party.name_then"


def test_every_exception_is_still_needed():
    assert sorted(set(RIGHT) - found()) == []


def test_each_way_to_todays_name_is_seen():
    for text in (
        'names = ", ".join(str(s) for s in contract.suppliers.all())',
        "contract.suppliers.first()",
        'rows.filter(suppliers__name="x")',
        'rows.prefetch_related("directorate", "suppliers")',
        "return str(party.organisation)",
        'prefetch_related(f"{contract}__suppliers")',
    ):
        assert IN_PYTHON.search(text), text
    for text in ("{{ contract.suppliers.all|join:', ' }}", "{% for one in contract.suppliers.all %}", "{{ party.organisation }}"):
        assert IN_TEMPLATES.search(text), text
    for text in ("party.organisation_id", "contract.suppliers_on(day)", "contract.supplier_words", "contract.suppliers.exists()"):
        assert not IN_PYTHON.search(text), text
    assert not IN_TEMPLATES.search("{% url 'supplier' party.organisation.pk %}")
