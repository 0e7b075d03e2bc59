"""Pictures: each draws what it is given and calculates nothing."""
