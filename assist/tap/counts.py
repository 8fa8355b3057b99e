"""What a tap counts, and how Prometheus is told. No label names a person or a call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from assist.client import Counting


@dataclass(slots=True)
class Counts:
    """``declined``: transcripts for which there was no room; ``unread``: messages of a vendor that
    its format could not read; ``deaf``: connections that could not be listened to any more."""

    open: int = 0
    connections: Counter[str] = field(default_factory=Counter)
    turned_away: Counter[str] = field(default_factory=Counter)
    upstream_failed: int = 0
    upstream_answers: Counter[int] = field(default_factory=Counter)
    bytes_up: int = 0
    bytes_down: int = 0
    messages: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)
    deaf: int = 0
    events: int = 0
    declined: int = 0


class TapCollector(Collector):
    """Turns the counts of a tap and its client into metrics."""

    def __init__(self, counts: Counts, client: Counting, up: Callable[[], bool]) -> None:
        """``up``: whether the sidecar is connected."""
        self._counts, self._client, self._up = counts, client, up

    def collect(self) -> Iterator[Metric]:
        """Every metric, as of now."""
        counts, client = self._counts, self._client
        for name, help_, value in (
            ("tap_upstream_failed", "Connections upstream that failed.", counts.upstream_failed),
            ("tap_bytes_up", "Bytes passed to recognisers.", counts.bytes_up),
            ("tap_bytes_down", "Bytes passed from recognisers.", counts.bytes_down),
            ("tap_deaf", "Connections not listened to any more.", counts.deaf),
            ("tap_events", "Events read off transcripts.", counts.events),
            ("tap_declined", "Events dropped for want of room.", counts.declined),
            ("tap_acknowledged", "Events safe at the sidecar.", client.events_acknowledged),
            ("tap_merged", "Hypotheses left out for newer ones.", client.events_merged),
            ("tap_refused", "Errors that the sidecar answered.", client.refusals),
            ("tap_warned", "Warnings that the sidecar answered.", client.warnings),
            ("tap_lost", "Events that the sidecar has lost or refused.", client.events_lost),
        ):
            yield CounterMetricFamily(name, help_, value=value)
        for name, help_, label, counter in (
            ("tap_connections", "Connections taken, by format.", "format", counts.connections),
            ("tap_turned_away", "Requests refused, by status.", "status", counts.turned_away),
            ("tap_upstream_answers", "Handshakes answered.", "status", counts.upstream_answers),
            ("tap_messages", "Messages overheard.", "format", counts.messages),
            ("tap_unread", "Messages that were not understood.", "format", counts.unread),
        ):
            family = CounterMetricFamily(name, help_, labels=[label])
            for key, value in counter.items():
                family.add_metric([str(key)], value)
            yield family
        yield GaugeMetricFamily("tap_open", "Connections open now.", value=float(counts.open))
        up = GaugeMetricFamily("tap_sidecar_up", "1 while the sidecar is connected.")
        up.add_metric([], float(self._up()))
        yield up
