"""Reports on the screen: the list, the paper, its words, its way to approval, and the returns behind each figure."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from measurement.figures.permissions import council_for
from measurement.figures.selectors.scope import first_of_month
from measurement.reports import permissions, selectors, services
from measurement.reports.documents.layout import document
from measurement.reports.enums import ReportKind
from measurement.reports.forms import CommentForm, ReasonForm, RequestForm, ScheduleForm, WordsForm
from measurement.reports.models import Report, ReportSchedule
from measurement.reports.tasks.building import pdf_of
from socialvalue.accounts.enums import Permission
from socialvalue.audit.selectors import timeline
from socialvalue.common import clock, errors
from socialvalue.common.pages import form_page
from socialvalue.common.views import needs, page_of
from socialvalue.jobs.models import Job

REPORTS = [("Reports", reverse_lazy("reports"))]
sees_reports = needs(Permission.VIEW_OVERSIGHT, Permission.PREPARE_REPORTS, Permission.APPROVE_REPORTS)


def _found(request, ref: str) -> Report:
    return get_object_or_404(
        Report.objects.visible_to(request.user).select_related("council", "submitted_by", "decided_by"), reference=ref
    )


@sees_reports
@require_GET
def reports(request):
    council = council_for(request.user)
    context = {
        "page": page_of(request, selectors.reports_for(request.user)),
        "may_prepare": permissions.can_prepare(request.user, council),
        "schedules": ReportSchedule.objects.filter(council=council).order_by("next_on"),
    }
    return render(request, "measurement/reports/reports.html", context)


@needs(Permission.PREPARE_REPORTS)
def report_new(request):
    council = council_for(request.user)
    first = first_of_month(clock.today(), 6)
    form = RequestForm(
        request.POST or None,
        initial={"kind": ReportKind.CABINET, "starts_on": first, "ends_on": first_of_month(clock.today()) - timedelta(days=1)},
    )
    return form_page(
        request,
        form,
        lambda data: services.ask_for_report(by=request.user, council=council, **data),
        to=lambda made: reverse("report", args=[made.reference]),
        heading="Ask for a report",
        intro="The figures are frozen in the background. You may leave; the report waits in the list.",
        submit_label="Produce the report",
        back_url=reverse("reports"),
    )


@needs(Permission.PREPARE_REPORTS)
def report_schedule(request):
    council = council_for(request.user)
    kept = ReportSchedule.objects.filter(council=council)
    now = kept.filter(kind=request.GET.get("kind")).first() or kept.order_by("next_on").first()
    form = ScheduleForm(request.POST or None, initial=_as_it_is(now) if now else None)
    return form_page(
        request,
        form,
        lambda data: services.set_schedule(by=request.user, council=council, **data),
        to=reverse("reports"),
        done="The schedule was set. The report will be made by itself.",
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
    context = {
        "report": found,
        "job": Job.objects.visible_to(user).filter(kind="report", arguments__report=found.pk).first(),
        "can_edit": permissions.can_edit(user, found),
        "can_submit": permissions.can_submit(user, found),
        "can_decide": permissions.can_decide(user, found),
        "can_build_again": permissions.can_build_again(user, found),
        "timeline": timeline(found)
        if user.can(Permission.PREPARE_REPORTS, found.council) or user.can(Permission.APPROVE_REPORTS, found.council)
        else None,
        "breadcrumbs": REPORTS,
    }
    if found.content:
        context |= document(found)
    return render(request, "measurement/reports/report.html", context)


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
        done="The words were saved. The PDF is being made anew.",
        latest=found,
        heading="The words of the report",
        caption=str(found),
        submit_label="Save the words",
        back_url=here,
    )


@sees_reports
@require_POST
def report_submit(request, ref: str):
    found = _found(request, ref)
    try:
        services.submit_report(found, by=request.user, expected_version=request.POST.get("version") or None)
    except errors.Refused as refused:
        for _, message in refused.problems:
            messages.error(request, message)
    except errors.Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, "The report was sent for approval by somebody else.")
    return redirect("report", ref)


@sees_reports
@require_POST
def report_approve(request, ref: str):
    services.approve_report(_found(request, ref), by=request.user)
    messages.success(request, "The report is approved, and members were told.")
    return redirect("report", ref)


@sees_reports
def report_return(request, ref: str):
    found = _found(request, ref)
    permissions.check_can_decide(request.user, found)
    return _reasoned(request, found, CommentForm, "comment", services.return_report, "Return the report", "Return it")


@sees_reports
def report_build_again(request, ref: str):
    found = _found(request, ref)
    permissions.check_can_build_again(request.user, found)
    return _reasoned(request, found, ReasonForm, "reason", services.build_again, "Freeze the figures again", "Freeze again")


def _reasoned(request, found, form_class, name, service, heading, label):
    here = reverse("report", args=[found.reference])
    return form_page(
        request,
        form_class(request.POST or None),
        lambda data: service(found, by=request.user, **{name: data[name]}),
        to=here,
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
        messages.info(request, "The PDF of this version is still being made. Try again in a minute.")
        return redirect("report", ref)
    return redirect("document", made.pk)


@sees_reports
@require_GET
def report_figure(request, ref: str, number: int):
    found = _found(request, ref)
    figures = list(found.figures.all())
    if not 1 <= number <= len(figures):
        raise Http404
    figure = figures[number - 1]
    context = {
        "report": found, "figure": figure, "number": number, "entry": found.content["figures"][number - 1],
        "page": page_of(request, selectors.source_returns(figure), 50),
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
