"""The kinds of criteria, as the record names them."""

GROUP, QUALITY, SOCIAL_VALUE, PRICE, PASS_FAIL = "group", "quality", "social_value", "price", "pass_fail"
KINDS = (GROUP, QUALITY, SOCIAL_VALUE, PRICE, PASS_FAIL)
SCORED = (QUALITY, SOCIAL_VALUE)
