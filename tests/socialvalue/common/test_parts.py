"""The shared parts of pages, drawn with what their comment says they take."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Engine, Template
from django.test import RequestFactory
from lxml import html

from socialvalue.common.context import Here


def draw(source: str, path: str = "/contracts/", **context) -> str:
    return Template("{% load parts govuk %}" + source).render(Context({"request": RequestFactory().get(path), **context}))


def test_the_links_of_a_list_s_pages_keep_the_filter():
    html = draw("{% pagination page %}", "/contracts/?q=care&area=a&area=b&page=3", page=Paginator(range(95), 10).page(3))
    links = re.findall(r'href="([^"]+)"', html)
    assert links
    assert all(link.startswith("?q=care&amp;area=a&amp;area=b&amp;page=") for link in links)
    assert re.search(r'aria-label="Page 3"\s+aria-current="page"', html)
    assert 'rel="prev"' in html
    assert 'rel="next"' in html
    # Links are not printed, and a page of paper is not the whole list
    assert "Page 3 of 10 of this list" in html


def test_one_page_needs_no_links():
    assert draw("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_link_that_changes_one_parameter_goes_back_to_the_first_page():
    assert draw("{% with_query sort='value' %}", "/?q=a&page=4") == "?q=a&amp;sort=value"
    assert draw("{% with_query q=None %}", "/?q=a&sort=b") == "?sort=b"


def test_the_cycle_says_where_we_are_in_words_and_to_a_screen_reader():
    steps = [
        {"name": "Analyse", "state": "done", "starts": date(2026, 1, 5), "ends": date(2026, 4, 30)},
        {"name": "Plan", "state": "late", "ends": date(2026, 8, 31), "url": "/plan/"},
        {"name": "Do", "state": "next"},
        {"name": "Review"},
    ]
    html = draw("{% cycle_bar steps %}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert html.count("<li") == 4
    assert "Late" in html
    assert "Not started" in html
    assert "5 January 2026" in html


def ahead(**more) -> str:
    """The line of what is next under a bar without steps, as it is read."""
    line = {"text": "Open the bids", "who": "Two people", "url": "", "day": None, "moment": None, "word": "by", "late": False}
    drawn = draw("{% cycle_bar steps ahead=ahead %}", steps=[], ahead={**line, **more}).split('<p class="sv-next">')[1]
    return " ".join(html.fromstring(f'<p class="sv-next">{drawn}').text_content().split())


def test_what_is_next_says_who_and_by_when():
    assert ahead() == "Next: Open the bids. Two people"
    assert ahead(day=date(2026, 12, 1)) == "Next: Open the bids. Two people, by 1 December 2026"
    assert ahead(day=date(2026, 12, 1), word="from", late=True) == "Next: Open the bids. Two people, from 1 December 2026 Overdue"
    at = datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert ahead(moment=at, url="/open/") == "Next: Open the bids. Two people, by 1 December 2026 at 2pm"
    assert "sv-next" not in draw("{% cycle_bar steps %}", steps=[])


HERE = Here("/contracts/7/", [], None, None, False)


def way(source: str = "{% way %}", **context) -> list[tuple[str, str]]:
    """(kind, address) of the way back that is drawn."""
    root = html.fromstring(f"<div>{draw(source, here=HERE, **context)}</div>")
    kinds = {"govuk-back-link": "back", "govuk-breadcrumbs__link": "crumb"}
    return [(kinds[a.get("class")], a.get("href")) for a in root.iter("a")]


def test_one_way_back_from_every_page():
    crumbs = [("Contracts", "/contracts/"), ("Meals", "/contracts/3/")]
    assert way() == [("crumb", "/")]
    assert way(breadcrumbs=crumbs) == [("crumb", "/contracts/"), ("crumb", "/contracts/3/")]
    assert way("{% way label='Your bid' url='/bids/1/' %}") == [("crumb", "/bids/1/")]
    # A form leads to where it was opened: as the page says, or where Cancel goes, or one up
    assert way("{% way form=True %}", breadcrumbs=crumbs) == [("back", "/contracts/3/")]
    assert way("{% way form=True %}", breadcrumbs=crumbs, cancel_url="/a/") == [("back", "/a/")]
    assert way("{% way form=True %}", breadcrumbs=crumbs, cancel_url="/a/", back_url="/b/") == [("back", "/b/")]
    assert way(breadcrumbs=crumbs, back_url="/b/") == [("back", "/b/")]
    assert way("{% way form=True url='/c/' %}", breadcrumbs=crumbs, cancel_url="/a/") == [("back", "/c/")]
    # A page drawn without its surroundings says nothing
    assert draw("{% way %}").strip() == ""


@pytest.mark.parametrize(
    ("tag", "context", "words"),
    [
        ("{% way form=True url='/b/' %}", {}, "Back"),
        ("{% way form=True url='/b/' %}", {"back_label": "Your commitments"}, "Your commitments"),
        ("{% way form=True label='The opportunity' url='/b/' %}", {"back_label": "Your commitments"}, "The opportunity"),
    ],
)
def test_back_says_where_it_leads_if_the_page_says_so(tag, context, words):
    drawn = draw(tag, **context)
    assert drawn.split('class="govuk-back-link">')[1].split("</a>")[0] == words


@pytest.mark.parametrize(
    ("label", "colour"),
    [("Overdue", "red"), ("IN PROGRESS", "blue"), ("Approved", "green"), ("Something new", "grey")],
)
def test_a_status_has_the_colour_of_its_word(label, colour):
    assert draw("{% tag label %}", label=label) == f'<strong class="govuk-tag govuk-tag--{colour}">{label}</strong>'


def test_a_status_is_escaped_and_its_colour_may_be_named():
    assert draw("{% tag label 'purple' %}", label="<b>") == '<strong class="govuk-tag govuk-tag--purple">&lt;b&gt;</strong>'


def test_a_task_that_cannot_start_has_no_link_and_the_others_name_their_status():
    tasks = [{"title": "Value", "url": "/value/", "status": "In progress", "hint": "Two lots"}, {"title": "Publish"}]
    html = draw("{% include 'components/task_list.html' %}", tasks=tasks)
    assert html.count("<a ") == 1
    assert "Cannot start yet" in html
    named = re.search(r'aria-describedby="([^"]+)"', html)[1].split()
    assert set(named) <= set(re.findall(r'id="([^"]+)"', html))


def test_a_timeline_escapes_what_people_wrote():
    event = {
        "at": datetime(2026, 11, 20, 14, 5, tzinfo=UTC),
        "actor_label": "A",
        "sentence": "Published.",
        "reason": "<b>why</b>",
    }
    html = draw("{% include 'components/timeline.html' %}", events=[event])
    assert "&lt;b&gt;why" in html
    assert "20 November 2026 at 2:05pm" in html
    assert "No activity yet" in draw("{% include 'components/timeline.html' %}", events=[])


def test_a_figure_nobody_reported_says_so_and_nought_is_nought():
    stat = (
        "{% include 'components/stat.html' with label='Jobs' value=value unit='places' coverage='9 of 12 returns' url='/why/' %}"
    )
    assert "Not reported" in draw(stat, value=None)
    nought = draw(stat, value=0)
    assert "Not reported" not in nought
    assert re.search(r">\s*0\s+<span[^>]*>places", nought)
    assert "9 of 12 returns" in nought


def test_a_summary_list_says_what_was_not_recorded():
    html = draw("{% include 'components/summary_list.html' %}", rows=[{"key": "Owner", "value": None, "change_url": "/o/"}])
    assert "Not recorded" in html
    assert '<span class="govuk-visually-hidden"> Owner</span>' in html


TABLE = """{% table "Contracts of " council %}<caption class="hidden">Contracts</caption>
<thead><tr><th scope="col">Contract</th><th scope="col" class="numeric">Value</th></tr></thead>
<tbody>{% for name, value in rows %}<tr><th scope="row">{{ name }}</th><td class="numeric">{{ value }}</td></tr>{% endfor %}</tbody>{% endtable %}"""


def test_a_table_scrolls_in_a_region_named_with_words_and_values():
    html = draw(TABLE, council='Marl "and" Dene', rows=[("Care", "£5")])
    assert html.startswith(
        '<div class="sv-table-region" role="region" aria-label="Contracts of Marl &quot;and&quot; Dene" tabindex="0">'
        '<table class="sv-table"><caption class="hidden">Contracts</caption>'
    )
    assert '<tr><th scope="row">Care</th><td class="numeric">£5</td></tr></tbody></table></div>' in html


def test_what_stands_in_a_table_is_escaped_once():
    html = draw(TABLE, council="Marl", rows=[("Care & <b>rest</b>", "£5")])
    assert '<th scope="row">Care &amp; &lt;b&gt;rest&lt;/b&gt;</th>' in html


def test_the_edges_of_a_cell_hold_no_space():
    rows = '<tbody><tr>\n<th scope="row">\n Jobs\n</th><td class="numeric">\n <b>5</b> of 6\n</td><td>\n</td></tr></tbody>'
    assert draw("{% table %}" + rows + "{% endtable %}") == (
        '<table class="sv-table"><tbody><tr>\n'
        '<th scope="row">Jobs</th><td class="numeric"><b>5</b> of 6</td><td></td></tr></tbody></table>'
    )


def test_a_table_without_a_name_has_no_region():
    row = '<tbody><tr><th scope="row">From</th><td>Marl</td></tr></tbody>'
    assert draw("{% table %}" + row + "{% endtable %}") == f'<table class="sv-table">{row}</table>'
    assert draw("{% table region %}" + row + "{% endtable %}") == f'<table class="sv-table">{row}</table>'
    assert (
        draw('{% table id="facts" css_class="report-form" %}' + row + "{% endtable %}")
        == f'<table class="sv-table report-form" id="facts">{row}</table>'
    )


CARDS = """{% table "Contracts" %}<caption class="hidden">Contracts</caption>
<thead><tr><th scope="col"><a href="?sort=title">Contract</a></th><th scope="col">Ends &amp; why</th>
<th scope="col"><span class="govuk-visually-hidden">Change</span></th></tr></thead>
<tbody><tr><th scope="row">Care</th><td class="when">1 May</td><td>Edit</td></tr></tbody>{% endtable %}"""


def test_rows_of_three_columns_are_cards_whose_cells_name_their_column():
    html = draw(CARDS)
    assert 'class="sv-table sv-cards" role="table"' in html
    assert '<th scope="col" role="columnheader"><a href="?sort=title">Contract</a></th>' in html
    assert (
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">Care</th>'
        '<td class="when" role="cell" data-label="Ends &amp; why">1 May</td><td role="cell">Edit</td></tr></tbody>'
    ) in html


@pytest.mark.parametrize(
    "change",
    [
        ('{% table "Contracts" %}', "{% table %}"),
        ('{% table "Contracts" %}', '{% table "Contracts" stays=True %}'),
        ("<td>Edit</td>", '<td colspan="2">Edit</td>'),
        ("<td>Edit</td>", ""),
        ('<th scope="row">Care</th>', "<td>Care</td>"),
        ('<th scope="col">Ends &amp; why</th>', ""),
        ("<thead><tr>", '<thead><tr><th scope="col" colspan="3">All</th></tr><tr>'),
    ],
)
def test_what_is_no_list_of_rows_stays_a_table(change):
    html = draw(CARDS.replace(*change))
    assert "sv-cards" not in html
    assert 'role="row"' not in html


@pytest.mark.parametrize("columns, classes", [(4, "sv-table"), (5, "sv-table sv-table--wide")])
def test_five_columns_are_wide(columns, classes):
    head = "<thead><tr>" + '<th scope="col">Column</th>' * columns + "</tr></thead>"
    assert draw("{% table %}" + head + "{% endtable %}").startswith(f'<table class="{classes}">')


def test_many_rows_without_a_head_are_not_wide():
    rows = '<tr><th scope="row">From</th><td>Marl</td></tr>' * 6
    assert draw("{% table %}<tbody>" + rows + "</tbody>{% endtable %}").startswith('<table class="sv-table"><tbody>')


@pytest.mark.parametrize("heading", ["<th>Value</th>", '<th class="numeric">Value</th>', '<th\nclass="numeric">Value</th>'])
def test_a_heading_without_scope_is_refused_with_the_name_of_its_template(heading):
    source = "{% load parts %}{% table %}<thead><tr>" + heading + "</tr></thead>{% endtable %}"
    page = Engine(
        libraries=Engine.get_default().libraries, loaders=[("django.template.loaders.locmem.Loader", {"a.html": source})]
    )
    with pytest.raises(ValueError, match=r"^a\.html: <th[^>]*> has no scope$"):
        page.get_template("a.html").render(Context())


def test_what_was_said_stands_at_the_edges_of_its_paragraph():
    html = draw("{% quote text %}\n  <b>Parents</b>, {{ day }}\n{% endquote %}", text="Buses\n& <trains>", day="<May>")
    assert html == (
        '<p class="sv-words">Buses\n&amp; &lt;trains&gt;<br><span class="sv-muted"><b>Parents</b>, &lt;May&gt;</span></p>'
    )
    heard = draw('{% quote text heard="You said: " %}Parents{% endquote %}', text="Buses")
    assert heard == (
        '<p class="sv-words"><span class="govuk-visually-hidden">You said: </span>Buses<br><span class="sv-muted">Parents</span></p>'
    )
