"""The page on which postcodes are counted, and what of it the supplier, a verifier and everybody else reads."""

from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from contracts.evidence.models import PostcodeCount
from contracts.returns import services
from contracts.returns.models import Return
from socialvalue.common import clock
from socialvalue.places.models import District
from tests.builders import contracts as build
from tests.reading import as_read, tables_in

from . import local
from .local import LIST, NOW, TEXT

pytestmark = pytest.mark.django_db
LINE = "Contains OS data © Crown copyright and database right 2026"


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def stage():
    return local.stage()


def url(stage, name: str = "return-postcodes") -> str:
    return reverse(name, args=[stage.due.pk])


def page(client, user, address: str) -> str:
    client.force_login(user)
    return as_read(client.get(address))


def sent(client, stage, **typed):
    client.force_login(stage.who.reporter)
    return client.post(url(stage), {"whose": "people", "postcodes": "", **typed})


def upload(text: str | bytes, name: str = "people.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def use(client, stage, *codes: str, read: bool = True):
    client.force_login(stage.who.reporter)
    count = PostcodeCount.objects.get()
    chosen = [one.pk for one in District.objects.filter(gss_code__in=codes)]
    said = f"contracts.postcodecount:{count.pk}:{count.version if read else count.version - 1}:{int(clock.now().timestamp())}"
    return client.post(url(stage, "return-postcodes-use"), {"districts": chosen, "read": said})


def test_from_a_pasted_list_to_the_figure(client, stage):
    answer = sent(client, stage, postcodes=TEXT)
    assert answer.url == url(stage)
    shown = page(client, stage.who.reporter, url(stage))
    assert "12 postcodes are counted, and forgotten: 8 are in the council’s area. 2 were not recognised." in shown
    rows = dict(tables_in(client.get(url(stage)))["How many postcodes are in each district"])
    assert rows["Maidstone (counts as local)"] == "6"
    assert rows["Ashford (counts as local)"] == "2"
    assert (rows["Medway"], rows["Anywhere else"]) == ("1", "1")
    assert "Dover" not in rows
    assert "None in Canterbury, Dartford, Dover, Folkestone and Hythe, Gravesham, Sevenoaks, Swale, Thanet" in shown
    assert (rows["Not in the file"], rows["Not a postcode"]) == ("1", "1")
    assert "In the council’s area: 8. Outside it: 2. Not recognised: 2." in shown
    assert "out of the 10 that the file knows" in shown
    answer = use(client, stage, local.MAIDSTONE, local.ASHFORD)
    assert answer.url == reverse("return", args=[stage.due.pk])
    kept = Return.objects.get()
    assert (kept.numerator, kept.denominator) == (8, 10)
    shown = page(client, stage.who.reporter, answer.url)
    assert "The figure is taken from the count. Check it, then submit it." in shown
    assert "Of 10 known postcodes of people who work on the contract 8 are in Ashford and Maidstone." in shown


@pytest.mark.parametrize(
    "data",
    [
        TEXT,
        "\ufeffPostcode\r\n" + "\r\n".join(LIST),
        ",".join(LIST),
        "\ufeff".encode() + TEXT.encode(),
        TEXT.encode("utf-16"),
        "\n".join(f'"{one}"' for one in LIST),
    ],
)
def test_from_a_file(client, stage, data):
    assert sent(client, stage, file=upload(data)).status_code == 302
    assert PostcodeCount.objects.get().found.known == 10


@pytest.mark.parametrize(
    ("typed", "words", "field"),
    [
        ({}, "Enter the postcodes, or choose a file with them", "postcodes"),
        ({"postcodes": "ME14 1XX", "file": "ME14 1XX"}, "Enter the postcodes or choose a file, not both", "file"),
        ({"file": ","}, "Enter at least one postcode", "file"),
        (
            {"file": "Sam Smith\nAnn Jones\nME14 1XX"},
            "2 of 3 are not postcodes: give the postcodes alone, without names or other columns",
            "file",
        ),
        ({"file": "ME14 1XX\n" * 120_000}, "Choose a smaller file: a list of postcodes is less than one megabyte", "file"),
        ({"postcodes": "ME14 1XX," * 20_001}, "20,001 are too many: count 20,000 postcodes or fewer at a time", "postcodes"),
        ({"postcodes": "ME14 1XX", "whose": ""}, "Select whose postcodes they are", "whose"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, stage, typed, words, field):
    if isinstance(typed.get("file"), str):
        typed = typed | {"file": upload(typed["file"])}
    answer = sent(client, stage, **typed)
    assert answer.status_code == 200
    if field != "whose":
        assert answer.context["form"].errors[field] == [words]
    assert field in answer.context["form"].errors
    assert not PostcodeCount.objects.exists()


def test_a_district_is_chosen_and_an_old_page_is_refused(client, stage):
    stage.count()
    answer = use(client, stage)
    assert answer.url == url(stage)
    assert "Choose at least one district" in page(client, stage.who.reporter, url(stage))
    stage.count()
    answer = use(client, stage, local.MAIDSTONE, read=False)
    assert answer.status_code == 409
    assert Return.objects.get().numerator is None


def test_the_page_without_a_file_says_who_loads_it(client):
    stage = local.stage(file=False)
    shown = page(client, stage.who.reporter, url(stage))
    assert "The official file of postcodes is not loaded here" in shown
    assert "It is loaded by the people who run the service: ask your administrator." in shown
    assert "<textarea" not in shown
    assert "where you can type the figure yourself" in shown
    answer = sent(client, stage, postcodes=TEXT)
    assert answer.status_code == 200
    assert not Return.objects.exists()


def test_the_line_of_the_licence_stands_on_each_page_with_a_count(client, stage):
    assert LINE in page(client, stage.who.reporter, url(stage))
    stage.count()
    services.submit_return(stage.take(), by=stage.who.reporter)
    assert LINE in page(client, stage.who.member, reverse("return", args=[stage.due.pk]))


def test_ways_to_it_from_the_return_and_from_the_period(client, stage):
    period = reverse("returns-period", args=[stage.due.kpi.obligation.contract_id, stage.due.ends_on.isoformat()])
    for address in (reverse("return", args=[stage.due.pk]), period):
        assert f'href="{url(stage)}"' in page(client, stage.who.reporter, address)
    services.submit_return(
        services.save_return(stage.due, by=stage.who.reporter, numerator=D(1), denominator=D(2)), by=stage.who.reporter
    )
    for address in (reverse("return", args=[stage.due.pk]), period):
        assert f'href="{url(stage)}"' not in page(client, stage.who.reporter, address)


def test_no_way_to_it_from_a_kpi_of_another_kind(client):
    stage = local.stage({"kind": "level", "unit": "points", "target": D(3), "minimum": None})
    assert "Count postcodes" not in page(client, stage.who.reporter, reverse("return", args=[stage.due.pk]))


WASTE = {"kind": "ratio", "unit": "%", "target": D(60), "minimum": None, "wording": "Material kept out of landfill"}


def test_no_way_to_it_where_the_words_name_no_place_until_somebody_counted(client):
    """Nobody offers to count postcodes of waste; but it is no rule of who may, and what was counted can be counted again."""
    stage = local.stage(WASTE)
    period = reverse("returns-period", args=[stage.due.kpi.obligation.contract_id, stage.due.ends_on.isoformat()])
    own = reverse("return", args=[stage.due.pk])
    for address in (own, period):
        assert "Count postcodes" not in page(client, stage.who.reporter, address)
    assert client.get(url(stage)).status_code == 200
    stage.count()
    assert "Count postcodes" in page(client, stage.who.reporter, own)


def test_a_verifier_reads_who_counted_what_beside_the_figure(client, stage):
    stage.count()
    services.submit_return(stage.take(), by=stage.who.reporter)
    shown = page(client, stage.who.manager, reverse("return", args=[stage.due.pk]))
    assert "80 % (8 of 10)" in shown
    said = f"Counted by {stage.who.reporter} on 10 July 2026 with Code-Point Open of May 2026. The postcodes were not kept."
    assert said in as_read(html.fromstring(shown).text_content())
    rows = dict(tables_in(shown)["How many postcodes are in each district"])
    assert (rows["Maidstone (counts as local)"], rows["Ashford (counts as local)"], rows["Medway"]) == ("6", "2", "1")


def test_a_member_reads_no_district_of_fewer_than_five(client, stage):
    stage.count()
    services.submit_return(stage.take(), by=stage.who.reporter)
    shown = page(client, stage.who.member, reverse("return", args=[stage.due.pk]))
    rows = dict(tables_in(shown)["How many postcodes are in each district"])
    few = "Not shown: too few"
    # Ashford’s two would be the figure of eight less Maidstone’s six
    assert rows["Maidstone (counts as local)"] == rows["Ashford (counts as local)"] == rows["Medway"] == few
    assert rows["Not in the file"] == "1"
    # One in Medway and one elsewhere make the two of ten who are not local: any place might be theirs
    assert rows["Canterbury"] == rows["Anywhere else"] == few
    assert "None in" not in shown
    assert "In the council’s area" not in shown


def test_of_two_versions_others_read_the_parts_of_one(client, stage):
    """Nine in Maidstone and five in Ashford, corrected to four in Ashford: side by side they would say that it is four."""
    address, heading = reverse("return", args=[stage.due.pk]), "How many postcodes are in each district"
    stage.count("\n".join(["ME14 1XX"] * 9 + ["TN23 5BY"] * 5))
    services.verify_return(services.submit_return(stage.take(), by=stage.who.reporter), by=stage.who.manager, comment=build.SEEN)
    services.correct_return(stage.due, by=stage.who.reporter, reason="Somebody moved away before the period began.")
    stage.count("\n".join(["ME14 1XX"] * 9 + ["TN23 5BY"] * 4))
    sent = services.submit_return(stage.take(), by=stage.who.reporter)

    def seen(user) -> tuple[int, str]:
        shown = page(client, user, address)
        return shown.count(heading), dict(tables_in(shown)[heading])["Ashford (counts as local)"]

    assert seen(stage.who.member) == (1, "5"), "what counts until the correction is verified"
    services.verify_return(sent, by=stage.who.manager, comment=build.SEEN)
    assert seen(stage.who.member) == (1, "Not shown: too few")
    assert seen(stage.who.manager)[0] == 2


def test_three_who_are_all_of_the_rest_are_in_no_line(client, stage):
    """Nor are the districts in which nobody is, since they would be in the one that is left."""
    stage.count("\n".join(["ME14 1XX"] * 9 + ["CT1 9SJ"] * 3))
    services.submit_return(stage.take(local.MAIDSTONE), by=stage.who.reporter)
    shown = page(client, stage.who.member, reverse("return", args=[stage.due.pk]))
    rows = dict(tables_in(shown)["How many postcodes are in each district"])
    assert rows.pop("Maidstone (counts as local)") == "9"
    assert len(rows) == 11
    assert set(rows.values()) == {"Not shown: too few"}
    assert "None in" not in shown
    rows = dict(
        tables_in(page(client, stage.who.manager, reverse("return", args=[stage.due.pk])))[
            "How many postcodes are in each district"
        ]
    )
    assert rows == {"Maidstone (counts as local)": "9", "Canterbury": "3"}


def test_the_districts_of_the_area_are_offered_first(client, stage):
    stage.count("ME14 1XX\nME2 3DS")
    client.force_login(stage.who.reporter)
    offered = [str(label) for _, label in client.get(url(stage)).context["local"].fields["districts"].choices]
    assert (offered[0], offered[-1], len(offered)) == ("Ashford", "Medway", 13)


@pytest.mark.parametrize("name", ["member", "director"])
def test_the_page_is_for_those_who_report(client, stage, name):
    client.force_login(getattr(stage.who, name))
    assert client.get(url(stage)).status_code == 403
    client.force_login(build.parties().reporter)
    assert client.get(url(stage)).status_code == 404


def test_nothing_counted_nothing_to_use(client, stage):
    client.force_login(stage.who.reporter)
    assert client.post(url(stage, "return-postcodes-use"), {}).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_list(client, stage, django_assert_num_queries):
    client.force_login(stage.who.reporter)
    with django_assert_num_queries(10):
        client.get(url(stage))
    stage.count()
    with django_assert_num_queries(13):
        client.get(url(stage))
    stage.count("\n".join([TEXT] * 500))
    with django_assert_num_queries(13):
        client.get(url(stage))


def test_a_count_costs_the_page_of_a_return_two_queries(client, stage, django_assert_num_queries):
    services.save_return(stage.due, by=stage.who.reporter, numerator=D(1), denominator=D(2))
    address = reverse("return", args=[stage.due.pk])
    client.force_login(stage.who.reporter)
    client.get(address)
    with django_assert_num_queries(13):
        client.get(address)
    stage.count()
    with django_assert_num_queries(15):
        client.get(address)
