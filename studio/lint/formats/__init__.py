"""Findings → text for people and for machines."""
