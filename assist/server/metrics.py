"""``/metrics``: the node's plain counts, read when Prometheus asks. No label names a person."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, get_args

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

import assist
from assist.core.events import Verdict
from assist.core.hints import CloseReason
from assist.proto.codes import CLOCK_AHEAD, DOUBTFUL_TIMES, ERRORS

if TYPE_CHECKING:
    from .service import Service

REASONS = get_args(CloseReason)
VERDICTS = get_args(Verdict)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class AckLatency:
    """How long acknowledgements waited since the first event that they cover, in seconds."""

    bounds = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.5, 1.0, 2.5)

    def __init__(self) -> None:
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def observe(self, seconds: float) -> None:
        """Count one acknowledgement."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """Cumulative, as Prometheus wants them."""
        running, buckets = 0, []
        for bound, count in zip((*self.bounds, float("inf")), self.counts, strict=True):
            running += count
            buckets.append(("+Inf" if bound == float("inf") else str(bound), float(running)))
        return buckets


class ServiceCollector(Collector):
    """Turns the counts of a service into metrics."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        """Every metric, as of now."""
        service, counts = self._service, self._service.node.counts
        for name, help_, value in (
            ("assist_events", "Events taken.", counts.events),
            ("assist_fragments", "Hypotheses taken.", counts.fragments),
            ("assist_duplicates", "Events that had been taken before.", counts.duplicates),
            ("assist_ticks", "Deadlines that passed with nobody speaking.", counts.ticks),
            ("assist_calls_started", "Calls begun.", counts.calls_started),
            ("assist_calls_ended", "Calls ended.", counts.calls_ended),
            ("assist_calls_abandoned", "Calls closed for want of events.", counts.calls_abandoned),
            ("assist_calls_recovered", "Calls continued after a restart.", counts.calls_recovered),
            (
                "assist_calls_unreadable",
                "Calls that a restart ended, since their entries cannot be read.",
                counts.calls_unreadable,
            ),
            ("assist_engine_faults", "Calls whose engine failed.", counts.engine_faults),
            ("assist_rules_loaded", "Rule sets put in force.", counts.rules_loaded),
            ("assist_rules_rejected", "Rule edits that were faulty.", counts.rules_rejected),
            ("assist_overlays_dropped", "Overlays that did not read.", counts.readers_dropped),
            (
                "assist_unknown_speaker",
                "Senders of calls with words that nobody knows the speaker of.",
                counts.nameless,
            ),
            (
                "assist_clock_ahead",
                "Senders of calls with times ahead of the call's clock.",
                counts.doubts[CLOCK_AHEAD.code],
            ),
            (
                "assist_doubtful_times",
                "Senders of calls whose words end before they begin, or are said too fast.",
                counts.doubts[DOUBTFUL_TIMES.code],
            ),
            ("assist_published", "Events sent to hint streams.", counts.published),
        ):
            yield CounterMetricFamily(name, help_, value=value)
        for name, help_, label, counter, known in (
            ("assist_refused", "Items refused, by error code.", "code", counts.refused, ERRORS),
            (
                "assist_vendor_messages",
                "Vendors' messages received, by format.",
                "format",
                counts.vendor,
                service.formats,
            ),
            (
                "assist_vendor_faults",
                "Vendors' messages that could not be read, by format.",
                "format",
                counts.vendor_faults,
                service.formats,
            ),
            ("assist_hints", "Hints shown, by rule.", "rule", counts.hints, ()),
            ("assist_hints_closed", "Hints closed, by reason.", "reason", counts.closed, REASONS),
            ("assist_suppressed", "Hints not shown, by reason.", "reason", counts.suppressed, ()),
            ("assist_supervisor_events", "Events for supervisors.", "type", counts.told, ()),
            ("assist_feedback", "What agents said of hints.", "verdict", counts.feedback, VERDICTS),
        ):
            family = CounterMetricFamily(name, help_, labels=[label])
            for key in dict.fromkeys((*known, *counter)):  # from 0 on: the first one is a rise, too
                family.add_metric([key], counter.get(key, 0))
            yield family
        build = GaugeMetricFamily(
            "assist_build_info", "The version, as a label.", labels=["version"]
        )
        build.add_metric([assist.__version__], 1.0)
        yield build
        for name, help_, gauge in (
            ("assist_calls_live", "Live calls.", len(service.node.calls)),
            ("assist_ingest_connections", "Open ingest websockets.", len(service.ingest)),
            ("assist_overlay_connections", "Open overlay websockets.", len(service.overlays)),
            (
                "assist_supervisor_connections",
                "Open supervisors' websockets.",
                len(service.supervisors),
            ),
            ("assist_log_pending", "Entries waiting for the disk.", service.log.pending()),
            ("assist_rule_problems", "Faults in the rule files on disk.", service.rule_problems),
            ("assist_ready", "1 when traffic may be sent here.", service.unready() is None),
        ):
            yield GaugeMetricFamily(name, help_, value=float(gauge))
        latency = HistogramMetricFamily(
            "assist_ack_seconds", "From an event to its acknowledgement.", labels=[]
        )
        ack = service.ack_latency
        latency.add_metric([], buckets=ack.buckets(), sum_value=ack.total)
        yield latency


async def metrics(request: Request) -> Response:
    """The metrics in Prometheus's text format."""
    registry: CollectorRegistry = request.app.state.registry
    return Response(generate_latest(registry), media_type=CONTENT_TYPE)
