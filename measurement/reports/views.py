"""Reports on the screen: the list, the paper, its words, its way to approval, and the returns behind each figure."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from measurement.figures.permissions import council_for
from measurement.reports import permissions, selectors, services
from measurement.reports.calculations.words import AFTER_FAILURE, failure, named
from measurement.reports.documents.layout import document
from measurement.reports.enums import ReportKind
from measurement.reports.forms import CommentForm, ReasonForm, ReplaceForm, RequestForm, ScheduleForm, WordsForm
from measurement.reports.models import Report, ReportSchedule
from measurement.reports.pages import listing
from measurement.reports.tasks.building import pdf_of
from socialvalue.accounts.enums import Permission
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock
from socialvalue.common.lists import list_page
from socialvalue.common.pages import button, form_page
from socialvalue.common.views import needs, page_of
from socialvalue.jobs.models import Job

REPORTS = [("Reports", reverse_lazy("reports"))]
sees_reports = needs(Permission.VIEW_OVERSIGHT, Permission.PREPARE_REPORTS, Permission.APPROVE_REPORTS)


def _found(request, ref: str) -> Report:
    rows = Report.objects.visible_to(request.user).select_related(
        "council", "submitted_by", "decided_by", "replaces", "replaced_by"
    )
    return get_object_or_404(rows.defer("replaces__content", "replaced_by__content"), reference=ref)


@sees_reports
@require_GET
def reports(request):
    council = council_for(request.user)
    may_prepare = permissions.can_prepare(request.user, council)
    return list_page(
        request,
        listing(selectors.failures([council.pk]) if may_prepare else {}),
        "measurement/reports/reports.html",
        rows=lambda values: selectors.reports_for(request.user),
        may_prepare=may_prepare,
        under_way=selectors.under_way(request.user),
        schedules=ReportSchedule.objects.filter(council=council).order_by("next_on"),
    )


@needs(Permission.PREPARE_REPORTS)
def report_new(request):
    council = council_for(request.user)
    starts_on, ends_on, before = selectors.next_period(council, ReportKind.CABINET, clock.today())
    form = RequestForm(
        request.POST or None,
        council=council,
        initial={"kind": ReportKind.CABINET, "starts_on": starts_on, "ends_on": ends_on},
    )
    if before:
        form.fields["starts_on"].help_text = f"The day after the period of {named(before)}, the last report to Cabinet."
    return form_page(
        request,
        form,
        lambda data: services.ask_for_report(by=request.user, council=council, **data),
        creates=True,
        to=lambda made: reverse("report", args=[made.reference]),
        done=lambda made: "" if made.is_building else f"{made.reference} is the report for this period. It was begun before.",
        template="measurement/reports/report_new.html",
        heading="Create a report",
        intro="The figures are frozen in the background. You can leave this page: the report will be in the list.",
        submit_label="Create report",
        back_url=reverse("reports"),
    )


@needs(Permission.PREPARE_REPORTS)
def report_schedule(request):
    council = council_for(request.user)
    kept = ReportSchedule.objects.filter(council=council)
    now = kept.filter(kind=request.GET.get("kind")).first() or kept.order_by("next_on").first()
    form = ScheduleForm(request.POST or None, council=council, initial=_as_it_is(now) if now else None)
    return form_page(
        request,
        form,
        lambda data: services.set_schedule(by=request.user, council=council, **data),
        to=reverse("reports"),
        done="The schedule is saved. The report will be created automatically.",
        read=kept,
        heading="Schedule a report",
        submit_label="Set the schedule",
        back_url=reverse("reports"),
    )


def _as_it_is(schedule: ReportSchedule) -> dict:
    return {name: getattr(schedule, name) for name in ("kind", "months", "next_starts_on", "next_on")}


@sees_reports
@require_GET
def report(request, ref: str):
    found = _found(request, ref)
    user = request.user
    corrected = selectors.corrections(found)
    context = {
        "report": found,
        "corrected": corrected,
        **_for_officers(user, found),
        "can_edit": permissions.can_edit(user, found),
        "can_submit": permissions.can_submit(user, found),
        "can_decide": permissions.can_decide(user, found),
        "can_build_again": permissions.can_build_again(user, found),
        "can_replace": permissions.can_replace(user, found),
        "breadcrumbs": REPORTS,
    }
    if found.content:
        context |= document(found, corrected)
    return render(request, "measurement/reports/report.html", context)


def _for_officers(user, found: Report) -> dict:
    """What members are not shown: how the work on the report goes, what is to replace it, what happened to it."""
    may_prepare = permissions.can_prepare(user, found.council)
    if not may_prepare and not user.can(Permission.APPROVE_REPORTS, found.council):
        return {"timeline": None}
    job = selectors.last_job(found)
    return {
        "job": job if job and Job.objects.visible_to(user).filter(pk=job.pk).exists() else None,
        "failure": failure(found.is_building, job.finished_at, job.error) if job and job.is_failed else "",
        "after_failure": AFTER_FAILURE,
        "can_try_again": may_prepare,
        "replacement": None if found.is_replaced else Report.objects.filter(replaces=found).defer("content").first(),
        "overlaps": [] if found.is_replaced else selectors.overlapping(found.council, found.kind, found.starts_on, found.ends_on),
        "timeline": timeline(found),
    }


@sees_reports
def report_words(request, ref: str):
    found = _found(request, ref)
    permissions.check_can_edit(request.user, found)
    form = WordsForm(request.POST or None, instance=found)
    here = reverse("report", args=[ref])
    return form_page(
        request,
        form,
        lambda data: services.edit_words(found, by=request.user, **data),
        to=here,
        done="The text is saved. The PDF is being made again.",
        latest=found,
        heading="The text of the report",
        caption=str(found),
        submit_label="Save the text",
        back_url=here,
    )


@sees_reports
@require_POST
def report_submit(request, ref: str):
    found = _found(request, ref)
    return button(
        request,
        lambda: services.submit_report(found, by=request.user),
        to=reverse("report", args=[ref]),
        done="The report was sent for approval. Somebody else has to approve it.",
    )


@sees_reports
@require_POST
def report_approve(request, ref: str):
    found = _found(request, ref)
    return button(
        request,
        lambda: services.approve_report(found, by=request.user),
        to=reverse("report", args=[ref]),
        done="The report is approved, and members were told.",
    )


@sees_reports
def report_return(request, ref: str):
    found = _found(request, ref)
    permissions.check_can_decide(request.user, found)
    return _reasoned(request, found, CommentForm, "comment", services.return_report, "Return the report", "Return it")


@sees_reports
def report_build_again(request, ref: str):
    found = _found(request, ref)
    permissions.check_can_build_again(request.user, found)
    return _reasoned(request, found, ReasonForm, "reason", services.build_again, "Update the figures", "Update")


@sees_reports
def report_replace(request, ref: str):
    found = _found(request, ref)
    permissions.check_can_replace(request.user, found)
    return form_page(
        request,
        ReplaceForm(request.POST or None),
        lambda data: services.replace_report(found, by=request.user, reason=data["reason"]),
        read=found,
        to=lambda made: reverse("report", args=[made.reference]),
        done=lambda made: f"{made.reference} is being created. It replaces {ref} once somebody else has approved it.",
        heading=f"Replace {ref}",
        caption=str(found),
        intro=f"{ref} stays as it is and can still be read. A new report of the same period is frozen with the figures of "
        "today. When it is approved, both say which replaces which, and why.",
        submit_label="Begin the replacement",
        back_url=reverse("report", args=[ref]),
        cancel_url=reverse("report", args=[ref]),
    )


@sees_reports
@require_POST
def report_try_again(request, ref: str):
    found = _found(request, ref)
    return button(
        request,
        lambda: services.try_again(found, by=request.user),
        to=reverse("report", args=[ref]),
        done="It was started again. You can leave this page.",
    )


def _reasoned(request, found, form_class, name, service, heading, label):
    here = reverse("report", args=[found.reference])
    return form_page(
        request,
        form_class(request.POST or None),
        lambda data: service(found, by=request.user, **{name: data[name]}),
        to=here,
        read=found,
        heading=heading,
        caption=str(found),
        submit_label=label,
        back_url=here,
    )


@sees_reports
@require_GET
def report_pdf(request, ref: str):
    found = _found(request, ref)
    made = pdf_of(found)
    if made is None:
        job = selectors.last_job(found)
        if job and job.is_failed:
            messages.error(request, "The PDF could not be made. Those who prepare reports were told.")
        else:
            messages.info(request, "The PDF of this version is still being made. Try again in a minute.")
        return redirect("report", ref)
    return redirect("document", made.pk)


@sees_reports
@require_GET
def report_figure(request, ref: str, number: int):
    found = _found(request, ref)
    figures = list(found.figures.all())
    if not found.content or not 1 <= number <= len(figures):
        raise Http404
    figure = figures[number - 1]
    context = {
        "report": found, "figure": figure, "number": number, "entry": found.content["figures"][number - 1],
        "page": page_of(request, selectors.SourcesOf(figure), 50),
        "may_open": request.user.can(Permission.VIEW_CONTRACTS, found.council),
        "breadcrumbs": [*REPORTS, (str(found), reverse("report", args=[ref]))],
    }  # fmt: skip
    return render(request, "measurement/reports/figure.html", context)


@sees_reports
@require_GET
def report_check(request, ref: str):
    found = _found(request, ref)
    if not found.content:
        raise Http404
    context = {
        "report": found,
        "checked": selectors.check(found),
        "breadcrumbs": [*REPORTS, (str(found), reverse("report", args=[ref]))],
    }
    return render(request, "measurement/reports/check.html", context)
