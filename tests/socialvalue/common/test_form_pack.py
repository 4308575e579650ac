"""The form pack as a page has it: a form with every kind of field, wrong in every way, drawn through the templates.

What no accessibility checker sees is tested here: that each link of the error summary goes to a control that exists.
"""

import re
from html.parser import HTMLParser

import pytest
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row, Submit
from django import forms
from django.forms import formset_factory
from django.template import Context, Template

from socialvalue.common.forms import (
    GovDateField,
    GovDateTimeField,
    GovForm,
    MoneyField,
    PercentField,
    VersionedFormMixin,
    WordsField,
)

PAGE = Template(
    "{% load crispy_forms_tags govuk %}{% error_summary form %}<form method='post' novalidate>{% crispy form %}</form>"
)


class EveryField(VersionedFormMixin, GovForm):
    name = forms.CharField(max_length=20, help_text="As the <public> will read it.")
    email = forms.EmailField()
    body = WordsField(max_words=5, label="What did people say?")
    reason = forms.CharField(widget=forms.Textarea, max_length=50, required=False)
    value = MoneyField(label="Contract value")
    part = PercentField(label="Local share")
    count = forms.IntegerField(min_value=1)
    route = forms.ChoiceField(choices=[("open", "Open"), ("framework", "Framework")], widget=forms.RadioSelect)
    outcomes = forms.MultipleChoiceField(choices=[("a", "Jobs"), ("b", "Skills")], widget=forms.CheckboxSelectMultiple)
    who = forms.ChoiceField(choices=[("", "Choose one"), ("a", "Adults")], label="Directorate")
    agree = forms.BooleanField(label="I have no interest to declare")
    due = GovDateField(label="Due date", help_text="For example, 27 3 2027")
    deadline = GovDateTimeField(label="Deadline")
    file = forms.FileField()
    password = forms.CharField(widget=forms.PasswordInput)
    choice_hints = {"route": {"open": "Anybody may bid"}}


BAD = {
    "name": "x" * 30,
    "email": "nobody",
    "body": "one two three four five six",
    "reason": "y" * 60,
    "value": "£1,2x",
    "part": "120",
    "count": "1.5",
    "due_day": "31",
    "due_month": "Feb",
    "due_year": "2027",
    "deadline_day": "5",
    "version": "3",
}


class Reader(HTMLParser):
    """What a test needs of a page: every element with its attributes, in order, and what stands inside fieldsets."""

    def __init__(self, html: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.inside: list[str] = []
        self.in_fieldset: set[str] = set()
        self.legends: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag in ("fieldset", "legend"):
            self.inside.append(tag)
        if tag == "input" and "fieldset" in self.inside:
            self.in_fieldset.add(attributes["id"])

    def handle_endtag(self, tag):
        if tag in ("fieldset", "legend"):
            self.inside.remove(tag)

    def handle_data(self, data):
        if "legend" in self.inside and data.strip():
            self.legends.append(data.strip())

    @property
    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.elements if "id" in a]

    def by_id(self, wanted: str) -> tuple[str, dict]:
        return next((tag, a) for tag, a in self.elements if a.get("id") == wanted)


def draw(form) -> str:
    return PAGE.render(Context({"form": form}))


@pytest.fixture
def wrong():
    form = EveryField(BAD, version=3)
    assert not form.is_valid()
    return Reader(draw(form))


def test_every_link_of_the_error_summary_goes_to_a_control_that_exists(wrong):
    links = [a["href"][1:] for tag, a in wrong.elements if tag == "a"]
    assert len(links) == 17
    for target in links:
        tag, _ = wrong.by_id(target)
        assert tag in ("input", "select", "textarea"), target


def test_a_date_links_to_the_part_that_is_missing(wrong):
    links = [a["href"] for tag, a in wrong.elements if tag == "a"]
    assert "#id_due_0" in links
    assert [h for h in links if "deadline" in h] == ["#id_deadline_1", "#id_deadline_2", "#id_deadline_3"]


def test_radios_and_checkboxes_link_to_their_first_choice(wrong):
    links = [a["href"] for tag, a in wrong.elements if tag == "a"]
    assert "#id_route_0" in links
    assert "#id_outcomes_0" in links
    assert wrong.by_id("id_route_0")[1]["type"] == "radio"


def test_every_description_that_is_named_exists_and_no_id_is_used_twice(wrong):
    named = [i for _, a in wrong.elements for i in a.get("aria-describedby", "").split()]
    assert len(named) == 20
    assert set(named) <= set(wrong.ids)
    assert len(wrong.ids) == len(set(wrong.ids))


def test_every_label_belongs_to_a_control(wrong):
    targets = [a["for"] for tag, a in wrong.elements if tag == "label"]
    assert set(targets) <= set(wrong.ids)
    visible = [a["id"] for tag, a in wrong.elements if tag in ("input", "select", "textarea") and a.get("type") != "hidden"]
    assert set(visible) == set(targets)


def test_groups_are_fieldsets_with_legends(wrong):
    assert {"id_route_0", "id_outcomes_1", "id_due_2", "id_deadline_3"} <= wrong.in_fieldset
    assert "id_name" not in wrong.in_fieldset
    assert wrong.legends == ["Route", "Outcomes", "Due date", "Deadline"]


def test_wrong_controls_say_so_and_keep_what_was_typed(wrong):
    assert wrong.by_id("id_value")[1]["value"] == "£1,2x"
    assert wrong.by_id("id_value")[1]["aria-invalid"] == "true"
    assert "govuk-input--error" in wrong.by_id("id_value")[1]["class"]
    assert [wrong.by_id(f"id_due_{n}")[1]["value"] for n in range(3)] == ["31", "Feb", "2027"]


def test_a_form_nobody_sent_has_no_summary_and_no_error():
    html = draw(EveryField(version=3))
    assert "govuk-error" not in html
    assert "--error" not in html


def test_nothing_is_inline_and_the_browser_checks_nothing(wrong):
    for tag, attributes in wrong.elements:
        assert tag not in ("script", "style")
        assert "style" not in attributes
        assert "required" not in attributes
        assert not [name for name in attributes if name.startswith("on")]


def test_numbers_are_typed_as_text():
    page = Reader(draw(EveryField(version=3)))
    assert (page.by_id("id_count")[1]["type"], page.by_id("id_count")[1]["inputmode"]) == ("text", "numeric")
    assert (page.by_id("id_value")[1]["type"], page.by_id("id_value")[1]["inputmode"]) == ("text", "decimal")
    assert page.by_id("id_value")[1].keys().isdisjoint({"min", "max", "step"})


def test_help_text_is_escaped_and_optional_fields_say_so():
    html = draw(EveryField(version=3))
    assert "As the &lt;public&gt; will read it." in html
    assert "Reason (optional)" in html
    assert "Name (optional)" not in html


def test_counted_words_have_their_limit_on_the_page():
    html = draw(EveryField(version=3))
    assert 'data-count-type="words" data-maxlength="5"' in html
    assert 'id="id_body-info"' in html


class Lines(GovForm):
    """Limits from short to long."""

    code = forms.CharField(max_length=199)
    title = forms.CharField(max_length=200)
    body = forms.CharField(max_length=20, widget=forms.Textarea)
    email = forms.EmailField()


def test_a_long_line_counts_when_few_are_left_and_nothing_is_cut_off():
    """The browser would drop what is pasted over ``maxlength`` without a word."""
    page = Reader(html := draw(Lines()))
    assert all("maxlength" not in page.by_id(f"id_{name}")[1] for name in ("code", "title", "body"))
    assert [f'id="id_{name}-info"' in html for name in ("code", "title", "body", "email")] == [False, True, True, False]
    assert page.by_id("id_title")[1]["aria-describedby"] == "id_title-info"
    counted = [page.by_id(f"div_id_{name}")[1] for name in ("title", "body")]
    assert [(c["data-maxlength"], c.get("data-threshold")) for c in counted] == [("200", "75"), ("20", None)]
    assert "You can use up to 200 characters" in html


def test_the_version_travels_hidden():
    _, version = Reader(draw(EveryField(version=3))).by_id("id_version")
    assert (version["type"], version["value"]) == ("hidden", "3")


def test_after_a_conflict_the_next_save_is_against_the_latest_version_and_what_was_typed_stays():
    form = EveryField({**BAD, "version": "3"}, version=4)
    form.take_latest(4)
    page = Reader(draw(form))
    assert page.by_id("id_version")[1]["value"] == "4"
    assert page.by_id("id_name")[1]["value"] == "x" * 30


def test_a_form_without_its_version_is_refused_in_words():
    form = EveryField({**BAD, "version": ""}, version=4)
    assert form.errors["version"] == ["This page is out of date. Copy what you typed and open the page again."]
    assert "<li>This page is out of date." in draw(form)


class Laid(GovForm):
    starts = GovDateField()
    low = forms.IntegerField()
    high = forms.IntegerField()
    note = forms.CharField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    layout = Layout(
        Fieldset("Dates", "starts"),
        Row(Column("low"), Column("high")),
        Div("note", css_class="x"),
        Submit("go", "Save and go on"),
    )


def test_a_layout_draws_its_groups_and_hidden_fields():
    html = draw(Laid())
    page = Reader(html)
    assert page.legends == ["Dates", "Starts"]
    assert {"id_low", "id_high", "id_note", "id_secret", "id_starts_0"} <= set(page.ids)
    assert "Save and go on" in html
    assert "sv-row" in html


def test_a_formset_summary_says_which_row_and_links_to_it():
    rows = formset_factory(Laid, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-low": "x", "form-1-low": "1"}
    )
    assert not rows.is_valid()
    html = Template(
        "{% load crispy_forms_tags govuk %}{% error_summary rows %}{{ rows.management_form }}{% for form in rows %}{% crispy form %}{% endfor %}"
    ).render(Context({"rows": rows}))
    page = Reader(html)
    links = [a["href"][1:] for tag, a in page.elements if tag == "a"]
    assert "Low must be a whole number, like 12 (row 1)" in html
    assert "id_form-0-low" in links
    assert "id_form-1-high" in links
    assert set(links) <= set(page.ids)


def test_the_page_title_warns_of_errors():
    base = Template("{% extends 'base.html' %}{% block title %}Add a tender{% endblock %}")
    wrong, fresh = EveryField(BAD, version=3), EveryField(version=3)
    assert re.search(r"<title>\s*Error:\s+Add a tender", base.render(Context({"form": wrong})))
    assert re.search(r"<title>\s*Add a tender", base.render(Context({"form": fresh})))
