from django.urls import path

from measurement.reports import views
from socialvalue.accounts.enums import Permission as P

READS = {P.VIEW_OVERSIGHT, P.PREPARE_REPORTS, P.APPROVE_REPORTS}
ACCESS = {
    "reports": READS,
    "report-new": {P.PREPARE_REPORTS},
    "report-schedule": {P.PREPARE_REPORTS},
    "report": READS,
    "report-pdf": READS,
    "report-figure": READS,
    "report-check": READS,
    "report-words": READS,
    "report-submit": READS,
    "report-approve": READS,
    "report-return": READS,
    "report-build-again": READS,
    "report-replace": READS,
    "report-try-again": READS,
}

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/new/", views.report_new, name="report-new"),
    path("reports/schedule/", views.report_schedule, name="report-schedule"),
    path("reports/<slug:ref>/", views.report, name="report"),
    path("reports/<slug:ref>/report.pdf", views.report_pdf, name="report-pdf"),
    path("reports/<slug:ref>/figures/<int:number>/", views.report_figure, name="report-figure"),
    path("reports/<slug:ref>/check/", views.report_check, name="report-check"),
    path("reports/<slug:ref>/words/", views.report_words, name="report-words"),
    path("reports/<slug:ref>/submit/", views.report_submit, name="report-submit"),
    path("reports/<slug:ref>/approve/", views.report_approve, name="report-approve"),
    path("reports/<slug:ref>/return/", views.report_return, name="report-return"),
    path("reports/<slug:ref>/again/", views.report_build_again, name="report-build-again"),
    path("reports/<slug:ref>/replace/", views.report_replace, name="report-replace"),
    path("reports/<slug:ref>/try-again/", views.report_try_again, name="report-try-again"),
]
