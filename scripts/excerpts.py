"""``scripts/pictures --excerpts``: the small pictures of the tour (static/src/img) and of README (docs/images), taken again."""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
COLOURS = 48

# name of the file: (who looks, what they look at, and the link that they follow there)
TOUR = {
    "home": ("manager", "/"),
    "oversight": ("member", "/oversight/"),
    "reports": ("member", "/reports/"),
    "contracts": ("manager", "/contracts/"),
    "diary": ("commissioner", "/diary/"),
    "forward-plan": ("public", "/forward-plan/"),
    "commissions": ("commissioner", "/commissions/"),
    "frameworks": ("commissioner", "/frameworks/"),
    "tenders": ("procurement", "/tenders/"),
    "evaluations": ("evaluator1", "/evaluations/"),
    "opportunities": ("public", "/opportunities/"),
    "returns": ("supplier1", "/returns/"),
    "bids": ("supplier1", "/bids/"),
    "postings": ("partner", "/opportunities/posted/"),
    "administration": ("admin", "/administration/"),
    "permissions": ("admin", "/administration/permissions/"),
    "audit": ("admin", "/administration/audit/"),
}
README = {
    "oversight": ("member", "/oversight/"),
    "home": ("manager", "/"),
    "contract": ("member", "/contracts/?q=KCC-HTM → Highways term maintenance"),
}


def sign_in(page, address: str, role: str, password: str) -> None:
    """As an account of the demonstration; “public” stays signed out. Leaves the program when the account is refused."""
    if role == "public":
        return
    page.goto(f"{address}/sign-in/")
    page.locator("input[name=login]").first.fill(f"{role}@demo.example")
    page.locator("input[name=password]").first.fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    if "/sign-in/" in page.url:
        sys.exit(f"{role}@demo.example cannot sign in: is the demonstration loaded, and the password right?")


def take_excerpts(browser, address: str, password: str) -> None:
    """Each picture at its place: 640 × 400 for the tour, 1280 × 800 for README."""
    for role in sorted({role for role, _ in (*TOUR.values(), *README.values())}):
        for pictures, folder, prefix, scale in ((TOUR, "static/src/img", "tour-", 0.5), (README, "docs/images", "", 1)):
            mine = {name: path for name, (who, path) in pictures.items() if who == role}
            if mine:
                take(browser, address, password, role, mine, ROOT / folder, prefix, scale)


def take(browser, address, password, role, mine, folder, prefix, scale) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, device_scale_factor=scale, locale="en-GB", reduced_motion="reduce"
    )
    page = context.new_page()
    sign_in(page, address, role, password)
    for name, wanted in mine.items():
        path, _, link = wanted.partition(" → ")
        answer = page.goto(address + path)
        if answer is None or answer.status != 200:
            sys.exit(f"{path} as {role} answers {answer.status if answer else 'nothing'}")
        if link:
            page.get_by_role("main").get_by_role("link", name=link).first.click()
            page.wait_for_load_state()
        page.evaluate("() => document.querySelector('.sv-arrival')?.remove()")  # the offer of the tour itself
        file = folder / f"{prefix}{name}.png"
        page.screenshot(path=file)
        small = Image.open(file).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(file, optimize=True)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1000} kB")
    context.close()
