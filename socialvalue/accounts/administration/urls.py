from django.urls import path

from socialvalue.accounts.administration import views
from socialvalue.accounts.administration.views import granting, resetting, ties, watching
from socialvalue.accounts.enums import Permission

NAMES = {
    "administration",
    "administration-people",
    "administration-person-new",
    "administration-person-roles",
    "administration-role-renew",
    "administration-person-end",
    "administration-person-left",
    "administration-person-step",
    "administration-person-suppliers",
    "administration-person-supplier-new",
    "administration-person-supplier-end",
    "administration-access-undo",
    "administration-partners",
    "administration-partner-new",
    "administration-partner-end",
    "administration-away",
    "administration-directorates",
    "administration-directorate-new",
    "administration-directorate",
    "administration-contact",
    "administration-permissions",
    "administration-audit",
    "administration-audit-csv",
    "administration-jobs",
    "administration-check-worker",
}
ACCESS = dict.fromkeys(NAMES, {Permission.ADMINISTER}) | dict.fromkeys(
    ("role-grant", "role-grant-withdraw"), {Permission.CONFIRM_ROLES}
)
# An officer asks for it where somebody acts for a supplier, and reads what became of it
ACCESS |= dict.fromkeys(("step-reset", "step-reset-withdraw"), {Permission.CONFIRM_ROLES, Permission.CONFIRM_SUPPLIERS})

urlpatterns = [
    path("administration/", views.home, name="administration"),
    path("administration/people/", views.people, name="administration-people"),
    path("administration/people/new/", views.person_new, name="administration-person-new"),
    path("administration/people/<int:user_id>/roles/", views.person_roles, name="administration-person-roles"),
    path(
        "administration/people/<int:user_id>/roles/<int:membership_id>/renew/",
        views.role_renew,
        name="administration-role-renew",
    ),
    path("administration/people/<int:user_id>/end/", views.person_end, name="administration-person-end"),
    path("administration/people/<int:user_id>/left/", views.person_left, name="administration-person-left"),
    path("administration/people/<int:user_id>/suppliers/", ties.suppliers, name="administration-person-suppliers"),
    path("administration/people/<int:user_id>/suppliers/new/", ties.supplier_new, name="administration-person-supplier-new"),
    path("administration/suppliers/<int:pk>/take-back/", ties.supplier_end, name="administration-person-supplier-end"),
    path("administration/roles/<int:pk>/", granting.role_grant, name="role-grant"),
    path("administration/roles/<int:pk>/withdraw/", granting.role_grant_withdraw, name="role-grant-withdraw"),
    path("administration/people/<int:user_id>/second-step/", resetting.reset_new, name="administration-person-step"),
    path("administration/second-steps/<int:pk>/", resetting.step_reset, name="step-reset"),
    path("administration/second-steps/<int:pk>/withdraw/", resetting.step_reset_withdraw, name="step-reset-withdraw"),
    path("administration/access/<int:user_id>/undo/", views.access_undo, name="administration-access-undo"),
    path("administration/partners/", views.partners, name="administration-partners"),
    path("administration/partners/new/", views.partner_new, name="administration-partner-new"),
    path("administration/partners/<int:membership_id>/end/", views.partner_end, name="administration-partner-end"),
    path("administration/away/", views.away, name="administration-away"),
    path("administration/directorates/", views.directorates, name="administration-directorates"),
    path("administration/directorates/new/", views.directorate_new, name="administration-directorate-new"),
    path("administration/directorates/<int:directorate_id>/", views.directorate_edit, name="administration-directorate"),
    path("administration/contact/", views.contact, name="administration-contact"),
    path("administration/permissions/", views.permissions, name="administration-permissions"),
    path("administration/audit/", watching.audit, name="administration-audit"),
    path("administration/audit.csv", watching.audit_csv, name="administration-audit-csv"),
    path("administration/jobs/", watching.jobs, name="administration-jobs"),
    path("administration/jobs/check/", watching.check_worker, name="administration-check-worker"),
]
