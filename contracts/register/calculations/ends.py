"""When the end of a contract is near. Pure."""

# Days before the last day from which on its owners are asked whether it goes on
FIRST = 90
