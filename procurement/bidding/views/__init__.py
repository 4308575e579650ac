"""Pages of the bidding room."""
