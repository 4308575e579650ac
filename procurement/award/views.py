from django.http import Http404


def award(request, reference):
    raise Http404


decide = send_back = tell = award


def summary(request, reference, bid_id):
    raise Http404
