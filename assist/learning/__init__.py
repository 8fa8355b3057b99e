"""Lessons from examples: what people marked, made into what the engine judges words by."""

from __future__ import annotations

from .examples import Example, ExampleError, digest_of, read_examples
from .libraries import NotInstalledError
from .teaching import teach

__all__ = ["Example", "ExampleError", "NotInstalledError", "digest_of", "read_examples", "teach"]
