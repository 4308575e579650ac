"""A page that is one form, and a button that is one verb: what a service's refusal becomes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage

from procurement.commissioning import services
from procurement.commissioning.models import Commission
from socialvalue.common.errors import Conflict, NotAllowed, Refused, WrongState
from socialvalue.common.forms import GovForm, MoneyField, VersionedFormMixin
from socialvalue.common.pages import CONFIRM, accepted, button, differences, form_page, in_words
from tests.builders import commissioning as build


class TitleForm(VersionedFormMixin, GovForm):
    title = forms.CharField(max_length=200)
    estimated_value = MoneyField(required=False, label="Estimated value")


class PlainForm(GovForm):
    title = forms.CharField(max_length=200)


def asked(rf, data=None):
    request = rf.post("/page/", data) if data is not None else rf.get("/page/")
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)
    return request


def said(request) -> list[tuple[str, str]]:
    return [(m.level_tag, m.message) for m in get_messages(request)]


def raising(error):
    def save(*_):
        raise error

    return save


def show(rf, data, save, form=PlainForm, **context):
    request = asked(rf, data)
    return request, form_page(request, form(request.POST or None), save, to="/done/", heading="Change it", **context)


@pytest.mark.django_db
def test_a_get_draws_the_form_and_saves_nothing(rf):
    request, page = show(rf, None, raising(AssertionError))
    html = page.content.decode()
    assert page.status_code == 200
    assert '<h1 class="govuk-heading-l">Change it</h1>' in html
    assert 'href="/done/">Cancel</a>' in html
    assert said(request) == []


def test_what_was_typed_is_saved_said_and_left(rf):
    kept = []
    request, page = show(rf, {"title": "Mine"}, kept.append, done="Saved.")
    assert (page.status_code, page.url) == (302, "/done/")
    assert kept == [{"title": "Mine"}]
    assert said(request) == [("success", "Saved.")]


def test_where_to_go_and_what_to_say_may_depend_on_what_was_made(rf):
    request = asked(rf, {"title": "Mine"})
    page = form_page(
        request,
        PlainForm(request.POST),
        lambda data: data["title"],
        to=lambda made: f"/{made}/",
        done=lambda made: f"{made} made",
    )
    assert page.url == "/Mine/"
    assert said(request) == [("success", "Mine made")]


@pytest.mark.django_db
def test_an_invalid_form_is_drawn_again_and_nothing_is_saved(rf):
    _, page = show(rf, {"title": ""}, raising(AssertionError))
    assert '<a href="#id_title">Enter title</a>' in page.content.decode()


@pytest.mark.django_db
def test_an_unbound_form_is_only_drawn_even_when_something_was_sent(rf):
    request = asked(rf, {"title": "Mine", "work_out": "1"})
    page = form_page(request, PlainForm(initial={"title": "Worked out"}), raising(AssertionError), to="/done/", heading="H")
    assert 'value="Worked out"' in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "where"),
    [(Refused("Too dear", "title"), "title"), (Refused("Too late"), "__all__"), (WrongState("It is closed"), "__all__")],
    ids=lambda value: str(value),
)
def test_a_refusal_stands_in_the_form_with_what_was_typed(rf, error, where):
    request = asked(rf, {"title": "Mine"})
    form = PlainForm(request.POST)
    page = form_page(request, form, raising(error), to="/done/", done="Saved.", heading="H")
    assert form.errors == {where: [error.message]}
    assert 'value="Mine"' in page.content.decode()
    assert said(request) == []


def test_what_is_not_allowed_at_all_is_a_page_of_its_own(rf):
    request = asked(rf, {"title": "Mine"})
    with pytest.raises(NotAllowed, match="Not yours"):
        form_page(request, PlainForm(request.POST), raising(NotAllowed("Not yours")), to="/done/")


@pytest.mark.django_db
def test_a_question_before_something_final_is_the_same_with_another_template(rf):
    _, page = show(rf, None, raising(AssertionError), template=CONFIRM, confirm_label="End it", dangerous=True)
    html = page.content.decode()
    assert "End it</button>" in html
    assert "govuk-button--warning" in html


def edit(body, **more):
    return lambda data: services.edit_commission(body, by=body.lead, **{**data, **more})


@pytest.mark.django_db
def test_after_a_conflict_the_page_lists_what_is_saved_now_and_the_next_save_is_against_it(rf):
    body = build.commission()
    services.edit_commission(body, by=body.lead, title="Theirs", estimated_value=Decimal("1250000"))
    typed = {"title": "Mine", "estimated_value": "1000000", "version": "1"}
    request = asked(rf, typed)
    form = TitleForm(request.POST)
    page = form_page(request, form, edit(body), to="/done/", latest=body, heading="H").content.decode()
    assert form.now_saved == [("Title", "Theirs"), ("Estimated value", "£1,250,000")]
    assert "Theirs" in page.split("What is saved now")[1].split("</dl>")[0]
    assert 'value="Mine"' in page
    assert 'name="version" value="2"' in page
    assert Commission.objects.get().title == "Theirs"
    again = TitleForm(typed | {"version": "2"})
    assert accepted(again, edit(body), latest=body) is True
    assert Commission.objects.get().title == "Mine"


@pytest.mark.django_db
def test_a_conflict_over_nothing_says_so(rf):
    body = build.commission()
    services.edit_commission(body, by=body.lead, title="Theirs")
    request = asked(rf, {"title": "Theirs", "estimated_value": "1000000", "version": "1"})
    page = form_page(request, TitleForm(request.POST), edit(body), to="/done/", latest=body, heading="H").content.decode()
    assert "It says the same as what you typed." in page


@pytest.mark.django_db
def test_the_version_may_be_anothers_and_then_its_words_are_not_listed():
    body = build.commission()
    services.edit_commission(body, by=body.lead, title="Theirs")
    form = TitleForm({"title": "Mine", "version": "1"})
    assert accepted(form, raising(Conflict()), version_of=body) is False
    assert form.data["version"] == "2"
    assert not hasattr(form, "now_saved")


@pytest.mark.django_db
def test_the_record_may_be_found_by_a_function_and_may_be_gone():
    body = build.commission()
    form = TitleForm({"title": "Mine", "version": "7"})
    assert accepted(form, raising(Conflict()), latest=lambda: body) is False
    assert (form.data["version"], form.now_saved[0]) == ("1", ("Title", body.title))
    form = TitleForm({"title": "Mine", "version": "7"})
    assert accepted(form, raising(Conflict()), latest=lambda: None) is False
    assert form.data["version"] == "7"
    assert form.errors["__all__"] == [Conflict().message]


def test_a_form_without_a_version_shows_the_conflict_alone():
    form = PlainForm({"title": "Mine"})
    assert accepted(form, raising(Conflict("Again, please"))) is False
    assert form.errors["__all__"] == ["Again, please"]


def test_the_service_gets_the_version_under_its_own_name_and_the_form_keeps_its_data():
    kept = []
    form = TitleForm({"title": "Mine", "version": "3"})
    assert accepted(form, kept.append) is True
    assert kept == [{"title": "Mine", "estimated_value": None, "expected_version": 3}]
    assert form.expected_version == 3


def test_a_button_does_its_verb_once(rf):
    done = []
    request = asked(rf, {})
    page = button(request, lambda: done.append(1), to="/back/", done="Done.")
    assert (page.url, done, said(request)) == ("/back/", [1], [("success", "Done.")])


@pytest.mark.parametrize(
    ("error", "texts"),
    [
        (Refused([("a", "First"), (None, "Second")]), ["First", "Second"]),
        (WrongState("It is closed"), ["It is closed"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_refused_button_says_why_on_the_page_it_came_from(rf, error, texts):
    request = asked(rf, {})
    assert button(request, raising(error), to="/back/", done="Done.").url == "/back/"
    assert said(request) == [("error", text) for text in texts]


def test_a_button_that_was_read_before_a_change_is_a_page_that_leads_back(rf):
    with pytest.raises(Conflict, match="Changed") as conflict:
        button(asked(rf, {}), raising(Conflict("Changed")), to="/back/", done="Done.")
    assert conflict.value.back == "/back/"


def test_a_button_somebody_may_not_press_is_a_page_of_its_own(rf):
    with pytest.raises(NotAllowed, match="Not yours"):
        button(asked(rf, {}), raising(NotAllowed("Not yours")), to="/back/", done="Done.")


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        (forms.CharField(), None, ""),
        (forms.CharField(), "", ""),
        (forms.CharField(), "Words", "Words"),
        (forms.BooleanField(), True, "Yes"),
        (forms.NullBooleanField(), False, "No"),
        (forms.IntegerField(), 0, "0"),
        (forms.DecimalField(), Decimal("3.50"), "3.5"),
        (MoneyField(), Decimal("1200000.00"), "£1,200,000"),
        (forms.DateField(), date(2026, 11, 3), "3 November 2026"),
        (forms.DateTimeField(), datetime(2026, 1, 3, 14, 30, tzinfo=UTC), "3 January 2026, 2:30pm"),
        (forms.ChoiceField(choices=[("a", "First"), ("b", "Second")]), "b", "Second"),
        (forms.ChoiceField(choices=[("a", "First")]), "gone", "gone"),
        (forms.MultipleChoiceField(choices=[("a", "First"), ("b", "Second")]), ["b", "a"], "First, Second"),
        (forms.CharField(), [], ""),
    ],
)
def test_a_value_in_words(field, value, text):
    assert in_words(field, value) == text


@pytest.mark.django_db
def test_rows_are_listed_by_name_in_one_order():
    bodies = [build.commission(title="Zoo"), build.commission(title="Ark")]
    field = forms.ModelMultipleChoiceField(Commission.objects.all())
    assert in_words(field, bodies) == in_words(field, Commission.objects.order_by("-pk")) == ", ".join(sorted(map(str, bodies)))


def test_a_form_with_fields_of_its_own_says_what_they_would_hold():
    class Own(PlainForm):
        def saved_values(self, record):
            return {"title": record.upper(), "unknown": "x"}

    form = Own({"title": "Mine"})
    assert form.is_valid()
    assert differences(form, "theirs") == [("Title", "THEIRS")]
    assert differences(form, "mine") == [("Title", "MINE")]


def test_a_number_is_listed_with_what_it_counts():
    class Term(GovForm):
        months = forms.IntegerField()
        suffixes = {"months": "months"}

    assert in_words(Term().fields["months"], 60) == "60 months"
