"""What is wrong with a deployment, found out by using it as its peers do, and said in plain
words."""

from __future__ import annotations
