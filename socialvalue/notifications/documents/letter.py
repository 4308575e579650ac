"""A message as an email: text and HTML of the same words, and the headers that a mail programme goes by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formataddr, make_msgid, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from socialvalue.accounts.models import Organisation
from socialvalue.common.clock import LONDON
from socialvalue.notifications.documents.colours import looks
from socialvalue.notifications.models import Message

TEMPLATE = "socialvalue/notifications/letter.html"
OPEN = "Open it in the service"
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Item:
    """One piece of news in a daily email."""

    subject: str
    action: str
    link: str


@dataclass(frozen=True)
class Letter:
    """What an email says, before it has a form. ``council`` is None where nobody can say whose it is."""

    to: str
    subject: str
    body: str
    council: Organisation | None = None
    name: str = ""
    by_when: str = ""
    action: str = ""
    link: str = ""
    why: str = ""
    items: list[Item] = field(default_factory=list)
    # A file of JSON: its name and its text
    enclosed: tuple[str, str] = ("", "")
    # To somebody with an account, who can choose what is sent
    has_settings: bool = False
    may_be_switched_off: bool = False

    @property
    def sender(self) -> str:
        return self.council.name if self.council else settings.SERVICE_NAME

    @property
    def look(self) -> dict:
        return looks(self.council.brand_colour, self.council.accent_colour) if self.council else looks()

    @property
    def contact(self) -> str:
        return self.council.email if self.council else ""

    @property
    def settings_link(self) -> str:
        return f"{settings.SITE_URL}{reverse('message-settings')}" if self.has_settings else ""

    @property
    def greeting(self) -> str:
        return f"Dear {self.name}," if self.name else ""

    @property
    def replies(self) -> str:
        if self.council and (self.contact or self.council.contact_phone):
            return asked_of(self.council)
        return "This email was sent by a computer. Nobody reads replies to it."

    def paragraphs(self) -> Iterable[dict]:
        """The body's paragraphs, each {"link"}, {"items"} (lines that began with “- ”, after its "lines") or {"lines"}."""
        for part in re.split(r"\n\s*\n", self.body.replace("\r\n", "\n").strip()):
            lines = part.split("\n")
            if self.action and len(lines) == 1 and ADDRESS.fullmatch(part.strip()):
                yield {"link": part.strip()}
            else:
                yield {
                    "lines": [line for line in lines if not line.startswith("- ")],
                    "items": [line.removeprefix("- ") for line in lines if line.startswith("- ")],
                }

    def text(self) -> str:
        """The whole letter in plain words."""
        parts = [self.greeting, self.body.strip()]
        parts += [f"{item.subject}\n{item.action}: {item.link}" for item in self.items]
        parts.append(f"Please do this by {self.by_when}." if self.by_when else "")
        parts.append(f"{self.action}: {self.link}" if self.link else "")
        foot = [self.why, self.sender, settings.SERVICE_NAME if self.sender != settings.SERVICE_NAME else "", self.replies]
        foot.append(f"Choose which emails you get: {self.settings_link}" if self.settings_link else "")
        return "\n\n".join([*filter(None, parts), "-- \n" + "\n".join(filter(None, foot))]) + "\n"

    def html(self) -> str:
        """The same words with the council's colours: one column, no pictures, in order where no style is kept."""
        return render_to_string(TEMPLATE, {"letter": self, "look": self.look, "service_name": settings.SERVICE_NAME})

    def headers(self) -> dict[str, str]:
        """Nobody's absence note answers it, and a mail programme offers to switch off what may be switched off."""
        found = {
            "Message-ID": make_msgid(domain=urlsplit(settings.SITE_URL).hostname or "localhost"),
            "Auto-Submitted": "auto-generated",
        }
        if self.may_be_switched_off:
            found["List-Unsubscribe"] = f"<{self.settings_link}>"
        return found

    def email(self) -> EmailMultiAlternatives:
        """Ready to be sent by Django's mail."""
        # A line break in a subject or a name would start another header
        name = " ".join(self.sender.split())
        email = EmailMultiAlternatives(
            subject=" ".join(self.subject.split()),
            body=self.text(),
            from_email=formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
            to=[self.to],
            reply_to=[self.contact] if self.contact else None,
            headers=self.headers(),
        )
        email.attach_alternative(self.html(), "text/html")
        name, text = self.enclosed
        if name:
            email.attach(name, text, "application/json")
        return email


def asked_of(council: Organisation) -> str:
    """Whom to ask, in one line: “Questions? Write to ask@… or phone 0300 … (Monday to Friday). Social value team”."""
    ways = [
        f"write to {council.email}" if council.email else "",
        f"phone {council.contact_phone}" if council.contact_phone else "",
    ]
    said = " or ".join(filter(None, ways))
    hours = f" ({council.contact_hours})" if council.contact_hours else ""
    line = f"Questions? {said[0].upper()}{said[1:]}{hours}."
    return f"{line} {council.contact_team}" if council.contact_team else line


def of_message(message: Message) -> Letter:
    """The email of a message, or of a daily digest with what was gathered for it."""
    gathered = list(message.gathered.select_related("recipient", "council").order_by("created_at", "pk"))
    person = message.recipient or (gathered[0].recipient if gathered else None)
    return Letter(
        to=message.address,
        subject=message.subject,
        body=message.body,
        council=council_for(person, message.council or (gathered[0].council if gathered else None)),
        name=person.name if person else "",
        by_when=message.by_when,
        action=message.action or (OPEN if message.url else ""),
        link=f"{settings.SITE_URL}{message.url}" if message.url else "",
        why="You get this because you asked for one email a day." if gathered else message.why,
        items=[_item(one) for one in gathered],
        enclosed=(message.enclosed_name, message.enclosed),
        has_settings=person is not None,
        may_be_switched_off=bool(gathered) or message.for_information,
    )


def _item(message: Message) -> Item:
    link = f"{settings.SITE_URL}{message.url or reverse('messages')}"
    told = message.created_at.astimezone(LONDON)
    return Item(f"{message.subject} ({told:%-d %B})", message.action or OPEN, link)


def council_for(person, council: Organisation | None = None) -> Organisation | None:
    """In whose name somebody is written to: the one given, their own, or the only council there is."""
    if council is not None:
        return council
    if person is not None and person.council is not None:
        return person.council
    councils = list(Organisation.objects.councils()[:2])
    return councils[0] if len(councils) == 1 else None
