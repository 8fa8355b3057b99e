"""Rules against many calls: what they would have shown, how much of it was right, what an edit
changes, and what they do not hear. ``assist rules backtest | explain | suggest`` are thin shells
around this package.
"""
