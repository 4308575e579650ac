from django.urls import path

from contracts.suppliers import views
from contracts.suppliers.views import modification, together
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("suppliers/", views.supplier_list, name="suppliers"),
    path("suppliers/<int:pk>/", views.supplier_page, name="supplier"),
    path("suppliers/<int:pk>/join/", together.supplier_join, name="supplier-join"),
    path("suppliers/<int:pk>/part/", together.supplier_part, name="supplier-part"),
    path("suppliers/joinings/<int:pk>/", together.supplier_joining, name="supplier-joining"),
    path("suppliers/joinings/<int:pk>/withdraw/", together.supplier_joining_withdraw, name="supplier-joining-withdraw"),
    path("suppliers/<int:pk>/second-step/", views.supplier_second_step, name="supplier-second-step"),
    path("suppliers/<int:pk>/confirm/", views.supplier_confirm, name="supplier-confirm"),
    path("suppliers/changes/<int:pk>/", views.supplier_change, name="supplier-change"),
    path("suppliers/links/<int:pk>/confirm/", views.link_confirm, name="supplier-link-confirm"),
    path("contracts/<int:pk>/supplier/", modification.contract_supplier, name="contract-supplier"),
    path("contracts/supplier-changes/<int:pk>/", modification.contract_supplier_change, name="contract-supplier-change"),
    path(
        "contracts/supplier-changes/<int:pk>/withdraw/",
        modification.contract_supplier_change_withdraw,
        name="contract-supplier-change-withdraw",
    ),
]

# Whoever sees the contract but may not change its supplier gets a 403 with the reason
ACCESS = {
    **dict.fromkeys(
        (
            "suppliers", "supplier", "supplier-join", "supplier-part", "supplier-joining", "supplier-joining-withdraw",
            "supplier-confirm", "supplier-change", "supplier-link-confirm", "supplier-second-step",
        ),
        {P.CONFIRM_SUPPLIERS},
    ),
    "contract-supplier": {P.VIEW_CONTRACTS, P.BID},
    "contract-supplier-change": {P.VIEW_CONTRACTS},
    "contract-supplier-change-withdraw": {P.VIEW_CONTRACTS},
}  # fmt: skip
