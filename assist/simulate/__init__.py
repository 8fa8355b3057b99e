"""Made-up traffic against a real server: recordings and call scripts, at any speed and
concurrency."""

from __future__ import annotations
