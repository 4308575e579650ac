"""An email: who it comes from, what it says in both its parts, and what it never says."""

from datetime import date, datetime
from html.parser import HTMLParser

import pytest

from socialvalue.accounts.enums import Role
from socialvalue.common.clock import LONDON
from socialvalue.notifications import services
from socialvalue.notifications.documents import colours, letter
from socialvalue.notifications.models import Message
from tests.builders import people
from tests.socialvalue.notifications.steps import news, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return people.council("Kentish Council")


@pytest.fixture
def person(council):
    return people.person(council, Role.COMMISSIONER, name="Robin Leary")


def sent(mailoutbox):
    services.send_outbox()
    (email,) = mailoutbox
    return email


def html_of(email) -> str:
    ((content, kind),) = email.alternatives
    assert kind == "text/html"
    return content


class Words(HTMLParser):
    """What somebody reads whose mail programme keeps no style: words and where links lead."""

    def __init__(self):
        super().__init__()
        self.words, self.links, self.tags, self.hidden = [], [], set(), False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.hidden = tag == "title"
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self.hidden = False

    def handle_data(self, data):
        if data.strip() and not self.hidden:
            self.words.append(" ".join(data.split()))


def read(content: str) -> Words:
    words = Words()
    words.feed(content)
    return words


def test_it_comes_from_the_council_by_name_and_no_absence_note_answers_it(person, mailoutbox, settings):
    settings.SITE_URL = "https://social-value.council.example"
    tell(person)
    email = sent(mailoutbox)
    assert email.from_email == "Kentish Council <social-value@demo.example>"
    headers = email.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"].endswith("@social-value.council.example>")
    assert headers["List-Unsubscribe"] is None, "what asks something cannot be switched off"
    assert headers["Reply-To"] is None
    assert "Nobody reads replies to it." in email.body


def test_answers_go_to_the_councils_contact_where_there_is_one(person, council, mailoutbox):
    council.email = "questions@kentish.example"
    council.save(update_fields=["email"])
    tell(person)
    email = sent(mailoutbox)
    assert email.reply_to == ["questions@kentish.example"]
    assert "Questions? Write to questions@kentish.example." in email.body
    assert "mailto:questions@kentish.example" in read(html_of(email)).links


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ({"contact_phone": "0300 041 4141"}, "Questions? Phone 0300 041 4141."),
        ({"email": "ask@kentish.example", "contact_phone": "0300 041 4141", "contact_hours": "Monday to Friday", "contact_team": "The team"},
         "Questions? Write to ask@kentish.example or phone 0300 041 4141 (Monday to Friday). The team"),
        ({"contact_team": "The team"}, "This email was sent by a computer. Nobody reads replies to it."),
    ],
)  # fmt: skip
def test_the_foot_says_whom_to_ask(person, council, mailoutbox, contact, line):
    type(council).objects.filter(pk=council.pk).update(**contact)
    tell(person)
    assert line in sent(mailoutbox).body.splitlines()


def test_news_can_be_switched_off_by_the_mail_programme(person, mailoutbox, settings):
    news(person)
    assert sent(mailoutbox).message()["List-Unsubscribe"] == f"<{settings.SITE_URL}/account/messages/>"


def test_the_text_says_all_in_order(person, mailoutbox, settings):
    tell(person, by=datetime(2026, 11, 20, 14, tzinfo=LONDON), why="You get this because you approve plans.")
    assert sent(mailoutbox).body == (
        "Dear Robin Leary,\n\nA body\n\nPlease do this by 20 November 2026 at 2pm.\n\n"
        f"Read the plan: {settings.SITE_URL}/commissions/\n\n"
        "-- \nYou get this because you approve plans.\nKentish Council\nSocial value through procurement\n"
        "This email was sent by a computer. Nobody reads replies to it.\n"
        f"Choose which emails you get: {settings.SITE_URL}/account/messages/\n"
    )


def test_the_html_part_says_the_same_in_the_same_order_without_pictures(person, mailoutbox, settings):
    body = "First line\nsecond line\n\nStill open:\n- Alpha\n- Beta"
    tell(person, body=body, by=date(2026, 11, 20), why="You get this because you approve plans.")
    found = read(html_of(sent(mailoutbox)))
    assert found.words == [
        "Kentish Council", "Social value through procurement", "A subject", "Dear Robin Leary,", "First line", "second line",
        "Still open:", "Alpha", "Beta", "Please do this by 20 November 2026.", "Read the plan", f"{settings.SITE_URL}/commissions/",
        "You get this because you approve plans.", "This email was sent by a computer. Nobody reads replies to it.",
        "Choose which emails you get",
    ]  # fmt: skip
    assert found.links == [f"{settings.SITE_URL}/commissions/", f"{settings.SITE_URL}/account/messages/"]
    assert not found.tags & {"img", "table", "style", "link", "script"}


def test_what_people_typed_is_text_and_starts_no_header(person, council, mailoutbox):
    council.name = "Kent\r\nBcc: all@example.org"
    council.save(update_fields=["name"])
    tell(person, subject="A <b>title</b>\nBcc: x@example.org", body="<script>alert(1)</script>")
    email = sent(mailoutbox)
    assert email.message()["Bcc"] is None
    assert email.recipients() == [person.email]
    assert email.subject == "A <b>title</b> Bcc: x@example.org"
    assert not read(html_of(email)).tags & {"script", "b"}


def test_what_is_for_the_page_alone_is_in_no_part(client, person, mailoutbox):
    tell(person, private="The price of Bid B looks too low.")
    email = sent(mailoutbox)
    assert "Bid B" not in email.subject + email.body + html_of(email) + str(email.message())
    client.force_login(person)
    assert "The price of Bid B looks too low." in client.get("/messages/").content.decode()


def test_a_link_to_somebody_without_an_account_is_a_button_and_settings_are_not_offered(council, mailoutbox):
    services.write_to(
        "new@example.org", key="k", subject="Welcome", action="Set your password", council=council,
        body="Open this link:\n\nhttps://site.example/password/set/abc/\n\nIt works once.",
    )  # fmt: skip
    email = sent(mailoutbox)
    found = read(html_of(email))
    assert found.links == ["https://site.example/password/set/abc/"]
    assert found.words[3:6] == ["Open this link:", "Set your password", "https://site.example/password/set/abc/"]
    assert "Choose which emails" not in email.body
    assert "https://site.example/password/set/abc/" in email.body


def test_in_whose_name_a_supplier_is_written_to(council):
    bidder = people.person(people.supplier(), Role.SUPPLIER)
    assert letter.council_for(bidder) == council, "the only one there is"
    other = people.council()
    assert letter.council_for(bidder) is None, "of two nobody can say"
    assert letter.council_for(bidder, other) == other
    assert letter.council_for(people.person(council, Role.MEMBER)) == council
    tell(bidder)
    assert letter.of_message(Message.objects.get()).sender == "Social value through procurement"


def test_the_colours_are_those_of_the_pages():
    found = colours.colours()
    assert set(found) == set(colours.FALLBACK)
    assert found["brand-dark"] == "#073842"
    assert "background: #073842" in colours.looks()["head"]


@pytest.mark.parametrize(
    ("page", "subject"), [("/password/", "Set your password"), ("/password/", "No account with this address")]
)
def test_the_sign_in_pages_write_such_letters_too(client, person, mailoutbox, page, subject):
    client.post(page, {"email": person.email if subject == "Set your password" else "nobody@example.org"})
    (email,) = mailoutbox
    assert (email.subject, email.message()["Auto-Submitted"]) == (subject, "auto-generated")
    assert email.from_email == "Kentish Council <social-value@demo.example>"
    found = read(html_of(email))
    assert found.links[0].split("/", 3)[3].startswith("password/set/" if subject == "Set your password" else "register/")


def test_a_changed_password_tells_how_to_set_another(client, person, mailoutbox):
    client.force_login(person)
    new = "a-long-new-password-7"
    again = {"oldpassword": "demonstration", "password1": new, "password2": new}
    client.post("/account/security/password/", again)
    (email,) = mailoutbox
    assert email.subject == "Your password was changed"
    assert "/password/" in read(html_of(email)).links[0]
    assert "List-Unsubscribe" not in email.message()


def test_news_has_no_day_by_when(person):
    with pytest.raises(ValueError, match="news asks nothing, so it has no day by when"):
        news(person, by=date(2026, 11, 20))
