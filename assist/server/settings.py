"""Settings: command line over ``ASSIST_*`` environment variables over these defaults.

The table in ``docs/operators/settings.md`` is made of this model; a test compares them.
"""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assist.ruleset.packs import LOCAL

from .addresses import origin_fault, url_fault


def _split(value: object) -> object:
    """Lists are given separated by commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _pairs(value: object) -> object:
    """Mappings are given as ``name=value``, separated by commas."""
    if not isinstance(value, str):
        return value
    pairs = [part.strip().partition("=") for part in value.split(",") if part.strip()]
    if not all(name and secret for name, _, secret in pairs):
        raise ValueError("vendor_secrets: write format=secret, separated by commas")
    return {name.strip(): secret for name, _, secret in pairs}


def _none_if_empty(value: object) -> object:
    """An empty path would be the current folder."""
    return None if value == "" else value


Folder = Annotated[Path | None, BeforeValidator(_none_if_empty)]


def _plain(secret: SecretStr) -> str:
    return secret.get_secret_value()


def _list_of(secret: SecretStr | None) -> tuple[str, ...]:
    """Each of several secrets that are separated by commas."""
    if secret is None:
        return ()
    return tuple(each.strip() for each in _plain(secret).split(","))


class Settings(BaseSettings):
    """How ``assist serve`` runs. Raises :class:`pydantic.ValidationError` for what cannot be."""

    model_config = SettingsConfigDict(env_prefix="ASSIST_", frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Annotated[int, Field(ge=0, le=65_535)] = Field(
        8713, description="Port to listen on; 0 takes a free one."
    )
    token: SecretStr | None = Field(
        None,
        description="What integrators and overlays must show. Without it one is made and printed; "
        "required when listening on anything but loopback. Several, separated by commas, all "
        "count: the new one first, for the time of a change.",
    )
    supervisor_token: SecretStr | None = Field(
        None,
        description="What opens the console and all that agents' tokens open. Without it one is "
        "made and printed on loopback; on any other address the console stays shut. Several, "
        "separated by commas, all count, for the time of a change.",
    )
    overlay_secret: SecretStr | None = Field(
        None,
        description="What overlays' own tokens, each for one agent and a time, are signed with. "
        "Without it there are none. Several, separated by commas, for the time of a change.",
    )
    log: str = Field(
        "var/assist.db",
        description="The log: a file on a local disk, or `memory` to store nothing.",
    )
    retention_days: Annotated[int, Field(ge=0, le=36_500)] = Field(
        30, description="Days after its end that a call is deleted from the log; 0 keeps them all."
    )
    memory_days: Annotated[int, Field(ge=1, le=3_650)] = Field(
        180,
        description="Days for which a need or preference of a customer who agreed to be remembered "
        "is kept after it last showed.",
    )
    rules: Annotated[tuple[Path, ...], NoDecode] = Field(
        (), description="Rule packs (folders or files), separated by commas; empty: those shipped."
    )
    scenarios: Folder = Field(
        None,
        description="A folder of your own training scenarios (YAML) and labelled calls (JSON), "
        "beside those shipped.",
    )
    rules_local: Path = Field(
        LOCAL,
        description="The site's own pack, loaded with the others once it is there, by the server "
        "and by `assist rules` alike. The console makes it when rules are to be changed that came "
        "with the program.",
    )
    formats: Folder = Field(
        None,
        description="A folder of vendors' formats of your own (YAML), read at the start.",
    )
    backtest_calls: Path | None = Field(
        None,
        description="Folder of labelled or recorded calls that the console's backtest plays beside "
        "those of the log.",
    )
    origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Origins of web pages that may connect, beside the server's own: that of its "
        "address, and of `ASSIST_PUBLIC_URL`.",
    )
    max_calls: Annotated[int, Field(ge=1)] = Field(5_000, description="Live calls at once.")
    max_connections: Annotated[int, Field(ge=1)] = Field(
        4_000,
        description="Websockets at once, ingest and overlay each; of these, a quarter that have "
        "not shown their token yet.",
    )
    max_rate: Annotated[int, Field(ge=1)] = Field(
        20_000,
        description="Events a second that one connection may send; a refused one counts as 20.",
    )
    max_pending: Annotated[int, Field(ge=1)] = Field(
        20_000, description="Events waiting for the disk before ingest is slowed down."
    )
    idle_timeout: Annotated[float, Field(ge=0.1, le=604_800)] = Field(
        900.0, description="Seconds without any event after which a call counts as abandoned."
    )
    ping_interval: Annotated[float, Field(ge=0.1, le=30)] = Field(
        5.0, description="Seconds between two pings to an overlay."
    )
    send_timeout: Annotated[float, Field(ge=0.1, le=3_600)] = Field(
        10.0, description="Seconds that a peer may take to read one message."
    )
    drain: Annotated[float, Field(ge=0, le=60)] = Field(
        1.0,
        description="Seconds between SIGTERM and the closing of port and connections: `/readyz` "
        "and requests are answered with 503 meanwhile, so that a load balancer looks elsewhere.",
    )
    agent_prosody: bool = Field(
        False,
        description="Whether what agents' voices do (loudness, pitch) may be stored and looked at. "
        "Off, it is dropped on arrival; only the customer's is kept.",
    )
    public_url: str | None = Field(
        None,
        description="Where this server is reached from outside, `https://host` or "
        "`https://host/path`: pages it serves there may connect, and some vendors sign the "
        "address. Without it an address is what the request says.",
    )
    vendor_secrets: Annotated[dict[str, SecretStr], NoDecode] = Field(
        {},
        description="What vendors' webhooks are verified by, `format=secret`, separated by commas.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe line of the process's own log (JSON, on stderr)."
    )

    @model_validator(mode="before")
    @classmethod
    def _lists(cls, values: dict[str, object]) -> dict[str, object]:
        return {
            k: _split(v) if k in ("rules", "origins") else _pairs(v) if k == "vendor_secrets" else v
            for k, v in values.items()
            if k != "rules_local" or v != ""  # which would be the folder it is started in
        }

    @model_validator(mode="after")
    def _addressed(self) -> Settings:
        faults = [f"origins: {told}" for each in self.origins if (told := origin_fault(each))]
        if self.public_url is not None and (told := url_fault(self.public_url)):
            faults.append(f"public_url: {told}")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @model_validator(mode="after")
    def _guarded(self) -> Settings:
        if not self.loopback and self.token is None:
            raise ValueError(
                f"host {self.host} can be reached by others: give a token "
                "(--token or ASSIST_TOKEN), or listen on 127.0.0.1"
            )
        tokens, supervisors = self.tokens, self.supervisor_tokens
        signing = self.overlay_secrets
        for name, given in (("token", tokens), ("supervisor_token", supervisors)):
            if any(len(each) < 16 for each in given):
                raise ValueError(f"{name}: must have at least 16 characters")
        if any(len(each) < 32 for each in signing):
            raise ValueError("overlay_secret: must have at least 32 characters")
        if set(tokens) & set(supervisors):
            raise ValueError("supervisor_token: must differ from the agents' token")
        if set(signing) & {*tokens, *supervisors}:
            raise ValueError("overlay_secret: must differ from the tokens")
        return self

    @property
    def tokens(self) -> tuple[str, ...]:
        """The agents' tokens, the one that is to stay first; empty where none is given."""
        return _list_of(self.token)

    @property
    def supervisor_tokens(self) -> tuple[str, ...]:
        """What opens the console, the one that is to stay first; empty where none is given."""
        return _list_of(self.supervisor_token)

    @property
    def overlay_secrets(self) -> tuple[str, ...]:
        """What overlays' own tokens are signed with; new ones with the first."""
        return _list_of(self.overlay_secret)

    def secret_of(self, name: str) -> str | None:
        """What the webhooks of a format are verified by, if anything."""
        secret = self.vendor_secrets.get(name)
        return secret.get_secret_value() if secret is not None else None

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
