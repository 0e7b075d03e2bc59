"""What follows from the figures: arithmetic that knows nothing of plans."""
