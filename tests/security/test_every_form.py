"""Every form of the site is pressed: with a page that is out of date, with one that says nothing of what it showed, and twice.

A council with something in every state (``scene``) is walked by its links as everybody with a part in it (``pressing``). What
each address has to hold stands in ``posts``. Nothing that is pressed stays.
"""

import inspect
import re
from collections import defaultdict
from dataclasses import dataclass, field

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from socialvalue.accounts.models import User
from socialvalue.common import clock, once, reading
from socialvalue.framework.models import Measure
from tests.fixtures.client import ClosingClient, everything_as_it_is, shown
from tests.house.reading import ROOT
from tests.security.posts import CREATES, DECIDES, EDITS, POSTS
from tests.security.pressing import Answer, Form, press, press_twice, walk
from tests.security.scene import LOST_STEP, NEWCOMER, everything
from tests.socialvalue.documents.media_made import wav
from tests.socialvalue.test_every_route import ROUTES

pytestmark = [pytest.mark.django_db, pytest.mark.once]


TODAY = clock.today()
# Forms of one address that are tried until one is taken
TRIED = 40
LAST, HAND, STANDS = "the last choice", "another hand", "what the form has already"
# One of people, and another: a rule compares what is counted alike
PEOPLE, MORE_PEOPLE = "a measure of people", "another measure of people"
# A recording, where words are no file
HEARD = {"story-add-file"}
# Several at once: a row that is out of date is left out, and the others are done
LISTS = {"contract-agree-all", "returns-hand-in"}
# Rows of a list that say each their version: “12:3”
LISTED = {"shown", "chosen"}
# What a form is answered with where words and a first choice do not do
ANSWERED: dict[str, dict[str, str]] = {
    "administration-bank-holiday-new": {"source": "https://example.org/proclaimed/1"},
    "evaluation-score": {"between": ""},
    "view-new": {"name": "Mine"},
    "account-supplier-new": {"until_day": "", "until_month": "", "until_year": ""},
    "administration-closed-new": {"last_day": "", "last_month": "", "last_year": "", "name": "Spring clean"},
    "administration-benefit-new": {"groups": "Under 18\nOver 18"},
    "administration-returns": {"days": "60"},
    "administration-colours": {"brand": "", "accent": ""},
    "administration-person-supplier-new": {"until_day": "", "until_month": "", "until_year": ""},
    "away-new": {"delegate": HAND},
    "commission-new": {"earlier": "", "works": ""},
    "event-new": {"ends_at_year": "2030"},
    "posting-new": {"value": ""},
    "requirement-new": {"pounds_per_unit": ""},
    "supplier-second-step": {"email": LOST_STEP},
    "tender-copy": {"contract_ends_on_year": "2032"},
    "tender-new": {"contract_ends_on_year": "2032"},
    "account-organisation": {"sme": "no", "vcse": "no", "postcode": "ME14 1XX", "address": "1 High Street"},
    "commission-edit": {"earlier": "", "works": ""},
    "agreement-compete": {"commission": "", "contract_ends_on_year": "2030"},
    "agreement-new": {"lead_director": LAST},
    "agreement-supplier-add": {"supplier": NEWCOMER},
    "contract-carry-on": {"until_day": "31", "until_month": "3", "until_year": "2031"},
    "contract-spend-say": {"up_to_day": f"{TODAY:%d}", "up_to_month": f"{TODAY:%m}", "up_to_year": f"{TODAY:%Y}"},
    "contract-edit": {"service_head": "", "value_with_vat": "", "suppliers": STANDS, "suppliers_2": "", "suppliers_3": ""},
    "scales": {"low": "1", "high": "10"},
    "measure-rule-new": {"part_1": PEOPLE, "part_2": "", "part_3": "", "part_4": "", "whole": MORE_PEOPLE},
    "returns-draws-choose": {"draws": "yes", "one_in": "10", "from_day_year": "2033"},
    "contract-new": {"service_head": "", "value_with_vat": "", "suppliers": NEWCOMER, "suppliers_2": "", "suppliers_3": ""},
    "supplier-join": {"joined": NEWCOMER},
    "contract-supplier": {"comes": NEWCOMER, "effective_on_day": "31", "effective_on_month": "3", "effective_on_year": "2028"},
    "evaluation-reopen": {"panellist": LAST},
    "tender-details": {"minimum_quality": "", "maximum_price": ""},
    "kpi-baseline": {"basis": "counted", "starts_on_year": "2019", "ends_on_year": "2020"},
    "kpi-edit": {"target": "9", "minimum": "1", "milestone_on_day": "", "milestone_on_month": "", "milestone_on_year": ""},
    "report-schedule": {"next_on_day": "12", "next_on_month": "4", "next_on_year": "2033"},
    "obligation-new": {"priority": ""},
    "requirement-edit": {"pounds_per_unit": ""},
    "returns-together": {"confirmed": "1"},
}
CREATING = sorted(name for name, kind in POSTS.items() if kind == CREATES)
GUARDED = sorted(name for name, kind in POSTS.items() if kind in (EDITS, DECIDES))


@dataclass
class Pressed:
    """What came of one address: the form as its page has it, the same out of date, and saying nothing."""

    honest: list[Answer] = field(default_factory=list)
    stale: Answer | None = None
    silent: Answer | None = None


@dataclass
class Walked:
    client: ClosingClient
    people: dict[str, User | None]
    forms: dict[str, list[tuple[str, Form]]]

    def sign_in(self, label: str) -> None:
        self.client.logout()
        if self.people[label] is not None:
            self.client.force_login(User.objects.get(pk=self.people[label].pk))


@pytest.fixture(scope="module")
def walked(module_database) -> Walked:
    """Every form, by the name of the address that it goes to: (who found it, the form)."""
    scene, client, forms = everything(), ClosingClient(), defaultdict(list)
    for label, user in scene.people.items():
        for form in walk(client, user, scene.begin(label), on=label not in scene.only):
            if form.name:
                forms[form.name].append((label, form))
    client.close_downloads()
    return Walked(client, scene.people, forms)


def takes_a_form(view) -> bool:
    """Whether the view, or a helper of its module that it calls, answers to what was sent."""
    view = inspect.unwrap(view)
    module, found = inspect.getmodule(view), {view}
    for _ in range(2):
        for one in list(found):
            called = re.findall(r"\b(\w+)\(", inspect.getsource(one))
            found |= {
                f for name in called if inspect.isfunction(f := getattr(module, name, None)) and inspect.getmodule(f) is module
            }
    return any(re.search(r"\.POST\b|form_page\(|\bbutton\(|require_POST", inspect.getsource(one)) for one in found)


def ours():
    for pattern in get_resolver().url_patterns:
        for one in getattr(pattern, "url_patterns", [pattern]):
            if one.callback.__module__.split(".")[0] in ("socialvalue", "procurement", "contracts", "measurement"):
                yield one.name, one.callback


def test_every_address_that_takes_a_form_says_what_it_does():
    missing = sorted({name for name, view in ours() if takes_a_form(view)} - set(POSTS))
    assert missing == [], "say in tests/security/posts.py what these do: EDITS, DECIDES, CREATES or NEITHER, because …"
    assert sorted(set(POSTS) - {name for name, _, _ in ROUTES}) == [], "these are no addresses any more"
    for name, kind in POSTS.items():
        assert kind in (EDITS, DECIDES, CREATES) or re.fullmatch(r"NEITHER: .{20,}", kind), f"{name} gives no reason"


def test_whoever_posts_in_a_test_says_of_every_record_how_it_stands(walked):
    """The tests' client asks for it in one question; a page asks each record that it shows."""
    with clock.fixed():
        expected = [mark for model in shown() for one in model._base_manager.all() for mark in reading.written(one)]
        assert len(expected) > 100
        assert sorted(everything_as_it_is().split(" ")) == sorted(expected)


def test_every_form_that_is_drawn_leads_to_an_address_of_the_list(walked):
    assert sorted(set(walked.forms) - set(POSTS)) == []


# Two steps, of which the crawler presses the first: {address: the test that says what a page out of date is answered}
TWO_STEPS = {
    "returns-together": ("tests/contracts/returns/test_queue.py", "test_each_is_verified_by_itself_and_what_cannot_be_says_why"),
    "you-said-publish": (
        "tests/procurement/engagement/test_you_said.py",
        "test_what_somebody_else_published_since_the_preview_is_not_replaced_unseen",
    ),
}


@pytest.mark.parametrize("name", sorted(set(GUARDED) - set(TWO_STEPS)))
def test_what_is_out_of_date_is_refused_and_nothing_is_written(walked, name):
    """The page's own form is taken; the same from before somebody's change, or without what it showed, is not."""
    found = pressed(walked, name)
    tried = [f"{one.status} {one.problems}" for one in found.honest] or "no form found: let scene.py make one, or begin there"
    assert any(one.done for one in found.honest), f"{name}: no form of it was taken, so nothing is shown: {tried[:3]}"
    for how, answer in (("out of date", found.stale), ("saying nothing", found.silent)):
        assert answer.wrote == (), f"{name}: a form {how} wrote {answer.wrote}: {HOW}"
        assert answer.conflict or name in LISTS, f"{name}: a form {how} was answered {answer.status} {answer.problems}: {HOW}"


@pytest.mark.parametrize("name", CREATING)
def test_the_same_form_sent_twice_makes_it_once(walked, name):
    """The second leads to what the first made, and says so; without a token, or with somebody else's, nothing is made."""
    label, form = taken_form(walked, name)
    data = answered(walked, name, form)
    assert data.get(once.FIELD), (
        f"{name}: its form has no token: draw {{% once_only %}} in it, with its action if that is elsewhere"
    )
    first, second = press_twice(walked.client, form.action, data, answered(walked, name, form))
    assert first.done
    assert (second.status, second.location, second.wrote) == (302, first.location, ()), f"{name}: {TWICE}"
    assert once.SENT_ALREADY in second.problems
    for wrong in ("", once.token(0, form.action), once.token(walked.people[label].pk, "/elsewhere/")):
        answer = press(walked.client, form.action, answered(walked, name, form) | {once.FIELD: wrong})
        assert (answer.done, answer.wrote) == (False, ()), f"{name}: {TWICE}"


TWICE = "pass creates=True to form_page, or make it within once.only"


def taken_form(walked: Walked, name: str) -> tuple[str, Form]:
    """Who found it, and a form of this address that is taken; they are signed in."""
    tried = []
    for label, form in walked.forms[name][:TRIED]:
        walked.sign_in(label)
        answer = press(walked.client, form.action, answered(walked, name, form))
        if answer.done:
            return label, form
        tried.append(answer.problems)
    pytest.fail(f"{name}: no form of it was taken, so nothing is shown: {tried[:3] or 'let scene.py make one, or begin there'}")


def answered(walked: Walked, name: str, form: Form, *, files: bool = True) -> dict:
    """As a person fills it in; files are new ones each time."""
    data: dict = form.filled()
    for key, value in ANSWERED.get(name, {}).items():
        if value is STANDS:
            data[key] = form.data.get(key, [""])
            continue
        data[key] = [_chosen(walked, form, key, value)]
    name, content = ("heard.wav", wav()) if name in HEARD else ("note.txt", b"What we saw")
    return data | {key: SimpleUploadedFile(name, content) for key in form.files if files}


def _chosen(walked: Walked, form: Form, key: str, value: str) -> str:
    if value in (PEOPLE, MORE_PEOPLE):
        alike = Measure.objects.filter(unit="people", pk__in=[one for one in form.choices[key] if one])
        return str(alike.order_by("pk")[value == MORE_PEOPLE].pk)
    if value is HAND:
        return str(walked.people["another hand"].pk)
    return form.choices[key][-1] if value is LAST else value


HOW = "compare it under the lock with locked(record, expected_version) or check_read, and say read= or as_read on the page"


@pytest.mark.parametrize("name", TWO_STEPS)
def test_what_takes_two_steps_is_tried_in_its_room(name):
    file, test = TWO_STEPS[name]
    assert f"def {test}(" in (ROOT / file).read_text()


def pressed(walked: Walked, name: str) -> Pressed:
    found = Pressed()
    forms = sorted(
        walked.forms[name], key=lambda found: (not found[1].says_what_was_read, -len(found[1].data), -len(found[1].written))
    )
    for label, form in forms[:TRIED]:
        walked.sign_in(label)
        data = answered(walked, name, form, files=False)
        found.honest.append(press(walked.client, form.action, {reading.FIELD: ""} | data))
        if found.honest[-1].done:
            found.stale = press(walked.client, form.action, out_of_date(data))
            found.silent = press(walked.client, form.action, saying_nothing(data))
            break
    return found


def is_version(name: str) -> bool:
    return name.rpartition("-")[2] == "version"


def older(version: str) -> str:
    """A version that is not the stored one; 0 is what a page says where nothing is saved yet."""
    return "0" if int(version) else "99"


def out_of_date(data: dict) -> dict:
    """As from a page that was opened before somebody changed what it shows."""
    old = {name: [older(value) for value in values] if is_version(name) else values for name, values in data.items()}
    for name in LISTED & set(old):
        old[name] = [f"{key}:{older(version)}" for key, _, version in (value.partition(":") for value in old[name])]
    parts = " ".join(data.get(reading.FIELD, [])).split()
    old[reading.FIELD] = [" ".join(re.sub(r":[0-9a-f]+:(\d+)$", r":0ld:\1", part) for part in parts)]
    return old


def saying_nothing(data: dict) -> dict:
    """As from somebody who has left out the hidden fields."""
    left = {name: values for name, values in data.items() if not is_version(name)}
    for name in LISTED & set(left):
        left[name] = [value.partition(":")[0] for value in left[name]]
    return left | {reading.FIELD: ""}
