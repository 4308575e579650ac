"""The tree editor: criteria, weights, questions, the trial of the price formula."""

from collections.abc import Callable
from decimal import Decimal

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from procurement.tendering import pages, permissions, selectors, services
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.enums import Form
from procurement.tendering.forms import SimulationForm, VersionForm
from procurement.tendering.forms.criteria import CriterionForm, PatternForm, PlaceForm, QuestionForm, WeightsForm
from procurement.tendering.models import Tender
from procurement.tendering.selectors.published import published_questions
from procurement.tendering.selectors.simulation import simulate
from procurement.tendering.views.finding import criterion_of, done, page_in_tree, tender_of
from procurement.tendering.views.proxies import proxies_line
from socialvalue.accounts.models import User
from socialvalue.common.pages import CONFIRM, accepted, form_page
from socialvalue.common.reading import NOTHING_READ
from socialvalue.common.views import signed_in

FORM = "procurement/tendering/form.html"
FIELDS = ("title", "key", "form", "weight", "minimum", "formula", "floor", "ceiling")


@signed_in
def tree(request, reference):
    """The tree with its weights. The buttons that move a criterion save the weights as well: nothing typed is lost."""
    tender = tender_of(request, reference)
    found = selectors.weights(tender)
    editable = permissions.can_edit(request.user, tender)
    if request.method == "POST":
        permissions.check_can_edit(request.user, tender)
    form = WeightsForm(request.POST or None, version=tender.version, nodes=found.rows) if editable else None
    if form is not None:
        if request.method == "POST" and accepted(form, _weighing(request.user, tender, form), version_of=tender):
            return _moved(request, tender) or _weighed(request, tender)
        for node in found.rows:
            name = f"weight-{node.criterion.pk}"
            # The template draws the tree node by node, and each node with its own input
            vars(node)["field"] = form[name] if name in form.fields else None
    context = {
        "tender": tender,
        "weights": found,
        "questions": [] if editable else published_questions(tender, found),
        "form": form,
        "pattern_form": PatternForm(version=tender.version, initial={"pattern": "carers"})
        if editable and not found.roots
        else None,
        "editable": editable,
        "formulas": pages.FORMULAS,
        "breadcrumbs": pages.trail(tender, itself=True),
    }
    return render(request, "procurement/tendering/criteria.html", context)


def _weighing(user: User, tender: Tender, form: WeightsForm) -> Callable[[dict], Tender]:
    return lambda data: services.set_weights(tender, by=user, weights=form.weights, expected_version=data["expected_version"])


def _weighed(request, tender):
    """Weights that do not add up are kept, so that they can be changed one after another, and never called done."""
    wrong = selectors.weights(tender).problems
    if not wrong:
        return done(request, "The weights are saved.", "tender-criteria", tender.reference)
    messages.warning(request, f"Kept, but they do not add up. {wrong[0]}")
    return redirect("tender-criteria", tender.reference)


def _moved(request, tender):
    for way in ("up", "down"):
        pk = request.POST.get(way, "")
        if pk.isdecimal() and len(pk) < 19:
            criterion = criterion_of(tender, int(pk))
            # The weights of the same form were saved just now, against what was read
            services.move_criterion(criterion, by=request.user, up=way == "up", expected_version=NOTHING_READ)
            return done(request, f"{criterion.title} has moved {way}.", "tender-criteria", tender.reference)
    return None


@require_POST
@signed_in
def pattern(request, reference):
    tender = tender_of(request, reference)
    form = PatternForm(request.POST, version=tender.version)
    return form_page(
        request,
        form,
        lambda data: services.apply_pattern(tender, by=request.user, **data),
        to=reverse("tender-criteria", args=[reference]),
        done="The criteria are there. Change what does not fit.",
        version_of=tender,
        **page_in_tree(tender, "Start from a pattern"),
    )


@signed_in
def add(request, reference):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    place = PlaceForm(
        request.GET if "kind" in request.GET else None, groups=tender.criteria.filter(kind=K.GROUP), initial=request.GET
    )
    if not place.is_valid():
        page = page_in_tree(tender, "Add a criterion", form=place, submit_label="Continue")
        return render(request, "procurement/tendering/place.html", page)
    kind, parent = place.cleaned_data["kind"], place.cleaned_data["parent"]
    form = CriterionForm(request.POST or None, kind=kind, version=tender.version, initial=_suggested(tender, kind))
    asks = kind not in (K.GROUP, K.PRICE)
    criteria = reverse("tender-criteria", args=[reference])

    def save(data):
        group = tender.criteria.get(pk=parent) if parent else None
        version = data["expected_version"]
        return services.add_criterion(tender, by=request.user, kind=kind, parent=group, expected_version=version, **form.values)

    return form_page(
        request,
        form,
        save,
        to=lambda made: reverse("criterion-question", args=[reference, made.pk]) if asks else criteria,
        done=lambda made: f"{made.title} is added. Now write its question." if asks else f"{made.title} is added.",
        template=FORM,
        version_of=tender,
        **page_in_tree(tender, f"Add: {K(kind).label.lower()}"),
    )


def _suggested(tender, kind: str) -> dict:
    taken = set(tender.criteria.values_list("key", flat=True))
    values = {"formula": "lowest_over_bid"}
    if kind == K.PRICE:
        values["title"] = "Price"
    if kind != K.GROUP:
        values["key"] = selectors.tree.suggested_key(kind, taken)
    return values


@signed_in
def edit(request, reference, pk):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    criterion = criterion_of(tender, pk)
    now = {name: getattr(criterion, name) for name in FIELDS}
    form = CriterionForm(request.POST or None, kind=criterion.kind, version=tender.version, initial=now)

    def save(data):
        values = form.values | {"key": form.values.get("key") or criterion.key}
        return services.edit_criterion(criterion, by=request.user, expected_version=data["expected_version"], **values)

    return form_page(
        request,
        form,
        save,
        to=reverse("tender-criteria", args=[reference]),
        done=lambda _: f"{form.values['title']} is saved.",
        template=FORM,
        latest=criterion,
        version_of=tender,
        **page_in_tree(tender, criterion.title),
    )


@signed_in
def remove(request, reference, pk):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    criterion = criterion_of(tender, pk)
    form = VersionForm(request.POST or None, version=tender.version)
    below = " with everything in it" if criterion.kind == K.GROUP else " and its question"
    more = {"consequence": f"This removes the criterion{below}.", "confirm_label": "Remove", "dangerous": True}
    return form_page(
        request,
        form,
        lambda data: services.remove_criterion(criterion, by=request.user, **data),
        to=reverse("tender-criteria", args=[reference]),
        done=f"{criterion.title} is removed.",
        template=CONFIRM,
        version_of=tender,
        **page_in_tree(tender, f"Remove {criterion.title}?", **more),
    )


@signed_in
def question(request, reference, pk):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    criterion = criterion_of(tender, pk)
    form = QuestionForm(request.POST or None, criterion=criterion, version=tender.version, initial=_asked(criterion))

    def save(data):
        return services.set_question(criterion, by=request.user, expected_version=data["expected_version"], **form.values)

    return form_page(
        request,
        form,
        save,
        to=reverse("tender-criteria", args=[reference]),
        done=f"The question of {criterion.title} is saved.",
        template="procurement/tendering/question_form.html",
        latest=getattr(criterion, "question", None),
        version_of=tender,
        **page_in_tree(tender, f"Question: {criterion.title}", **proxies_line(request.user, criterion)),
    )


def _asked(criterion) -> dict:
    question = getattr(criterion, "question", None)
    if question is None:
        return {"asks_commitments": criterion.form == Form.OPEN}
    names = ("wording", "guidance", "word_limit", "priority", "asks_commitments")
    return {name: getattr(question, name) for name in names} | {"requirements": question.requirements.all()}


@signed_in
def simulation(request, reference):
    tender = tender_of(request, reference)
    found = selectors.weights(tender)
    value, top = tender.value, tender.scale_maximum
    start = {"price_A": value * 9 // 10, "price_B": value, "price_C": value * 12 // 10}
    scores = {"score_A": Decimal(min(3, top)), "score_B": Decimal(min(4, top)), "score_C": Decimal(top)}
    form = SimulationForm(request.GET or None, maximum=top, initial=start | scores)
    bids = form.bids if form.is_bound and form.is_valid() else [(n, start[f"price_{n}"], scores[f"score_{n}"]) for n in "ABC"]
    tried = None if form.is_bound and not form.is_valid() else simulate(tender, found.roots, bids)
    page = page_in_tree(tender, "Try the price formula", form=form, tried=tried)
    return render(request, "procurement/tendering/simulation.html", page)
