"""Errors are said as GOV.UK says them: what to do, in words of the page; no full stop after a single sentence."""

import ast
import copy
import importlib
import re

import pytest
from django import forms as django_forms

from socialvalue.common.forms import GovForm, GovFormMixin
from tests.house.reading import ROOT, STOREYS, VALUE

RAISED = {"Refused", "NotAllowed", "WrongState", "Conflict", "ValidationError", "HeadingsMissing", "add_error"}
# What an officer would not say to somebody across the desk
NEVER = re.compile(r"\b(please|sorry|oops|invalid|illegal|forbidden|wrong format|must not be (blank|null))\b|!", re.I)
SENTENCE_ENDS = re.compile(r"[.?][”)]? (?=[A-Z“{])")


def fault(text: str) -> str:
    """What is wrong with the form of an error message, or ""."""
    several = len(SENTENCE_ENDS.split(text)) > 1
    if found := NEVER.search(text):
        return f"says {found[0]!r}"
    if text != text.strip() or text[:1].islower():
        return "begins small"
    if not several and text.endswith("."):
        return "a single sentence ends with a full stop"
    if several and not text.endswith((".", "?", VALUE, "”")):
        return "the last of several sentences has no full stop"
    return ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Enter a title", ""),
        ("Enter a title.", "a single sentence ends with a full stop"),
        ("The file is empty. Choose the file again.", ""),
        ("The file is empty. Choose the file again", "the last of several sentences has no full stop"),
        ("Is the figure right?", ""),
        ("Please enter a title", "says 'Please'"),
        ("Invalid date", "says 'Invalid'"),
        ("enter a title", "begins small"),
        ("The plan is “{}”", ""),
        ("{} is taken", ""),
    ],
)
def test_the_form_of_an_error(text, expected):
    assert fault(text) == expected


def strings_in(node: ast.AST):
    """(line, text) of each string in an expression; what is put into an f-string is a value."""
    if isinstance(node, ast.JoinedStr):
        yield node.lineno, "".join(str(p.value) if isinstance(p, ast.Constant) else VALUE for p in node.values)
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.lineno, node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from strings_in(child)


def raised_in(tree: ast.AST):
    """The strings of every call that refuses something, and of every pair of a field and its problem that is kept for one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in RAISED or name == "append" and getattr(getattr(node.func, "value", None), "id", "") == "problems":
                yield from ((line, text) for line, text in strings_in(node) if " " in text.strip())


def refusals():
    for storey in STOREYS:
        for path in sorted((ROOT / storey).rglob("*.py")):
            if "migrations" not in path.parts:
                for line, text in raised_in(ast.parse(path.read_text())):
                    yield f"{path.relative_to(ROOT)}:{line}", text


def test_every_refusal_of_a_service_has_the_form():
    found = list(refusals())
    assert len(found) > 400
    assert [(where, text, fault(text)) for where, text in found if fault(text)] == []


def form_classes():
    """Every form of the project: its rooms' modules are imported first."""
    for storey in STOREYS:
        for path in (ROOT / storey).rglob("*.py"):
            if "forms" in path.stem or "forms" in path.parts:
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    waiting = [GovFormMixin]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        yield one


def messages_of(form: type):
    """(field, code, message) as a reader gets them: a field is dressed in a form of its own."""
    for name, field in getattr(form, "base_fields", {}).items():
        shown = GovForm()
        shown.fields[name] = copy.deepcopy(field)
        shown.dress(name)
        yield from ((name, code, str(text)) for code, text in shown.fields[name].error_messages.items())


@pytest.mark.django_db
def test_every_message_of_every_field_has_the_form():
    forms = {form for form in form_classes() if getattr(form, "base_fields", None)}
    found = [(f.__name__, *message) for f in forms for message in messages_of(f)]
    assert len(found) > 1000
    assert {(code, text, fault(text)) for _, _, code, text in found if fault(text)} == set()
    djangos = {str(text) for kind in vars(django_forms).values() for text in getattr(kind, "default_error_messages", {}).values()}
    assert {(where, name, code, text) for where, name, code, text in found if text in djangos} == set()
