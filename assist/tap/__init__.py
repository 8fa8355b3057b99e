"""A transparent proxy between the telephony side and its recogniser, which overhears transcripts.

Bytes pass through as they come, in both directions: nothing is decoded and written again, so
frames, close codes, pings, subprotocols, compression and signatures stay what they were. A copy of
what the recogniser says is read by its vendor's format and goes to the sidecar by
:mod:`assist.client`, which never waits: a sidecar that is slow or gone costs hints, not calls.
"""

from __future__ import annotations
