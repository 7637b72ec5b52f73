"""Reads finished files back, as another program would, and holds them against what is promised."""
