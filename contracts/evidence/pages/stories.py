"""Stories as a list, and one of them."""

from django.urls import reverse
from django.utils.safestring import SafeString

from contracts.evidence.enums import MediaKind
from contracts.evidence.models import Story
from contracts.evidence.permissions import can_add_to_story, can_answer_for_story, contract_of
from contracts.evidence.selectors.stories import with_files
from contracts.register.models import Contract
from socialvalue.accounts.models import User
from socialvalue.common.lists import Column, Kind, Listing, linked, with_under
from socialvalue.common.templatetags.formats import day, plain_day

OPENING = 120


def _contract(story: Story) -> Contract:
    return contract_of(story.kpi_return.due)


def _period(story: Story) -> str:
    due = story.kpi_return.due
    return f"{plain_day(due.starts_on)} to {plain_day(due.ends_on)}"


def _suppliers(story: Story) -> str:
    return ", ".join(_contract(story).suppliers_on(story.kpi_return.due.due_on))


def _comes_with(story: Story) -> str:
    kinds = {file.kind for file in story.files.all() if not file.lacks_words}
    return ", ".join(kind.label for kind in MediaKind if kind in kinds)


def _title(story: Story) -> SafeString:
    opening = story.text if len(story.text) <= OPENING else f"{story.text[:OPENING].rsplit(' ', 1)[0]} …"
    return linked(reverse("story", args=[story.pk]), story.title, opening)


def _draw_contract(story: Story) -> SafeString:
    contract = _contract(story)
    return linked(reverse("contract", args=[contract.pk]), contract.title, _suppliers(story))


STORIES = Listing(
    key="stories", name="Case studies", one="case study", many="case studies", sort="-told",
    columns=(
        Column(
            key="title", heading="Case study", read=lambda s: s.title, draw=_title, sort="title",
            parts=(("Case study", lambda s: s.title), ("What happened", lambda s: s.text)),
        ),
        Column(
            key="contract", heading="Contract", read=lambda s: _contract(s).title, draw=_draw_contract,
            parts=(
                ("Contract", lambda s: _contract(s).reference), ("Title of the contract", lambda s: _contract(s).title),
                ("Supplier", _suppliers),
            ),
        ),
        Column(key="media", heading="Comes with", read=_comes_with),
        Column(key="tags", heading="Tags", read=lambda s: ", ".join(tag.word for tag in s.tags.all())),
        Column(
            key="told", heading="Added", read=lambda s: s.told_at.date(), kind=Kind.DAY, sort="told_at", falls=True,
            draw=lambda s: with_under(day(s.told_at), _period(s)),
            parts=(("Added", lambda s: s.told_at.date()), ("Period", _period)),
        ),
        Column(key="use", heading="May be used by", read=lambda s: s.get_use_display(), shown=False),
    ),
)  # fmt: skip


def listing(*, officer: bool) -> Listing:
    return STORIES if officer else STORIES.without("use")


def story_page(story: Story, user: User) -> dict:
    """Everything on the page of one story."""
    due = story.kpi_return.due
    contract = contract_of(due)
    with_files([story], user)
    return {
        "story": story,
        "due": due,
        "contract": contract,
        "suppliers": _suppliers(story),
        "period": _period(story),
        "vouches": Story.objects.vouched_for_by(user).filter(pk=story.pk).exists(),
        "may_add": can_add_to_story(user, story),
        "may_answer": can_answer_for_story(user, story),
        "breadcrumbs": [("Case studies", reverse("stories"))],
    }
