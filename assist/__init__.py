"""Overtone (弦外): real-time agent assist for bank call centres."""

__version__ = "0.1.0"
