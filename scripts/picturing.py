"""``scripts/pictures``: every page of a running demonstration as every role, as pictures, and what is wrong with each.

Begins with the addresses that the rooms declare in ``ACCESS`` and follows the links of each page. Of pages that differ only in
their record one is taken a role. What is wrong is written down page by page, so that a walk may be ended early and roles may be
taken one after another into one folder. Needs ``make run`` beside it, and chromium.
"""

import argparse
import importlib
import os
import shutil
import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")

import django  # noqa: E402
from axe_playwright_python.sync_playwright import Axe  # noqa: E402
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse  # noqa: E402
from excerpts import sign_in, take_excerpts  # noqa: E402
from playwright.sync_api import Error, Page, Response, sync_playwright  # noqa: E402
from serve import ACCOUNTS  # noqa: E402
from verdict import Seen, index_page, kept, summary, write_down  # noqa: E402

ROLES = ["public", *(account for account, _ in ACCOUNTS)]
WIDTHS = {"1280": 1280, "768": 768, "375": 375}
LOOKS = [*WIDTHS, "forced", "print"]
ATTEMPTS = 3
# Which kinds of elements stand in which, however often: of two pages with the same, one is enough to look at
STRUCTURE = """() => {
  const kind = (e) => [e.tagName, e.getAttribute("class"), e.getAttribute("role"), e.getAttribute("type"), e.disabled].join(".");
  const every = [...document.querySelectorAll("main *, aside *, footer *")];
  return [...new Set(every.map((e) => kind(e.parentElement) + ">" + kind(e)))].sort().join(" ");
}"""
# On a phone other parts of a page are shown than on a desk
AUDITED = ("1280", "375")
NOT_ON_PAPER = "nav, button, [role=search], .govuk-button, .govuk-skip-link"
FILES = (".csv", ".json", ".pdf", ".ics", ".xlsx", ".zip")
NOT_FOLLOWED = ("/sign-out/", "/static/", "/health/", "/documents/")
NO_PAGE = ("Download is starting", "ERR_HTTP_RESPONSE_CODE_FAILURE", "ERR_ABORTED")
EXPECTED_ON_CONSOLE = "Failed to load resource: the server responded with a status of 4"
VIOLATIONS = {"resultTypes": ["violations"]}


def name_of(path: str) -> str | None:
    """The name of an address, such as “contract”; None for what is no page of ours."""
    if path.startswith(NOT_FOLLOWED) or path.endswith(FILES):
        return None
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def first_addresses() -> list[str]:
    """Every declared address that needs no record."""
    found = {"/"}
    for entry in get_resolver().url_patterns:
        module = getattr(entry, "urlconf_module", None)
        for name in getattr(importlib.import_module(module.__name__), "ACCESS", {}) if module else ():
            try:
                found.add(reverse(name))
            except NoReverseMatch:
                continue
    return sorted(path for path in found if name_of(path))


def wanted(name: str, path: str, only: list[str]) -> bool:
    """Whether a page is asked for: by its name, the beginning of its name, or the first part of its address."""
    place = path.strip("/").split("/")[0] or "home"
    return not only or any(name == part or name.startswith(f"{part}-") or place == part for part in only)


def links_of(page: Page) -> list[str]:
    """Addresses of this site that the page links to, without their queries."""
    found = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
    )
    here = urlsplit(page.url).netloc
    return list(dict.fromkeys(urlsplit(link).path for link in found if urlsplit(link).netloc == here))


class Camera:
    """Goes through the site as one role and takes each kind of page once."""

    def __init__(self, page: Page, role: str, address: str, folder: Path, looks: list[str], asked: argparse.Namespace):
        self.page, self.role, self.address, self.folder, self.looks = page, role, address, folder, looks
        self.only, self.most, self.once = parts_of(asked.only), asked.most, asked.once
        self.axe = Axe()
        self.console: list[str] = []
        self.seen: list[Seen] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.console.append(str(error)))

    def _heard(self, message) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED_ON_CONSOLE):
            self.console.append(message.text)

    def walk(self, starts: list[str]) -> None:
        """Every kind of page that can be reached; of those that were asked for, pictures."""
        waiting, names = list(starts), defaultdict(int)
        asked = {path for path in waiting}
        while waiting and len(self.seen) < self.most:
            path = waiting.pop(0)
            name = name_of(path)
            if name is None or names[name]:
                continue
            names[name] += 1
            self.console.clear()
            try:
                answer = self.goto(path)
            except Error as error:  # a page that never came
                if wanted(name, path, self.only):
                    self.keep(Seen(self.role, name, path, [str(error).splitlines()[0]]))
                continue
            if answer is None or answer.status in (403, 404, 405) or urlsplit(self.page.url).path != path:
                names[name] -= 1
                continue
            for link in links_of(self.page):
                if link not in asked:
                    asked.add(link)
                    waiting.append(link)
            if wanted(name, path, self.only):
                self.keep(self.take(name, path, answer.status))

    def keep(self, one: Seen) -> None:
        self.seen.append(one)
        write_down(self.folder, one)

    def goto(self, path: str) -> Response | None:
        """Open an address; None where it is no page: a download, or an empty answer of what takes only what is sent to it."""
        for _ in range(ATTEMPTS):
            try:
                return self.page.goto(self.address + path)
            except Error as error:
                if any(words in str(error) for words in NO_PAGE):
                    return None
                if "interrupted by another navigation" not in str(error):
                    raise
                # The page before has not come to rest
                self.page.wait_for_timeout(300)
        return self.page.goto(self.address + path)

    def take(self, name: str, path: str, status: int) -> Seen:
        seen = Seen(self.role, name, path, structure=sha256(self.page.evaluate(STRUCTURE).encode()).hexdigest())
        if status >= 400:
            seen.wrong.append(f"answers {status}")
        headings = self.page.locator("h1").count()
        if headings != 1:
            seen.wrong.append(f"{headings} headings h1")
        seen.like = self.seen_as(seen) if self.once else ""
        for look in () if seen.like else AUDITED:
            self.turn(look)
            for violation in self.axe.run(self.page, options=VIOLATIONS).response["violations"]:
                seen.wrong.append(f"axe at {look} px: {violation['id']} ({len(violation['nodes'])})")
        for look in self.looks:
            self.look(seen, look)
        seen.wrong += [f"console: {text[:160]}" for text in self.console]
        return seen

    def seen_as(self, page: Seen) -> str:
        """The role as which a page of the same name and structure was looked at and found in order."""
        others = (one for one in kept(self.folder) if one.role != self.role and not one.like and not one.wrong)
        return next((one.role for one in others if (one.name, one.structure) == (page.name, page.structure)), "")

    def turn(self, look: str) -> None:
        self.page.set_viewport_size({"width": WIDTHS.get(look, 1280), "height": 900})
        self.page.emulate_media(
            media="print" if look == "print" else "screen",
            forced_colors="active" if look == "forced" else "none",
            color_scheme="dark" if look == "forced" else "light",
        )

    def look(self, seen: Seen, look: str) -> None:
        self.turn(look)
        if look == "print":
            shown = self.page.locator(NOT_ON_PAPER).filter(visible=True).count()
            if shown:
                seen.wrong.append(f"{shown} controls on paper")
        if look in WIDTHS:
            width = WIDTHS[look]
            wide = self.page.evaluate("() => document.documentElement.scrollWidth")
            if wide > width:
                seen.wrong.append(f"{wide} px wide at {width} px")
        if seen.like:
            return
        file = Path(seen.role) / f"{seen.name.replace(':', '-')}--{look}.png"
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=self.folder / file, full_page=True)
        seen.pictures[look] = file.as_posix()


def parts_of(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def chosen(text: str, among: list[str], what: str) -> list[str]:
    """A list as it is typed: “member,lead”. Leaves the program naming what there is when one is unknown."""
    found = parts_of(text)
    unknown = [part for part in found if part not in among]
    if unknown:
        sys.exit(f"There is no {what} {', '.join(unknown)}. There are: {', '.join(among)}")
    return found or among


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", default="build/pictures", help="where they go, a folder a role (build/pictures)")
    parser.add_argument(
        "--address", default=f"http://localhost:{os.environ.get('PORT', '8000')}", help="of the running demonstration"
    )
    parser.add_argument("--only", default="", help="names of pages or first parts of addresses: home,oversight")
    parser.add_argument("--roles", default="", help=f"some of {','.join(ROLES)}")
    parser.add_argument("--looks", default="", help=f"some of {','.join(LOOKS)}")
    parser.add_argument("--beside", default="", help="another folder of pictures, to be shown beneath these")
    parser.add_argument(
        "--once", action="store_true", help="draw and audit a page no second time whose like was in order as another role"
    )
    parser.add_argument("--most", type=int, default=1000, help="pages a role at most")
    parser.add_argument("--password", default=os.environ.get("DEMONSTRATION_PASSWORD", "demonstration"))
    parser.add_argument("--excerpts", action="store_true", help="only the small ones of README and the tour")
    return parser.parse_args()


def launched(playwright):
    program = next(
        filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"))), None
    )
    if program is None:
        sys.exit("There is no chromium on this machine (Debian: apt-get install chromium, or name one in CHROMIUM)")
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])


def main() -> int:
    asked = arguments()
    django.setup()
    roles, looks = chosen(asked.roles, ROLES, "role"), chosen(asked.looks, LOOKS, "look")
    folder = (ROOT / asked.folder).resolve()
    with sync_playwright() as playwright:
        browser = launched(playwright)
        if asked.excerpts:
            take_excerpts(browser, asked.address, asked.password)
            return 0
        for role in roles:
            if not asked.only:
                shutil.rmtree(folder / role, ignore_errors=True)
            (folder / role).mkdir(parents=True, exist_ok=True)
            context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", reduced_motion="reduce")
            camera = Camera(context.new_page(), role, asked.address.rstrip("/"), folder, looks, asked)
            sign_in(camera.page, camera.address, role, asked.password)
            camera.walk(first_addresses())
            context.close()
            print(f"{role}: {len(camera.seen)} pages", flush=True)
    seen = kept(folder)
    beside = os.path.relpath(ROOT / asked.beside, folder) if asked.beside else ""
    (folder / "index.html").write_text(index_page(seen, beside))
    lines, code = summary(seen)
    print(*lines, f"Look through them: {folder / 'index.html'}", sep="\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
