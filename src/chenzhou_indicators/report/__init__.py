"""Folders an office can send round."""
