"""The wire, specified: AsyncAPI for the websockets, OpenAPI for the HTTP side.

Both are made from the models that parse and write the messages, so they cannot say anything else.
``assist spec`` prints them, ``docs/integrators/`` holds them, the server shows them at ``/docs``.
"""

from .asyncapi import asyncapi
from .openapi import openapi

__all__ = ["asyncapi", "openapi"]
