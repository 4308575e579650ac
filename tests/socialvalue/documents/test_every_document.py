"""Every kind of document, with names in many scripts and long addresses: drawn and said as it was typed."""

from dataclasses import dataclass

import lxml.html
import pytest
from django.template.loader import render_to_string
from page import validate_pdf

from measurement.reports.documents.layout import pdf_context as report_context
from measurement.reports.selectors import corrections
from measurement.reports.tasks.building import TEMPLATE as REPORT
from measurement.reports.tasks.building import make_pdf as make_report
from procurement.award.models import AssessmentSummary
from procurement.award.pages.summary import summary_view
from procurement.award.services.telling import JOB_KIND as SUMMARIES
from procurement.award.tasks import TEMPLATE as SUMMARY
from procurement.award.tasks import make_pdfs as make_summaries
from procurement.commissioning import services as commissioning
from procurement.commissioning.models import FrozenDocument
from procurement.commissioning.tasks import JOB, pdf_context
from procurement.commissioning.tasks import make_pdf as make_issued
from procurement.evaluation import services as evaluating
from socialvalue.documents.models import Document
from socialvalue.documents.services import letters
from socialvalue.jobs.models import Job
from tests.builders import award, bidding, engagement, evaluation, measurement, people, tendering
from tests.builders import commissioning as build
from tests.fixtures.pdf_text import right_edges, squeezed, text_of

pytestmark = pytest.mark.django_db

NAMES = (
    "Dŵr Ŷnys ẅẃẁỳ, Łódź ŃŚŹ ąęćż, Příliš žluťoučký, İğşı, Țară Șă, Őű, Ngā Māori Āēī, Ķļņģ Ēū, "
    "Ḃċḋ, Αθήνα, Київ, 株式会社 中文 한국어, 🌱"
)
DIGITS = "0123456789 6 16 66 2026 35.46 £1,234,567.89 Section 1(6) off-6"
ADDRESS = "https://example.org/" + "a-long-path/6" * 5 + "without" * 14 + "/35.46"
WORDS = f"{NAMES}. {DIGITS}. {ADDRESS}"
# The page’s margin of 20 mm, in points
MARGIN = 20 * 72 / 25.4
BLOCKS = "//body//*[self::p or self::tr or self::li or self::dt or self::dd or self::h1 or self::h2 or self::h3 or self::h4 or self::figcaption]"


@dataclass
class Made:
    data: bytes
    html: str
    sha256: str


def made(owner, template: str, context: dict) -> Made:
    with Document.objects.of(owner).get().file.open() as file:
        return Made(file.read(), render_to_string(template, context), owner.sha256)


def summary() -> Made:
    council = people.council(NAMES)
    tender = tendering.published_tender(council=council)
    for price in ("100000", "110000"):
        bidding.submitted_bid(tender, bidding.bidder(f"{price} {NAMES}"[:150]), price=price, text=WORDS)
    scene = evaluation.moderating(tender=bidding.open_bids(tender))
    evaluation.moderate_all(scene)
    question = scene.criterion("q1")
    evaluating.moderate(scene.evaluation, by=scene.lead, bid=scene.bids[1], criterion=question, value=3, reason=WORDS)
    evaluating.close(scene.evaluation, by=scene.lead)
    scene.reload()
    told = award.told(scene)
    make_summaries(Job(kind=SUMMARIES, arguments={"award": told.pk}), lambda percent, step: None)
    loser = AssessmentSummary.objects.get(award=told, bid=scene.bids[1])
    return made(loser, SUMMARY, summary_view(loser.content, sha256=loser.sha256, made_at=loser.sent_at))


def issued(kind: str) -> Made:
    body = build.considered(build.commission(council=people.council(NAMES), title=f"{NAMES} services"))
    said = engagement.remark(body, text=WORDS)
    commissioning.add_entry(body, by=body.lead, kind="at_risk", text=WORDS, consequence=WORDS, remarks=[said])
    if kind == "diagnostic":
        commissioning.issue_diagnostic(body, by=body.lead)
    else:
        build.requirement(body, build.outcome(body, remarks=[said]), evidence=WORDS)
        commissioning.approve_plan(build.submitted_plan(body), by=build.approver(body.council), comment=WORDS)
    document = FrozenDocument.objects.get(kind=kind)
    make_issued(Job(kind=JOB, arguments={"document": document.pk}), lambda percent, step: None)
    return made(document, f"procurement/commissioning/pdf/{kind}.html", pdf_context(document))


def report(kind: str) -> Made:
    scene = measurement.scene(people.council(NAMES))
    measurement.contract(scene, {"values": ["3", "1"]}, {"measure": "", "values": ["1"], "unit": "people"}, title=f"{NAMES} care")
    found = measurement.frozen(scene, kind=kind)
    found = measurement.reports.edit_words(found, by=scene.preparer, summary=WORDS, recommendation=WORDS, **measurement.WORDS)
    make_report(found)
    return made(found, REPORT, report_context(found, corrections(found)))


KINDS = {
    "assessment summary": summary,
    "diagnostic report": lambda: issued("diagnostic"),
    "commissioning plan": lambda: issued("plan"),
    "Cabinet report": lambda: report("cabinet"),
    "Scrutiny report": lambda: report("scrutiny"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_says_what_the_page_says(kind, tmp_path):
    paper = KINDS[kind]()
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper.data)
    verdict = validate_pdf(str(path), profile="ua1")
    assert "104 passed, 0 failed, 104 total" in str(verdict), verdict
    assert letters.missing(paper.data) == []
    said = text_of(paper.data)
    for words in (NAMES, DIGITS, ADDRESS):
        assert squeezed(words) in said, words
    blocks = blocks_of(paper.html)
    assert len(blocks) > 30
    assert [block for block in blocks if block not in said] == []
    assert paper.sha256 in said
    assert min(right_edges(paper.data)) >= MARGIN - 1


def blocks_of(html: str) -> list[str]:
    """The words of each heading, paragraph, item and table row, in drawn order; figures with them."""
    page = lxml.html.document_fromstring(html)
    for hidden in page.xpath('//title | //*[@aria-hidden="true"] | //nav'):
        hidden.drop_tree()
    found = [squeezed(block.text_content().replace("\u2011", "-").replace("\u00a0", " ")) for block in page.xpath(BLOCKS)]
    return [block for block in found if block]
