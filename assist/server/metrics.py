"""``/metrics``: the node's plain counts, read when Prometheus asks. No label names a person."""

from __future__ import annotations

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

from .logs import FAULTS, FAULTS_TOLD
from .sizes import free, sizes

if TYPE_CHECKING:
    from .service import Service

REASONS = get_args(CloseReason)
VERDICTS = get_args(Verdict)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


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
        room = GaugeMetricFamily("assist_disk_free_bytes", "Bytes free where the log lies.")
        left = free(service.settings.log)
        if left is not None:
            room.add_metric([], float(left))
        yield room
        files = GaugeMetricFamily("assist_file_bytes", "Size of each file.", labels=["file"])
        for name, size in sizes(service.settings.log).items():
            files.add_metric([name], float(size))
        yield files
        faults = CounterMetricFamily(
            "assist_faults", "Warnings and errors in the process's own log.", labels=["event"]
        )
        for name in dict.fromkeys((*FAULTS, *FAULTS_TOLD)):
            faults.add_metric([name], FAULTS_TOLD[name])
        yield faults
        for name, help_, took in (
            ("assist_ack_seconds", "From an event to its acknowledgement.", service.ack_seconds),
            ("assist_hint_seconds", "From a hypothesis to its hint.", counts.hint_seconds),
            ("assist_loop_lag_seconds", "How late the event loop is.", service.loop_lag),
        ):
            latency = HistogramMetricFamily(name, help_, labels=[])
            latency.add_metric([], buckets=took.buckets(), sum_value=took.total)
            yield latency


async def metrics(request: Request) -> Response:
    """The metrics in Prometheus's text format."""
    registry: CollectorRegistry = request.app.state.registry
    return Response(generate_latest(registry), media_type=CONTENT_TYPE)
