"""The training room: a customer who is not there, and an engine that is.

A :class:`~.model.Scenario` says what the customer says, and how that depends on what the trainee's
answers met. A :class:`~.rehearsal.Rehearsal` plays it to the real engine, sans I/O: the trainee's
moves and time go in; words, hints and the end come out.
"""
