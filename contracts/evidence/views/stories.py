"""Stories: all that somebody may see, one of them, what comes with it, and that the person withdrew."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from contracts.evidence import services
from contracts.evidence.calculations.captions import vtt
from contracts.evidence.forms.stories import StoryFileForm, StoryFilter, TagsForm, WithdrawForm, WordsForm
from contracts.evidence.models import Story, StoryFile
from contracts.evidence.pages.stories import listing, story_page
from contracts.evidence.permissions import check_can_add_to_story, check_can_answer_for_story
from contracts.evidence.selectors.stories import stories_for, story_for
from socialvalue.accounts.enums import Permission as P
from socialvalue.common.lists import list_page
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, takes_files


@needs(P.VIEW_CONTRACTS, P.BID)
def stories(request):
    officer = request.user.can(P.VIEW_COMMISSIONS)
    return list_page(
        request,
        listing(officer=officer),
        "contracts/evidence/stories.html",
        form=StoryFilter(request.GET or None, officer=officer),
        rows=lambda values: stories_for(request.user, **{name: value for name, value in values.items() if value}),
        officer=officer,
    )


def _seen(request, pk) -> Story:
    return get_object_or_404(story_for(request.user), pk=pk)


def _seen_file(request, pk) -> StoryFile:
    return get_object_or_404(StoryFile.objects.visible_to(request.user), pk=pk)


@needs(P.VIEW_CONTRACTS, P.BID)
def story(request, pk):
    return render(request, "contracts/evidence/story.html", story_page(_seen(request, pk), request.user))


@takes_files
@needs(P.EDIT_CONTRACTS, P.BID)
def story_add_file(request, pk):
    found = _seen(request, pk)
    check_can_add_to_story(request.user, found)
    here = reverse("story", args=[pk])
    return form_page(
        request,
        StoryFileForm(request.POST or None, request.FILES or None),
        lambda data: services.add_file(found, by=request.user, upload=data["file"], words=data["words"]),
        creates=True,
        to=lambda made: here,
        done=lambda made: f"The {str(made[0]).lower()} was added. {made[1].told}".strip(),
        heading="Add a photograph, sound or video",
        caption=found.title,
        submit_label="Add it",
        back_url=here,
        cancel_url=here,
    )


@needs(P.EDIT_CONTRACTS, P.BID)
def story_words(request, pk):
    file = _seen_file(request, pk)
    found = _seen(request, file.story_id)
    check_can_answer_for_story(request.user, found)
    here = reverse("story", args=[file.story_id])
    return form_page(
        request,
        WordsForm(request.POST or None, initial={"words": file.words}),
        lambda data: services.write_down(file, by=request.user, **data),
        to=here,
        done="The words are saved.",
        read=file,
        heading="Write down what is said in it" if file.is_heard else "Describe the photograph",
        caption=found.title,
        submit_label="Save",
        back_url=here,
    )


@require_POST
@needs(P.EDIT_CONTRACTS, P.BID)
def story_file_remove(request, pk):
    file = _seen_file(request, pk)
    services.remove_file(file, by=request.user)
    messages.success(request, f"The {str(file).lower()} was removed.")
    return redirect("story", file.story_id)


@require_safe
@needs(P.VIEW_CONTRACTS, P.BID)
def story_captions(request, pk):
    """The captions of a video, for whoever may see it."""
    said = vtt(_seen_file(request, pk).words)
    if not said:
        raise Http404
    return HttpResponse(said, content_type="text/vtt; charset=utf-8", headers={"Cache-Control": "private, no-store"})


@needs(P.EDIT_CONTRACTS, P.BID)
def story_tags(request, pk):
    found = _seen(request, pk)
    check_can_answer_for_story(request.user, found)
    here = reverse("story", args=[pk])
    now = ", ".join(tag.word for tag in found.tags.all())
    return form_page(
        request,
        TagsForm(request.POST or None, version=found.version, initial={"tags": now}),
        lambda data: services.tag_story(found, by=request.user, **data),
        to=here,
        done="The tags are saved.",
        version_of=found,
        heading="Change the tags",
        caption=found.title,
        submit_label="Save",
        back_url=here,
    )


@needs(P.EDIT_CONTRACTS, P.BID)
def story_withdraw(request, pk):
    found = _seen(request, pk)
    check_can_answer_for_story(request.user, found)
    here = reverse("story", args=[pk])
    return form_page(
        request,
        WithdrawForm(request.POST or None, version=found.version),
        lambda data: services.withdraw_story(found, by=request.user, **data),
        to=reverse("return", args=[found.kpi_return.due_id]),
        done="The case study is gone from every page and report. The other side was told to take down its copies.",
        version_of=found,
        heading="The person withdrew",
        caption=found.title,
        intro="Its words, photographs and recordings are deleted for good, here and in every report. The record keeps that there "
        "was a case study, and when it was withdrawn. The figures of the return stay.",
        submit_label="Delete the case study",
        back_url=here,
        cancel_url=here,
    )
