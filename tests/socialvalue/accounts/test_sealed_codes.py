"""Whoever has the database alone makes no code of anybody's second step."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.db import connection

from socialvalue.accounts.enums import Role
from socialvalue.accounts.services.sealed_codes import MARK, NotOurs, opened, seal
from tests.builders import people

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def no_code_was_used_yet():
    cache.clear()


def test_what_is_sealed_opens_again_and_is_never_the_same():
    one, two = seal(SECRET), seal(SECRET)
    assert opened(one) == opened(two) == SECRET
    assert one != two
    assert SECRET not in one


def test_another_key_or_a_changed_letter_opens_nothing(settings):
    sealed = seal(SECRET)
    at = len(MARK) + 20
    changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
    for other in (changed, MARK, f"{MARK}AAAA", f"{MARK}no base 64 at all", f"{MARK}é"):
        with pytest.raises(NotOurs, match="cannot be read with this SEALING_KEY"):
            opened(other)
    settings.SEALING_KEY = "another key of forty characters, for this test"
    with pytest.raises(NotOurs, match="cannot be read with this SEALING_KEY"):
        opened(sealed)


def test_a_new_secret_key_leaves_it_readable(settings):
    sealed = seal(SECRET)
    settings.SECRET_KEY = "another key of forty characters, for this test"
    assert opened(sealed) == SECRET


@pytest.mark.django_db
def test_no_row_holds_a_secret_and_the_codes_go_on_working():
    clerk = people.person(people.council(), Role.MEMBER)
    TOTP.activate(clerk, SECRET)
    codes = RecoveryCodes.activate(clerk)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT data FROM {Authenticator._meta.db_table}")
        stored = " ".join(value if isinstance(value, str) else json.dumps(value) for (value,) in cursor.fetchall())
    assert SECRET not in stored
    assert not any(code in stored for code in codes.generate_codes())
    assert stored.count(MARK) == 2
    totp = TOTP(Authenticator.objects.get(user=clerk, type=Authenticator.Type.TOTP))
    now = next(iter(yield_hotp_counters_from_time()))
    assert totp.validate_code(format_hotp_value(hotp_value(SECRET, now)))
    assert codes.validate_code(codes.get_unused_codes()[0])


@pytest.mark.django_db
def test_a_secret_from_before_goes_on_working():
    clerk = people.person(people.council(), Role.MEMBER)
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={"secret": SECRET})
    totp = TOTP(Authenticator.objects.get(user=clerk))
    now = next(iter(yield_hotp_counters_from_time()))
    assert totp.validate_code(format_hotp_value(hotp_value(SECRET, now)))
