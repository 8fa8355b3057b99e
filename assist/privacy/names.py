"""What a call's context says of who the customer is: for the call's agent alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

NAMES: Final = frozenset({"name", "customer_name", "full_name", "first_name", "last_name", "姓名"})
"""Keys of a context under which a person's name stands."""


def without_names(context: Mapping[str, Any]) -> dict[str, Any]:
    """The context as others than the call's agent may see it."""
    return {key: value for key, value in context.items() if key not in NAMES}
