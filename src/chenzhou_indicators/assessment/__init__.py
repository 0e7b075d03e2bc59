"""What was promised against what was done."""
