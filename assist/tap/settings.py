"""Settings of a tap: command line over ``ASSIST_TAP_*`` variables over a YAML file over
defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from ruamel.yaml import YAML

ENV = "ASSIST_TAP_"
DEFAULT = "default"
"""The name of the upstream that an address without ``to`` means, if none is called as its
format."""


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where a recogniser listens: a host, never a path, for path and query are the caller's."""

    host: str
    port: int
    tls: bool

    @classmethod
    def parse(cls, url: str) -> Self:
        """Out of ``wss://HOST[:PORT]``. Raises :class:`ValueError`."""
        parts = urlsplit(url)
        if parts.scheme not in ("ws", "wss") or not parts.hostname:
            raise ValueError(f"{url!r}: write it as ws://HOST[:PORT] or wss://HOST[:PORT]")
        if parts.path.strip("/") or parts.query or parts.username:
            raise ValueError(f"{url!r}: name the host only; path and query are those of each call")
        tls = parts.scheme == "wss"
        return cls(parts.hostname, parts.port or (443 if tls else 80), tls)

    @property
    def authority(self) -> str:
        """As it stands in ``Host``; the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.tls else 80) else f"{host}:{self.port}"


class TapSettings(BaseSettings):
    """How ``assist tap`` runs. Raises :class:`pydantic.ValidationError` for what cannot be."""

    model_config = SettingsConfigDict(
        env_prefix=ENV, frozen=True, extra="forbid", populate_by_name=True
    )

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=0, le=65_535)] = Field(
        8714, description="Port to listen on; 0 takes a free one."
    )
    upstreams: Annotated[dict[str, Upstream], NoDecode] = Field(
        description="Recognisers that may be reached: `wss://HOST[:PORT]`, or several as "
        "`NAME=wss://…`, separated by commas. No other host is ever connected to."
    )
    sidecar: str = Field(
        "ws://127.0.0.1:8713", description="Address of the sidecar, `ws://` or `wss://`."
    )
    token: SecretStr = Field(
        SecretStr(""),
        validation_alias=AliasChoices("token", f"{ENV}TOKEN", "ASSIST_TOKEN"),
        description="The sidecar's token; `ASSIST_TOKEN` does as well.",
    )
    key: SecretStr = Field(
        SecretStr(""),
        description="If given, every address must hold it as `;key=…`: who can reach the tap can "
        "speak for your customers.",
    )
    defaults: dict[str, str] = Field(
        {}, description="Parameters of the address for where it does not give them (file only)."
    )
    formats: Path | None = Field(
        None,
        validation_alias=AliasChoices("formats", f"{ENV}FORMATS", "ASSIST_FORMATS"),
        description="A folder of formats of your own, as the sidecar's; `ASSIST_FORMATS` does as "
        "well.",
    )
    ca: Path | None = Field(
        None, description="Certificates to trust upstream, beside those of the system."
    )
    cert: Path | None = Field(None, description="Certificate chain to serve `wss://` with.")
    cert_key: Path | None = Field(None, description="The certificate's private key.")
    linger: Annotated[float, Field(ge=0)] = Field(
        20.0, description="Seconds after its last connection that a call counts as ended."
    )
    drain: Annotated[float, Field(ge=0)] = Field(
        300.0, description="Seconds that calls may go on when the tap is told to stop."
    )
    waiting: Annotated[int, Field(ge=1)] = Field(
        20_000, description="Events kept for a sidecar that is slow or gone."
    )

    @field_validator("upstreams", mode="before")
    @classmethod
    def _named(cls, given: object) -> object:
        """One address, or names with addresses; as text, as a list, or as a mapping."""
        if isinstance(given, str):
            given = [each for each in given.split(",") if each.strip()]
        if isinstance(given, list):
            pairs = (str(each).strip().rpartition("=") for each in given)
            given = {name or DEFAULT: url for name, _, url in pairs}
        if isinstance(given, dict):
            return {
                name: Upstream.parse(url) if isinstance(url, str) else url
                for name, url in given.items()
            }
        return given

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.upstreams:
            raise ValueError("upstreams: name at least one recogniser")
        if (self.cert is None) != (self.cert_key is None):
            raise ValueError("cert and cert_key go together")
        return self

    def upstream(self, to: str | None, format_: str) -> Upstream | None:
        """The one that an address means; None when there is none of the name."""
        if to is not None:
            return self.upstreams.get(to)
        found = self.upstreams.get(format_) or self.upstreams.get(DEFAULT)
        return found or (next(iter(self.upstreams.values())) if len(self.upstreams) == 1 else None)


def read_file(path: Path) -> Mapping[str, Any]:
    """Settings of a YAML file, without those that the environment gives too. Raises
    :class:`OSError`, :class:`ruamel.yaml.error.YAMLError`, :class:`ValueError`."""
    raw = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(raw, dict):
        raise ValueError("the file must hold names with values")  # noqa: TRY004 - told to a person
    return {k: v for k, v in raw.items() if f"{ENV}{str(k).upper()}" not in os.environ}
