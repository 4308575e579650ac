"""The law as dated data, and the counting of its days."""
