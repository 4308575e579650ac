"""Small evaluation records for the tests of the arithmetic, as plain data in the format of the file."""


def price(weight="40", formula="lowest_over_bid", identity="price", **parts):
    return {"id": identity, "kind": "price", "weight": weight, "formula": formula} | parts


def quality(identity, weight, **parts):
    return {"id": identity, "kind": "quality", "weight": weight} | parts


def social(identity, weight, form="open", **parts):
    return {"id": identity, "kind": "social_value", "form": form, "weight": weight} | parts


def group(identity, weight, *children):
    return {"id": identity, "kind": "group", "weight": weight, "children": list(children)}


def pass_fail(identity):
    return {"id": identity, "kind": "pass_fail"}


def bid(identity, price=None, **scores):
    data = {"id": identity, "supplier": f"Supplier {identity}", "scores": scores}
    return data if price is None else data | {"price": price}


def record(criteria, bids, maximum="5", gateway=None):
    data = {
        "format": "evaluation-record/1",
        "tender": {"reference": "T-0001", "title": "Carers' short breaks", "started_on": "2026-03-02"},
        "method": "embedded" if gateway is None else "gateway",
        "scale": {"maximum": maximum},
        "criteria": criteria,
        "bids": bids,
    }
    return data if gateway is None else data | {"gateway": gateway}


def carers(*bids):
    """The example of the format: price 40, quality 60 of which social value has a fifth."""
    criteria = [price("40"), group("quality", "60", quality("q1", "80", minimum="2"), social("q3", "20"))]
    return record(criteria, list(bids) or [bid("A", "100.00", q1="4", q3="3")])
