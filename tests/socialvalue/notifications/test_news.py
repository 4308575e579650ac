"""News that asks nothing: at once, once a day or on the page alone, as each person chose."""

import re
from datetime import datetime, timedelta

import pytest

from measurement.clockwork.timed import due_events
from socialvalue.accounts.enums import Role
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditEvent
from socialvalue.common import clock
from socialvalue.common.errors import Refused
from socialvalue.notifications import services, timed
from socialvalue.notifications.enums import Delivery
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.socialvalue.notifications.steps import news, tell

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 11, 19, 18, tzinfo=clock.LONDON)
SEVEN = datetime(2026, 11, 20, 7, tzinfo=clock.LONDON)


def somebody(choice: str = Delivery.DAILY) -> User:
    user = people.person(people.council(), Role.COMMISSIONER)
    services.choose_news(by=user, news=choice)
    return people.fresh(user)


def test_what_asks_something_is_sent_at_once_whatever_was_chosen(mailoutbox):
    for choice in Delivery.values:
        tell(somebody(choice), subject=choice)
    services.send_outbox()
    assert sorted(m.subject for m in mailoutbox) == sorted(Delivery.values)


@pytest.mark.parametrize(("choice", "mails"), [(Delivery.AT_ONCE, 1), (Delivery.DAILY, 0), (Delivery.ON_PAGE, 0)])
def test_news_goes_as_its_person_chose_and_is_on_the_page_either_way(client, mailoutbox, choice, mails):
    user = somebody(choice)
    news(user)
    services.send_outbox()
    assert len(mailoutbox) == mails
    client.force_login(user)
    assert "A subject" in client.get("/messages/").content.decode()


def test_the_daily_e_mail_is_one_with_links_as_sentences(mailoutbox, settings):
    user = somebody()
    with clock.at(EVENING):
        news(user, key="a", subject="Published: Home from hospital", action="See the tender", url="/tenders/T-1/")
        news(user, key="b", subject="Approved: plan", action="Read the plan", url="/commissions/C-1/plan/")
        tell(user, key="c", subject="To approve")
    with clock.at(SEVEN):
        assert timed.apply(SEVEN) == 1
        services.send_outbox()
    asked, digest = mailoutbox
    assert (asked.subject, digest.subject) == ("To approve", "2 messages for you")
    assert digest.to == [user.email]
    assert f"Dear {user.name}," in digest.body
    assert f"Published: Home from hospital (19 November)\nSee the tender: {settings.SITE_URL}/tenders/T-1/" in digest.body
    assert f'<a href="{settings.SITE_URL}/commissions/C-1/plan/"' in digest.alternatives[0][0]
    assert digest.message()["List-Unsubscribe"] == f"<{settings.SITE_URL}/account/messages/>"
    assert "You get this because you asked for one email a day." in digest.body


def test_it_is_never_doubled_and_the_rest_of_the_day_waits_for_tomorrow(mailoutbox):
    user = somebody()
    with clock.at(EVENING):
        news(user, key="a")
    for moment in (SEVEN, SEVEN, SEVEN + timedelta(hours=9)):
        with clock.at(moment):
            timed.apply(moment)
            services.send_outbox()
    with clock.at(SEVEN + timedelta(hours=2)):
        news(user, key="b")
    late = SEVEN + timedelta(hours=16)
    assert [timed.apply(late), timed.due(late), len(mailoutbox)] == [0, [], 1]
    tomorrow = SEVEN + timedelta(days=1)
    with clock.at(tomorrow):
        assert timed.apply(tomorrow) == 1
        services.send_outbox()
    assert [m.subject for m in mailoutbox] == ["1 message for you", "1 message for you"]


def test_it_is_due_from_seven_on_and_a_missed_day_is_caught_up():
    user = somebody()
    with clock.at(EVENING):
        news(user)
    assert timed.due(SEVEN - timedelta(seconds=1)) == []
    assert [(e.when, e.what) for e in timed.due(SEVEN)] == [(SEVEN, "send the daily emails")]
    assert "send the daily emails" in [e.what for e in due_events(SEVEN)]
    assert timed.apply(SEVEN + timedelta(days=3, hours=-1)) == 1
    assert timed.due(SEVEN + timedelta(days=3, hours=-1)) == []


def test_what_was_told_at_seven_sharp_waits_and_a_second_before_does_not():
    user = somebody()
    with clock.at(SEVEN):
        news(user, key="sharp")
    assert timed.apply(SEVEN) == 0
    with clock.at(SEVEN - timedelta(seconds=1)):
        news(user, key="before")
    assert timed.apply(SEVEN) == 1
    assert Message.objects.get(key=f"sharp:{user.pk}").digest is None


def test_seven_is_seven_in_summer_too():
    user = somebody()
    with clock.at(datetime(2026, 6, 30, 12, tzinfo=clock.LONDON)):
        news(user)
    seven = datetime(2026, 7, 1, 7, tzinfo=clock.LONDON)
    assert timed.due(seven - timedelta(minutes=1)) == []
    assert [e.when for e in timed.due(seven)] == [seven]


def test_read_on_the_page_it_is_no_news_and_nobody_writes_to_who_left():
    reader, leaver = somebody(), somebody()
    with clock.at(EVENING):
        news(reader)
        news(leaver)
        services.mark_all_read(by=reader)
    User.objects.filter(pk=leaver.pk).update(is_active=False)
    assert (timed.due(SEVEN), timed.apply(SEVEN)) == ([], 0)


def test_all_read_until_a_moment_leaves_what_came_at_it_and_later():
    reader = somebody()
    for minutes in (-1, 0, 1):
        with clock.at(EVENING + timedelta(minutes=minutes)):
            news(reader, key=f"at {minutes}")
    assert services.mark_all_read(by=reader, until=EVENING) == 1
    assert services.mark_all_read(by=reader) == 2


def test_another_choice_holds_for_news_that_waits(mailoutbox):
    user = somebody()
    news(user)
    services.choose_news(by=user, news=Delivery.AT_ONCE)
    services.send_outbox()
    assert [m.subject for m in mailoutbox] == ["A subject"]
    events = AuditEvent.objects.filter(verb="chose emails").count()
    services.choose_news(by=user, news=Delivery.AT_ONCE)
    assert AuditEvent.objects.filter(verb="chose emails").count() == events, "the same choice changes nothing"
    with pytest.raises(Refused, match="Choose how you want to hear of news"):
        services.choose_news(by=user, news="by pigeon")


def test_the_page_of_settings_says_what_is_chosen_and_changes_it(client):
    user = somebody(Delivery.AT_ONCE)
    client.force_login(user)
    inputs = re.findall(r"<input[^>]*radio[^>]*>", client.get("/account/messages/").content.decode())
    assert [re.search(r'value="(\w+)"', one)[1] for one in inputs if " checked" in one] == ["at_once"]
    assert len(inputs) == 3
    refused = client.post("/account/messages/", {"news": ""})
    assert "Choose how you want to hear of news" in refused.content.decode()
    assert client.post("/account/messages/", {"news": "daily"}).url == "/account/"
    assert people.fresh(user).news == Delivery.DAILY
    assert "One email a day, at 7am" in client.get("/account/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_header_counts_unread_messages_in_the_query_that_knows_who_it_is(client, count, django_assert_num_queries):
    user = somebody()
    for number in range(count):
        tell(user, key=f"k{number}")
    client.force_login(user)
    with django_assert_num_queries(3):  # session, user with the number, memberships
        page = client.get("/account/messages/").content.decode()
    assert f'{count}<span class="govuk-visually-hidden"> not read</span>' in page
    client.post("/messages/read/")
    assert "> not read</span>" not in client.get("/account/messages/").content.decode()


def test_the_messages_page_says_by_when_why_and_what_the_link_does(client):
    user = somebody()
    moment = clock.now() + timedelta(days=2)
    tell(user, by=moment.date(), why="You get this because you approve plans.")
    client.force_login(user)
    page = " ".join(client.get("/messages/").content.decode().split())
    assert "Please do this by" in page
    assert "You get this because you approve plans." in page
    assert 'Read the plan<span class="govuk-visually-hidden">: A subject</span>' in page
    with clock.at(moment + timedelta(days=1)):
        assert "The date was" in " ".join(client.get("/messages/").content.decode().split())
