from django.urls import path

from procurement.bidding.views import again, opening, receipts, seals, sending, workspace, writing
from socialvalue.accounts.enums import Permission
from socialvalue.common.access import PUBLIC, SIGNED_IN

QUESTION = "bids/<bid:pk>/questions/<slug:key>/"
SUBMISSION = "bids/<bid:pk>/submissions/<int:number>/"

urlpatterns = [
    path("bids/", workspace.bids, name="bids"),
    path("opportunities/<slug:reference>/bid/", workspace.start, name="bid-start"),
    path("bids/<bid:pk>/", workspace.bid, name="bid"),
    path(QUESTION, writing.question, name="bid-question"),
    path(f"{QUESTION}autosave/", writing.autosave, name="bid-autosave"),
    path(f"{QUESTION}commitments/", writing.commitments, name="bid-commitments"),
    path(f"{QUESTION}commitments/add/", writing.commitment, name="bid-commitment-add"),
    path(f"{QUESTION}commitments/<int:number>/", writing.commitment, name="bid-commitment"),
    path(f"{QUESTION}commitments/<int:number>/remove/", writing.remove_commitment, name="bid-commitment-remove"),
    path("bids/<bid:pk>/files/<uuid:file_id>/", writing.file, name="bid-file"),
    path("bids/<bid:pk>/price/", writing.price, name="bid-price"),
    path("bids/<bid:pk>/check/", sending.check, name="bid-check"),
    path("bids/<bid:pk>/start-again/", again.start_again, name="bid-start-again"),
    path("bids/<bid:pk>/change/", sending.change, name="bid-change"),
    path("bids/<bid:pk>/change/discard/", sending.drop_change, name="bid-change-drop"),
    path("bids/<bid:pk>/withdraw/", sending.withdraw, name="bid-withdraw"),
    path("bids/<bid:pk>/confirm/", sending.confirm, name="bid-confirm"),
    path("bids/<bid:pk>/copy/", seals.copy, name="bid-copy"),
    path(SUBMISSION, sending.receipt, name="bid-receipt"),
    path(f"{SUBMISSION}receipt.json", receipts.receipt_file, name="bid-receipt-file"),
    path(f"{SUBMISSION}withdrawal.json", receipts.withdrawal_file, name="bid-withdrawal-file"),
    path(f"{SUBMISSION}document.json", sending.sent_document, name="bid-document"),
    path(f"{SUBMISSION}sent/", sending.sent, name="bid-sent"),
    path("receipts/", receipts.about, name="receipts"),
    path("receipts/keys.json", receipts.keys, name="receipts-keys"),
    path("receipts/check_receipt.py", receipts.program, name="receipts-program"),
    path("receipts/check-receipt.html", receipts.page, name="receipts-page"),
    path("tenders/<slug:reference>/opening/", opening.opening, name="opening"),
    path("tenders/<slug:reference>/opening/begin/", opening.begin, name="opening-begin"),
    path("tenders/<slug:reference>/opening/complete/", opening.complete, name="opening-complete"),
    path("tenders/<slug:reference>/opening/seals/<int:pk>/", seals.decide, name="opening-seal"),
]

# What a bidder opens up to the deadline: a proxy gives these to processes of their own (scripts/proxy_routes.py)
BIDDERS = [route for route in urlpatterns if not str(route.name).startswith(("opening", "receipts"))]

# A bid is found through what its reader may see: outsiders get 404 on every page of it
ACCESS = {route.name: SIGNED_IN for route in urlpatterns} | {"bids": {Permission.BID}}
ACCESS |= dict.fromkeys(("receipts", "receipts-keys", "receipts-program", "receipts-page"), PUBLIC)
