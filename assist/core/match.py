"""Phrases and patterns over rewritten hypotheses, incrementally."""
