"""Only the words of a page are changed: texts, and attributes that are read or printed."""

from xml.etree import ElementTree

import pytest

from socialvalue.documents.calculations import words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>a<b>b</b>c</p>", "<p>A<b>B</b>C</p>"),
        ("<p>a<br />b</p>", "<p>A<br />B</p>"),
        ('<p class="a" style="b" id="c">d</p>', '<p class="a" style="b" id="c">D</p>'),
        ('<a href="a" title="b" aria-label="c">d</a>', '<a href="a" title="B" aria-label="C">D</a>'),
        ('<p><img src="a" alt="b" />c</p>', '<p><img src="a" alt="B" />C</p>'),
        (
            '<body data-title="a" data-body="b" data-note="c" data-other="d" />',
            '<body data-title="A" data-body="B" data-note="C" data-other="d" />',
        ),
        (
            "<head><title>a</title><style>b</style>c<script>d</script>e</head>",
            "<head><title>A</title><style>b</style>C<script>d</script>E</head>",
        ),
        ("<div><!--a-->b</div>", "<div><!--a-->B</div>"),
        ('<p alt="">a</p>', '<p alt="">A</p>'),
    ],
)
def test_what_is_changed(before, after):
    page = ElementTree.fromstring(before, ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True)))
    words.rewrite(page, str.upper)
    assert ElementTree.tostring(page, encoding="unicode") == after


def test_the_words_of_drawings_are_changed_and_their_styles_are_not():
    page = ElementTree.fromstring(
        '<svg xmlns="http://www.w3.org/2000/svg"><style>a</style><title>b</title><text x="0">c</text></svg>'
    )
    words.rewrite(page, str.upper)
    assert ["".join(child.itertext()) for child in page] == ["a", "B", "C"]
