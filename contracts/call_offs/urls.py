from django.urls import path

from contracts.call_offs.views import agreements, calling_off, parts
from socialvalue.accounts.enums import Permission as P

A = "framework-agreements/<int:pk>/"

urlpatterns = [
    path("framework-agreements/", agreements.agreements, name="agreements"),
    path("framework-agreements/new/", agreements.new, name="agreement-new"),
    path(A, agreements.agreement, name="agreement"),
    path(f"{A}edit/", agreements.edit, name="agreement-edit"),
    path(f"{A}end/", agreements.end, name="agreement-end"),
    path(f"{A}lots/new/", parts.lot_new, name="agreement-lot-new"),
    path("framework-agreements/lots/<int:pk>/", parts.lot_edit, name="agreement-lot"),
    path(f"{A}suppliers/add/", parts.supplier_add, name="agreement-supplier-add"),
    path("framework-agreements/suppliers/<int:pk>/leave/", parts.supplier_leave, name="agreement-supplier-leave"),
    path(f"{A}days/new/", parts.days_new, name="agreement-days-new"),
    path("framework-agreements/days/<int:pk>/done/", parts.day_done, name="agreement-day-done"),
    path(f"{A}call-off/", calling_off.directly, name="agreement-call-off"),
    path(f"{A}mini-competition/", calling_off.compete, name="agreement-compete"),
    path("contracts/<int:pk>/framework-agreement/", calling_off.of_contract, name="contract-call-off"),
]

# Whoever sees the agreement but may not change it gets a 403 with the reason
SEES = {P.VIEW_CONTRACTS, P.BID}
ACCESS = {route.name: SEES for route in urlpatterns} | {
    "agreement-new": {P.EDIT_CONTRACTS},
}
