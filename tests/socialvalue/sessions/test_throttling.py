"""Guessing a password: it is slow for strangers, and does not shut out whoever has been here before."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client

from socialvalue.accounts.enums import Role
from socialvalue.sessions.models import Attempts
from socialvalue.sessions.services import throttle
from socialvalue.sessions.tasks import clear
from tests.reading import as_read
from tests.socialvalue.sessions.steps import been_here, browser, clock, guess, is_in, people, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return people.person(people.supplier(), Role.SUPPLIER)


def test_a_rival_s_wrong_passwords_do_not_shut_out_the_owner_at_the_deadline(owner):
    own, elsewhere = been_here(owner), been_here(owner, browser("198.51.100.8"))
    rival = guess(owner, 12)
    sign_in(rival, owner.email)
    assert not is_in(rival), "the rival waits, even with the right password"
    sign_in(own, owner.email)
    assert is_in(own)
    # Also from where the rival sits
    elsewhere.defaults["REMOTE_ADDR"] = "198.51.100.7"
    sign_in(elsewhere, owner.email)
    assert is_in(elsewhere)


def test_a_browser_that_was_never_here_waits_and_reads_how_long(owner):
    guess(owner, 5)
    new = browser("192.0.2.99")
    answer = sign_in(new, owner.email)
    assert "There were too many attempts. Wait 5 minutes and try again" in as_read(answer)
    assert not is_in(new)
    with clock.at(clock.now() + timedelta(minutes=5, seconds=1)):
        sign_in(new, owner.email)
    assert is_in(new)


def test_one_try_below_the_limit_the_right_password_still_opens(owner):
    guess(owner, 4)
    new = browser("192.0.2.99")
    sign_in(new, owner.email)
    assert is_in(new)


def test_waiting_is_not_made_longer_by_trying_meanwhile(owner):
    begun = clock.now()
    with clock.at(begun):
        guess(owner, 5)
    with clock.at(begun + timedelta(minutes=4, seconds=30)):
        assert "Wait 1 minute and" in as_read(sign_in(guess(owner, 9), owner.email))
    with clock.at(begun + timedelta(minutes=5, seconds=1)):
        new = browser()
        sign_in(new, owner.email)
        assert is_in(new)


def test_a_known_browser_has_a_limit_of_its_own(owner):
    own = been_here(owner)
    for number in range(10):
        sign_in(own, owner.email, f"wrong {number}")
    assert "Wait 5 minutes" in as_read(sign_in(own, owner.email))
    new = browser("192.0.2.77")
    sign_in(new, owner.email)
    assert is_in(new), "others are not held up by it"


def test_being_known_to_one_account_helps_with_no_other(owner):
    thief = been_here(people.person(people.supplier(), Role.SUPPLIER))
    for number in range(5):
        sign_in(thief, owner.email, f"wrong {number}")
    assert "Wait" in as_read(sign_in(thief, owner.email))


def test_nobody_makes_up_a_known_browser(owner):
    forger = browser()
    forger.cookies["device"] = '["me", ["everybody"]]'
    for number in range(5):
        sign_in(forger, owner.email, f"wrong {number}")
    assert "Wait" in as_read(sign_in(forger, owner.email))


def test_an_address_that_has_no_account_waits_in_the_same_words(owner):
    words = [as_read(sign_in(guess(who, 5, where), email)) for who, where, email in (
        (owner, "198.51.100.1", owner.email), ("nobody@example.org", "198.51.100.2", "nobody@example.org"),
    )]  # fmt: skip
    said = [one.split("There were too many")[1].split("again")[0] for one in words]
    assert said[0] == said[1] == " attempts. Wait 5 minutes and try "


def test_one_network_address_tries_no_more_than_fifty_passwords_whatever_the_account(owner):
    for number in range(50):
        guess(f"somebody{number}@example.org", 1)
    new = browser("198.51.100.7")
    assert "Wait" in as_read(sign_in(new, owner.email))
    other = browser("198.51.100.8")
    sign_in(other, owner.email)
    assert is_in(other)


def test_the_address_is_what_our_own_proxies_say(owner, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(50):
        client = Client(HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 198.51.100.7")
        sign_in(client, f"somebody{number}@example.org", "wrong")
    assert "Wait" in as_read(sign_in(Client(HTTP_X_FORWARDED_FOR="10.9.9.9, 198.51.100.7"), owner.email))
    fine = Client(HTTP_X_FORWARDED_FOR="198.51.100.7, 203.0.113.4")
    sign_in(fine, owner.email)
    assert is_in(fine)


def test_who_signs_in_again_and_again_rightly_is_never_made_to_wait(owner):
    for _ in range(7):
        client = browser()
        sign_in(client, owner.email)
        assert is_in(client)
    assert not Attempts.objects.filter(count__gt=0).exists()


def test_it_counts_the_same_without_a_shared_cache(owner):
    """Two processes with caches of their own: what is counted is in the database."""
    guess(owner, 3)
    caches["default"].clear()
    guess(owner, 2)
    caches["default"].clear()
    assert "Wait" in as_read(sign_in(browser(), owner.email))


def test_many_at_once_are_all_counted_before_one_is_looked_at(owner, rf):
    request = rf.post("/sign-in/")
    waits = [throttle.begin(throttle.password_for(request, owner.email)) for _ in range(6)]
    assert [bool(wait) for wait in waits] == [False] * 5 + [True]


def test_the_night_forgets_what_nobody_waits_for(owner):
    guess(owner, 1)
    clear()
    assert Attempts.objects.count() == 2
    with clock.at(clock.now() + timedelta(hours=1, minutes=1)):
        clear()
        clear()
    assert not Attempts.objects.exists()


def test_no_row_says_whose_it_is(owner):
    guess(owner, 1)
    rows = str(list(Attempts.objects.values()))
    assert owner.email not in rows
    assert "198.51.100.7" not in rows


@pytest.mark.django_db(transaction=True)
def test_a_second_process_goes_on_counting_where_the_first_stopped(owner, tmp_path):
    """A process of its own, with the same database and nothing else in common."""
    from django.db import connection

    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory is of one process")
    guess(owner, 5)
    code = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}\n"
        "from django.test import RequestFactory\n"
        "from socialvalue.sessions.services import throttle\n"
        f"print(bool(throttle.begin(throttle.password_for(RequestFactory().post('/'), {owner.email!r}))))\n"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "socialvalue.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "True", done.stderr
