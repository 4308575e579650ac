"""The tree editor: criteria, weights, questions, the trial of the price formula."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from procurement.tendering import pages, permissions, selectors, services
from procurement.tendering.enums import CriterionKind as K
from procurement.tendering.forms import SimulationForm, VersionForm
from procurement.tendering.forms.criteria import CriterionForm, PatternForm, PlaceForm, QuestionForm, WeightsForm
from procurement.tendering.selectors.published import published_questions
from procurement.tendering.selectors.simulation import simulate
from procurement.tendering.views.finding import accepted, criterion_of, done, page_in_tree, tender_of
from procurement.tendering.views.proxies import proxies_line
from socialvalue.common.views import signed_in

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

    def save():
        services.set_weights(tender, by=request.user, weights=form.weights, expected_version=form.expected_version)

    if request.method == "POST" and accepted(form, tender, save):
        return _moved(request, tender) or _weighed(request, tender)
    for node in found.rows if form else ():
        name = f"weight-{node.criterion.pk}"
        node.field = form[name] if name in form.fields else None
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
            services.move_criterion(criterion, by=request.user, up=way == "up")
            return done(request, f"{criterion.title} has moved {way}.", "tender-criteria", tender.reference)
    return None


@require_POST
@signed_in
def pattern(request, reference):
    tender = tender_of(request, reference)
    form = PatternForm(request.POST, version=tender.version)

    def save():
        version = form.expected_version
        services.apply_pattern(tender, by=request.user, pattern=form.cleaned_data["pattern"], expected_version=version)

    if accepted(form, tender, save):
        return done(request, "The criteria are there. Change what does not fit.", "tender-criteria", reference)
    return render(request, "layouts/form.html", page_in_tree(tender, form, "Start from a pattern"))


@signed_in
def add(request, reference):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    place = PlaceForm(
        request.GET if "kind" in request.GET else None, groups=tender.criteria.filter(kind=K.GROUP), initial=request.GET
    )
    if not place.is_valid():
        page = page_in_tree(tender, place, "Add a criterion", submit_label="Continue")
        return render(request, "procurement/tendering/place.html", page)
    kind, parent = place.cleaned_data["kind"], place.cleaned_data["parent"]
    form = CriterionForm(request.POST or None, kind=kind, version=tender.version, initial=_suggested(tender, kind))
    made = []

    def save():
        group = tender.criteria.get(pk=parent) if parent else None
        version = form.expected_version
        made.append(
            services.add_criterion(tender, by=request.user, kind=kind, parent=group, expected_version=version, **form.values)
        )

    if request.method == "POST" and accepted(form, tender, save):
        if kind in (K.GROUP, K.PRICE):
            return done(request, f"{made[0].title} is added.", "tender-criteria", reference)
        return done(request, f"{made[0].title} is added. Now write its question.", "criterion-question", reference, made[0].pk)
    heading = f"Add: {K(kind).label.lower()}"
    return render(request, "procurement/tendering/form.html", page_in_tree(tender, form, heading))


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

    def save():
        values = form.values | {"key": form.values.get("key") or criterion.key}
        services.edit_criterion(criterion, by=request.user, expected_version=form.expected_version, **values)

    if request.method == "POST" and accepted(form, tender, save):
        return done(request, f"{criterion.title} is saved.", "tender-criteria", reference)
    return render(request, "procurement/tendering/form.html", page_in_tree(tender, form, criterion.title))


@signed_in
def remove(request, reference, pk):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    criterion = criterion_of(tender, pk)
    form = VersionForm(request.POST or None, version=tender.version)

    def save():
        services.remove_criterion(criterion, by=request.user, expected_version=form.expected_version)

    if request.method == "POST" and accepted(form, tender, save):
        return done(request, f"{criterion.title} is removed.", "tender-criteria", reference)
    below = " with everything in it" if criterion.kind == K.GROUP else " and its question"
    more = {"consequence": f"This removes the criterion{below}.", "confirm_label": "Remove", "dangerous": True}
    return render(request, "layouts/confirm.html", page_in_tree(tender, form, f"Remove {criterion.title}?", **more))


@signed_in
def question(request, reference, pk):
    tender = tender_of(request, reference)
    permissions.check_can_edit(request.user, tender)
    criterion = criterion_of(tender, pk)
    form = QuestionForm(request.POST or None, criterion=criterion, version=tender.version, initial=_asked(criterion))

    def save():
        services.set_question(criterion, by=request.user, expected_version=form.expected_version, **form.values)

    if request.method == "POST" and accepted(form, tender, save):
        return done(request, f"The question of {criterion.title} is saved.", "tender-criteria", reference)
    page = page_in_tree(tender, form, f"Question: {criterion.title}", **proxies_line(request.user, criterion))
    return render(request, "procurement/tendering/question_form.html", page)


def _asked(criterion) -> dict:
    question = getattr(criterion, "question", None)
    if question is None:
        return {"asks_commitments": criterion.form == "open"}
    names = ("wording", "guidance", "word_limit", "priority", "asks_commitments")
    return {name: getattr(question, name) for name in names} | {"requirements": question.requirements.all()}


@signed_in
def simulation(request, reference):
    tender = tender_of(request, reference)
    found = selectors.weights(tender)
    value, top = tender.value, tender.scale_maximum
    start = {"price_A": value * 9 // 10, "price_B": value, "price_C": value * 12 // 10}
    scores = {"score_A": min(3, top), "score_B": min(4, top), "score_C": top}
    form = SimulationForm(request.GET or None, maximum=top, initial=start | scores)
    bids = form.bids if form.is_bound and form.is_valid() else [(n, start[f"price_{n}"], scores[f"score_{n}"]) for n in "ABC"]
    tried = None if form.is_bound and not form.is_valid() else simulate(tender, found.roots, bids)
    page = page_in_tree(tender, form, "Try the price formula", tried=tried)
    return render(request, "procurement/tendering/simulation.html", page)
