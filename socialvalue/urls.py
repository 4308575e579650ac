"""Every address of the site, room by room."""

from django.urls import include, path

handler400 = "socialvalue.documents.views.limits.bad_request"

urlpatterns = [
    path("", include("socialvalue.health.urls")),
    path("", include("socialvalue.documents.urls")),
    path("", include("socialvalue.accounts.urls")),
    path("", include("socialvalue.accounts.administration.urls")),
    path("", include("socialvalue.law.urls")),
    path("", include("socialvalue.jobs.urls")),
    path("", include("socialvalue.notifications.urls")),
    path("", include("socialvalue.lists.urls")),
    path("", include("socialvalue.sessions.urls")),
    path("", include("socialvalue.help.urls")),
    path("", include("socialvalue.pages.urls")),
    path("", include("socialvalue.framework.urls")),
    path("", include("procurement.commissioning.urls")),
    path("", include("procurement.engagement.urls")),
    path("", include("procurement.pipeline.urls")),
    path("", include("procurement.tendering.urls")),
    path("", include("procurement.panel.urls")),
    path("", include("procurement.evaluation.urls")),
    path("", include("procurement.award.urls")),
    path("", include("procurement.bidding.urls")),
    path("", include("contracts.imports.urls")),
    path("", include("contracts.register.urls")),
    path("", include("contracts.schedule.urls")),
    path("", include("contracts.obligations.urls")),
    path("", include("contracts.returns.urls")),
    path("", include("contracts.standing.urls")),
    path("", include("contracts.reviews.urls")),
    path("", include("contracts.handover.urls")),
    path("", include("contracts.overview.urls")),
    path("", include("measurement.dashboards.urls")),
    path("", include("measurement.search.urls")),
    path("", include("measurement.opendata.urls")),
    path("", include("measurement.chain.urls")),
    path("", include("measurement.figures.urls")),
    path("", include("measurement.oversight.urls")),
    path("", include("measurement.reports.urls")),
]
