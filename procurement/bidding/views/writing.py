"""The pages on which a bid is written: an answer, its commitments, its files, the price."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from procurement.bidding import pages as presenting
from procurement.bidding import selectors, services
from procurement.bidding.calculations import deadline, document
from procurement.bidding.forms import AnswerForm, CommitmentForm, PriceForm
from procurement.bidding.models import Bid, SealedFile
from procurement.bidding.permissions import check_can_write
from procurement.bidding.selectors.files import held_of
from procurement.bidding.selectors.proxies import ahead
from procurement.bidding.services.files import MOST_FILES
from procurement.bidding.views.finding import own_bid, question_of
from procurement.tendering.calculations.deadlines import deadline_of
from socialvalue.common import clock, once
from socialvalue.common.errors import Conflict, DomainError, Refused, WrongState, add_to_form
from socialvalue.common.fields import over_limit
from socialvalue.common.pages import lead_on
from socialvalue.common.typed import SIGNED_OUT
from socialvalue.common.views import signed_in, takes_files
from socialvalue.documents.services.holding import why_shut

PAGE = ["GET", "HEAD", "POST"]


def _frame(bid: Bid, **context) -> dict:
    """What every writing page shows: whose bid, until when."""
    left = deadline.time_left(deadline_of(bid.tender), clock.now())
    return {
        "bid": bid,
        "tender": bid.tender,
        "about_council": bid.tender.commission.council,
        "left": left,
        "back_url": reverse("bid", args=[bid.pk]),
        "back_label": "Your bid",
        **context,
    }


def _writable(request, bid: Bid) -> None:
    check_can_write(request.user, bid)
    deadline.check_open(bid.tender, clock.now())


def _after(request, bid: Bid, section: str):
    """Where the button leads: on to the next page, or back to the list."""
    if request.POST.get("then") == "list":
        return redirect("bid", bid.pk)
    return redirect(presenting.next_url(bid, selectors.progress(bid, selectors.content(bid, request.user)), section))


@takes_files
@require_http_methods(PAGE)
@signed_in
def question(request, pk: int, key: str):
    bid = own_bid(request, pk)
    asked = question_of(bid, key)
    _writable(request, bid)
    answer = document.answer(selectors.content(bid, request.user), key)
    form = _answer_form(bid, asked, answer, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _save_answer(request, bid, asked.question, form)
            _change_files(request, bid, asked.question, form)
            too_long = _over(document.answer(selectors.content(own_bid(request, pk), request.user), key), asked)
            if not too_long or "remove" in request.POST or request.POST.get("then"):
                return _after_answer(request, bid, key)
            form.add_error("text", f"{too_long}. Shorten it, or go back to your bid: it is saved as a draft.")
        except (Refused, Conflict) as error:
            add_to_form(form, error)
        bid.refresh_from_db()
        form.take_latest(bid.version)
        answer = document.answer(selectors.content(bid, request.user), key)
    full = len(answer["files"]) >= MOST_FILES
    context = _frame(bid, asked=asked, form=form, files=answer["files"], held=held_of(bid), full=full, over=_over(answer, asked))
    if form.conflict:
        context |= _latest(form, bid, key, answer)
    return render(request, "procurement/bidding/question.html", context)


def _latest(form: AnswerForm, bid: Bid, key: str, answer: dict) -> dict:
    """What is stored, to be compared with what was typed."""
    verdict = {True: "Yes", False: "No"}.get(answer["passed"])
    rows = [(form.fields["passed"].label, verdict)] if "passed" in form.fields else []
    return {"rows": [*rows, (form.fields["text"].label, answer["text"])], "at": selectors.saved_at(bid, key)}


def _over(answer: dict, asked) -> str:
    """“Your answer is 50 words over the limit of 750”; empty where it is not."""
    limit = asked.question.word_limit
    return over_limit("Your answer", document.count_words(answer["text"]), limit) if limit else ""


def _answer_form(bid, asked, answer: dict, data=None, files=None) -> AnswerForm:
    passed = {True: "yes", False: "no"}.get(answer["passed"], "")
    return AnswerForm(
        data,
        files,
        question=asked.question,
        files=len(answer["files"]),
        autosave=reverse("bid-autosave", args=[bid.pk, asked.question.criterion.key]),
        version=bid.version,
        initial={"text": answer["text"], "passed": passed},
    )


def _save_answer(request, bid: Bid, question, form: AnswerForm) -> None:
    given = form.cleaned_data
    services.save_answer(
        bid,
        by=request.user,
        question=question,
        text=given["text"],
        passed=given.get("passed"),
        expected_version=form.expected_version,
        page=form.page,
    )


def _change_files(request, bid: Bid, question, form: AnswerForm) -> None:
    """After the text, so that a file that is refused costs nobody what they typed. Says what was done, file by file."""
    if removed := request.POST.get("remove"):
        services.detach(get_object_or_404(SealedFile.objects.filter(bid=bid), pk=removed), by=request.user)
        messages.success(request, "The file was removed. Your answer was saved.")
    if upload := form.cleaned_data.get("file"):
        kept = services.attach(bid, by=request.user, question=question, upload=upload)
        messages.success(request, f"{kept.said} Your answer was saved.")


def _after_answer(request, bid: Bid, key: str):
    """On with the button that says so; whoever works on the files of this answer stays."""
    if "remove" in request.POST or request.POST.get("then") == "stay":
        return redirect("bid-question", bid.pk, key)
    return _after(request, bid, key)


@require_POST
def autosave(request, pk: int, key: str):
    """Saves as typed while JavaScript runs; answers with one line for the page, whatever happens."""
    if not request.user.is_authenticated:
        return HttpResponse(SIGNED_OUT)
    bid = own_bid(request, pk)
    asked = question_of(bid, key)
    form = AnswerForm(request.POST, question=asked.question, version=bid.version)
    if not form.is_valid():
        return HttpResponse("Not saved yet.")
    try:
        _save_answer(request, bid, asked.question, form)
    except Conflict as conflict:
        return HttpResponse(conflict.line)
    except DomainError as error:
        return HttpResponse(f"Not saved. {error.message}", content_type="text/plain")
    return HttpResponse(f"Saved at {deadline.time_of_day(clock.now(), seconds=True)}")


@require_safe
@signed_in
def commitments(request, pk: int, key: str):
    bid = own_bid(request, pk)
    asked = question_of(bid, key)
    _writable(request, bid)
    answer = document.answer(selectors.content(bid, request.user), key)
    following = presenting.next_url(bid, selectors.progress(bid, selectors.content(bid, request.user)), f"{key}/commitments")
    cards = presenting.commitment_cards(answer)
    context = _frame(bid, asked=asked, cards=cards, next_url=following, ahead=ahead(bid, asked.question, cards))
    return render(request, "procurement/bidding/commitments.html", context)


@require_http_methods(PAGE)
@signed_in
def commitment(request, pk: int, key: str, number: int | None = None):
    """Add one, or change the one with this number (from 1)."""
    bid, latest = own_bid(request, pk), None
    asked = question_of(bid, key)
    _writable(request, bid)
    kept = document.answer(selectors.content(bid, request.user), key)["commitments"]
    if number is not None and not 1 <= number <= len(kept):
        messages.warning(request, "This commitment is no longer there.")
        return redirect("bid-commitments", bid.pk, key)
    initial = kept[number - 1] if number else {}
    measures = selectors.measures(asked.question)
    marking = getattr(asked.question, "proxy_marking", None)
    form = CommitmentForm(request.POST or None, measures=measures, marking=marking, version=bid.version, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save_commitment(request, bid, asked.question, number, form)
            messages.success(request, "The commitment was saved.")
            return redirect("bid-commitments", bid.pk, key)
        except once.SentAlready as sent:
            return lead_on(request, sent)
        except (Refused, Conflict, once.MadeBefore, once.OutOfDate) as error:
            add_to_form(form, error)
            if isinstance(error, Conflict):
                bid.refresh_from_db()
                form.take_latest(bid.version)
                now = document.answer(selectors.content(bid, request.user), key)["commitments"]
                latest = now[number - 1] if number and number <= len(now) else None
    context = _frame(bid, asked=asked, form=form, number=number, latest=latest, example=not kept, marking=marking)
    context |= {"back_url": reverse("bid-commitments", args=[bid.pk, key]), "back_label": "Your commitments"}
    return render(request, "procurement/bidding/commitment.html", context)


def _save_commitment(request, bid: Bid, question, number: int | None, form: CommitmentForm) -> None:
    if number is None:
        once.only(
            request,
            lambda: services.add_commitment(bid, by=request.user, question=question, commitment=form.commitment()),
            lambda _: reverse("bid-commitments", args=[bid.pk, question.criterion.key]),
        )
        return
    services.change_commitment(
        bid,
        by=request.user,
        question=question,
        index=number - 1,
        commitment=form.commitment(),
        expected_version=form.expected_version,
    )


@require_http_methods(PAGE)
@signed_in
def remove_commitment(request, pk: int, key: str, number: int):
    bid = own_bid(request, pk)
    asked = question_of(bid, key)
    _writable(request, bid)
    cards = presenting.commitment_cards(document.answer(selectors.content(bid, request.user), key))
    if not 1 <= number <= len(cards):
        return redirect("bid-commitments", bid.pk, key)
    if request.method == "POST":
        version = request.POST.get("version", "")
        services.remove_commitment(
            bid,
            by=request.user,
            question=asked.question,
            index=number - 1,
            expected_version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        )
        messages.success(request, "The commitment was removed.")
        return redirect("bid-commitments", bid.pk, key)
    return render(request, "procurement/bidding/remove_commitment.html", _frame(bid, asked=asked, card=cards[number - 1]))


@require_http_methods(PAGE)
@signed_in
def price(request, pk: int):
    bid, latest = own_bid(request, pk), None
    _writable(request, bid)
    draft = selectors.content(bid, request.user)
    initial = {"price": draft["price"], "note": draft["price_note"]}
    form = PriceForm(request.POST or None, version=bid.version, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.save_price(
                bid, by=request.user, price=given["price"], note=given["note"], expected_version=form.expected_version
            )
            return _after(request, bid, "price")
        except (Refused, Conflict) as error:
            add_to_form(form, error)
            if isinstance(error, Conflict):
                bid.refresh_from_db()
                form.take_latest(bid.version)
                latest = selectors.content(bid, request.user)
    return render(request, "procurement/bidding/price.html", _frame(bid, form=form, latest=latest))


@require_safe
@signed_in
def file(request, pk: int, file_id):
    """The supplier's own file; for the council's readers and the panel once the bid is open."""
    found = get_object_or_404(SealedFile.objects.visible_to(request.user).select_related("bid__tender"), pk=file_id, bid=pk)
    if shut := why_shut(found.pk):
        raise WrongState(shut)
    facts = selectors.file_facts(found)
    response = HttpResponse(services.file_bytes(found), content_type=facts["content_type"])
    response.headers["Content-Disposition"] = selectors.as_attachment(facts["name"])
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
