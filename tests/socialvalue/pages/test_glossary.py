"""The glossary: what is read out of its file, and the page that shows it to everybody."""

import re

import pytest
from django.urls import reverse

from socialvalue.pages import selectors
from socialvalue.pages.calculations import Glossary, Word, anchor_of, glossary_in

TEXT = """# Words

What the words mean.

## Tender

An invitation to bid.
It has a deadline.

## award

The decision.

Source: Procurement Act 2023, section 19
See: Tender, most advantageous tender
Not: the win
"""


def test_each_word_is_read_with_what_is_said_of_it():
    assert glossary_in(TEXT) == Glossary(
        introduction="What the words mean.",
        words=(
            Word(
                "award",
                "The decision.",
                source="Procurement Act 2023, section 19",
                see=("Tender", "most advantageous tender"),
                instead_of=("the win",),
            ),
            Word("Tender", "An invitation to bid. It has a deadline."),
        ),
    )


def test_words_stand_under_their_letter_and_lead_to_others():
    glossary = glossary_in(TEXT)
    assert [(letter, [word.name for word in words]) for letter, words in glossary.letters] == [
        ("A", ["award"]),
        ("T", ["Tender"]),
    ]
    assert glossary.words[0].see_links == [("Tender", "tender"), ("most advantageous tender", "most-advantageous-tender")]


@pytest.mark.parametrize(
    ("name", "expected"), [("KPI", "kpi"), ("You said, we did", "you-said-we-did"), ("Standing: On target", "standing-on-target")]
)
def test_the_address_of_a_word(name, expected):
    assert anchor_of(name) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("## Bid\n\nOne.\n\n## bid\n\nTwo.\n", "^“bid” is explained twice$"),
        ("## Bid\n\nSee: tender\n", "^“Bid” has no meaning$"),
    ],
)
def test_a_word_is_explained_once(text, message):
    with pytest.raises(ValueError, match=message):
        glossary_in(text)


def test_what_looks_like_a_label_and_is_none_is_part_of_the_meaning():
    (word,) = glossary_in("## Cycle\n\nAnalyse: ask people.\n").words
    assert word.meaning == "Analyse: ask people."


def test_everybody_reads_every_word_without_signing_in(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get("/words/")
    assert page.status_code == 200
    html = page.content.decode()
    glossary = selectors.glossary()
    assert re.findall(r'<h3 [^>]*id="([^"]+)"', html) == [word.anchor for word in glossary.words]
    assert set(re.findall(r'href="#([^"]+)"', html)) - set(re.findall(r'id="([^"]+)"', html)) == set()
    assert client.post(reverse("words")).status_code == 405


def test_what_the_file_says_is_escaped(client, db, monkeypatch):
    monkeypatch.setattr("socialvalue.pages.views.glossary", lambda: glossary_in("## <b>Bid</b>\n\nOne & <i>two</i>.\n"))
    html = client.get("/words/").content.decode()
    assert "&lt;b&gt;Bid&lt;/b&gt;" in html
    assert "One &amp; &lt;i&gt;two&lt;/i&gt;." in html
