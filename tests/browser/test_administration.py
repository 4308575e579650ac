"""The administration: people, roles, partners, directorates, the record, background jobs."""

from playwright.sync_api import expect

HOME = "/administration/"


def test_every_page_reads(window, records):
    administrator = window(records.administrator)
    for address in (
        HOME,
        f"{HOME}people/",
        f"{HOME}people/?search=nobody-has-this-name",
        f"{HOME}people/{records.gone.pk}/left/",
        f"{HOME}people/{records.person.pk}/suppliers/",
        f"{HOME}partners/",
        f"{HOME}directorates/",
        f"{HOME}permissions/",
        f"{HOME}audit/",
        f"{HOME}audit/?what=roles",
        f"{HOME}jobs/",
        f"{HOME}jobs/?status=failed",
        f"/jobs/{records.job.pk}/",
        "/help/",
        "/tour/",
    ):
        administrator.look(address)


def test_every_form_opens(window, records):
    administrator = window(records.administrator)
    for address in (
        f"{HOME}people/new/",
        f"{HOME}people/{records.person.pk}/roles/",
        f"{HOME}people/{records.person.pk}/end/",
        f"{HOME}people/{records.person.pk}/suppliers/new/",
        f"{HOME}suppliers/{records.tie.pk}/take-back/",
        f"{HOME}roles/{records.grant.pk}/",
        f"{HOME}second-steps/{records.reset.pk}/",
        "/account/suppliers/new/",
        f"{HOME}partners/new/",
        f"{HOME}partners/{records.partner.pk}/end/",
        f"{HOME}directorates/new/",
        f"{HOME}contact/",
        f"{HOME}directorates/{records.directorate.pk}/",
    ):
        administrator.look(address)


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(window, records):
    administrator = window(records.administrator)
    page = administrator.page
    page.goto(f"{HOME}people/new/")
    page.get_by_label("Name", exact=True).fill("Typed by me")
    page.get_by_label("Email address").fill("no address")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Typed by me")
    administrator.check()
    page.goto(f"{HOME}audit/?since_day=31&since_month=2&since_year=2026")
    expect(page.get_by_role("alert")).to_be_visible()
    administrator.check()
