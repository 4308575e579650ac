"""Pages that the journey does not pass, in a real browser: each at a desk and on a small phone."""
