"""A person at a browser: goes by what is written on the page, never by what it is called inside."""

import os
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from contracts.kept import services as kept
from socialvalue.common.clock import LONDON

PASSWORD = "demonstration"
# Set it to a folder to keep a picture of every page looked at, as a desktop and as a telephone show it
PICTURES = os.environ.get("JOURNEY_PICTURES", "")


@dataclass
class Story:
    """What the steps tell each other: ``facts`` by name, the steps ``done``, and how far the clock is ``back``."""

    first_day: date
    back: timedelta = timedelta(0)
    facts: dict = field(default_factory=dict)
    done: set = field(default_factory=set)
    looked: set = field(default_factory=set)

    def day(self, number: int) -> date:
        """The day of the story with this number; the first is 0."""
        return self.first_day + timedelta(days=number)

    def travel(self, *, day: int, at: str = "10:00") -> None:
        """Set the server's clock to the day with this number and a time in England; it goes on from there."""
        self.travel_to(datetime.combine(self.day(day), time.fromisoformat(at), tzinfo=LONDON))

    def travel_to(self, moment: datetime) -> None:
        self.back = timezone.now() - moment
        # What the worker does every night
        kept.roll()

    def return_to_the_present(self) -> None:
        self.back = timedelta(0)


class Desk:
    """One person's browser window."""

    def __init__(self, page: Page, story: Story, axe_check, no_sideways_scrolling, *, scripts: bool = True):
        self.page, self.story, self.scripts = page, story, scripts
        self._axe, self._narrow = axe_check, no_sideways_scrolling

    # Going

    def open(self, path: str) -> int:
        """Type an address; gives the status of the answer."""
        return self.page.goto(path).status

    def sign_in(self, account: str, password: str = PASSWORD) -> None:
        self.open("/sign-in/")
        email = account if "@" in account else f"{account}@demo.example"
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("banner").get_by_role("link", name=re.compile("^Messages"))).to_be_visible()

    def follow(self, name: str | re.Pattern, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("link", name=name).first.click()

    def press(self, name: str, *, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).first.click()

    # Writing

    def fill(self, label: str, text: str, *, within: Locator | None = None) -> None:
        self.field(label, within=within).fill(text)

    def field(self, label: str, *, within: Locator | None = None) -> Locator:
        """The field with this label, which may go on to say that the field is optional."""
        return (within or self.page).get_by_label(re.compile(f"^\\s*{re.escape(label)}( \\(optional\\))?\\s*$"))

    def choose(self, label: str, *, within: Locator | None = None) -> None:
        """Tick the box, or take the choice, with this label."""
        self.field(label, within=within).check()

    def select(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def date(self, legend: str, day: date, *, at: str = "") -> None:
        group = self.page.get_by_role("group", name=legend)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(label).fill(str(value))
        if at:
            group.get_by_label("Time").fill(at)

    # By keyboard alone

    def tab_to(self, field: Locator) -> int:
        """Press Tab until the field has the focus; how often it was pressed."""
        for pressed in range(120):
            if field.evaluate("element => element === document.activeElement"):
                return pressed
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to {field} on {self.page.url}")

    def type(self, field: Locator, text: str) -> None:
        self.tab_to(field)
        self.page.keyboard.type(text)

    # Reading

    def see(self, text: str | re.Pattern) -> Locator:
        found = self.page.get_by_text(text).locator("visible=true").first
        expect(found).to_be_visible()
        return found

    def heading(self, text: str | re.Pattern) -> Locator:
        found = self.page.get_by_role("heading", name=text).first
        expect(found).to_be_visible()
        return found

    def do_not_see(self, text: str | re.Pattern) -> None:
        expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0)

    @property
    def path(self) -> str:
        return self.page.url.split("//", 1)[1].partition("/")[2].join(["/", ""])

    def look(self, name: str) -> None:
        """Once a page: no accessibility violation, nothing sideways at 320 px, and pictures where they are asked for."""
        if name in self.story.looked or not self.scripts:
            return  # axe is a script itself, and would be waited for in vain
        self.story.looked.add(name)
        if PICTURES:
            self._photograph(name)
        self._axe(self.page)
        self._narrow(self.page)

    def refused(self, message: str, name: str) -> None:
        """The page says no: the summary of errors names it, leads to the field, and the title says so."""
        summary = self.page.get_by_role("alert").filter(has_text="There is a problem")
        expect(summary).to_contain_text(message)
        assert self.page.title().startswith("Error:"), self.page.title()
        self.look(name)  # with it: every link of the summary leads somewhere

    def _photograph(self, name: str) -> None:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size
        for width in (1280, 375):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True, caret="initial")
        self.page.set_viewport_size(size)
