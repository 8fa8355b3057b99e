"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# Whoever works here may have a pack of their own in var/rules: no test may go by it.
os.environ["ASSIST_RULES_LOCAL"] = "var/none"

# Hypothesis fails an example that takes 200 ms: on a busy machine, any of them. `make test` asks
# for "gate", the same examples for the same test each time: it says whether a change is good, and
# what chance turns up is looked for by `make explore`.
settings.register_profile("untimed", deadline=None)
settings.register_profile("gate", settings.get_profile("untimed"), derandomize=True)
settings.load_profile("untimed")
