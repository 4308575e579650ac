"""What a room says of its addresses: ``ACCESS = {url name: PUBLIC, SIGNED_IN or a set of permissions}`` in its urls.py.

``tests/socialvalue/test_every_route.py`` fails on an address nobody declared, and visits the others as everybody.
"""

PUBLIC = "public"
# Signed in, perhaps with more rules about the record (404 for outsiders, 403 for insiders at the wrong moment)
SIGNED_IN = "signed in"
# Only while the installation is a demonstration; 404 otherwise
DEMONSTRATION = "demonstration"
