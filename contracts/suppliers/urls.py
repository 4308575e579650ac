from django.urls import path

from contracts.suppliers import views
from socialvalue.accounts.enums import Permission as P

urlpatterns = [
    path("suppliers/", views.supplier_list, name="suppliers"),
    path("suppliers/<int:pk>/", views.supplier_page, name="supplier"),
    path("suppliers/<int:pk>/confirm/", views.supplier_confirm, name="supplier-confirm"),
    path("suppliers/changes/<int:pk>/", views.supplier_change, name="supplier-change"),
    path("suppliers/links/<int:pk>/confirm/", views.link_confirm, name="supplier-link-confirm"),
]

ACCESS = dict.fromkeys(
    ("suppliers", "supplier", "supplier-confirm", "supplier-change", "supplier-link-confirm"), {P.CONFIRM_SUPPLIERS}
)
