"""Text libraries behind the core's protocols."""

from __future__ import annotations

from functools import lru_cache

from assist.core.protocols import Folder, Tokenizer

from .folding import TextFolder
from .segmentation import JiebaTokenizer

__all__ = ["default_folder", "default_tokenizer"]


@lru_cache(maxsize=1)
def default_folder() -> Folder:
    """The folder of the product; building it reads OpenCC's tables, once a process (60 ms)."""
    return TextFolder()


@lru_cache(maxsize=1)
def default_tokenizer() -> Tokenizer:
    """The tokenizer of the product; its dictionary is loaded at the first word border asked for."""
    return JiebaTokenizer()
