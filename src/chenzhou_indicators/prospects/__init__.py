"""Will it be kept: the path a promise asks for, and where the past leads."""
