"""The same form from eight browsers' threads at once, as over a slow line with an impatient finger: made once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from procurement.tendering.models import Clarification
from socialvalue.accounts.enums import Role
from socialvalue.common.once import SentForm
from tests.builders import people, tendering
from tests.security.pressing import read

MANY = 8


@pytest.mark.django_db(transaction=True)
def test_eight_posts_of_one_form_make_one_question():
    """The unique token holds the others until the first has committed (PostgreSQL), the write lock does (SQLite)."""
    tender = tendering.published_tender()
    user = people.person(people.supplier(), Role.SUPPLIER)
    browser, path = Client(), f"/opportunities/{tender.reference}/ask/"
    browser.force_login(user)
    (form,) = [one for one in read(path, browser.get(path).content.decode()).forms if one.action == path]
    typed = form.data | {"question": "May two of us bid together?"}
    barrier = Barrier(MANY, timeout=30)

    def send(_):
        mine = Client()
        mine.cookies = browser.cookies
        try:
            barrier.wait()
            answer = mine.post(path, typed)
            return answer.status_code, answer.get("Location")
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        answers = set(pool.map(send, range(MANY)))
    assert answers == {(302, f"/opportunities/{tender.reference}/")}
    assert (Clarification.objects.count(), SentForm.objects.count()) == (1, 1)
