"""What is counted, for Prometheus: requests here, and whatever figures the desk gives at the moment of asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figure:
    """One number of now. `name` is the metric's whole name ("sahayak_deliveries"; a counter's ends with "_total"), `labels` tell
    figures of one name apart.
    """

    name: str
    about: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


class Metrics:
    """The registry of one application; two of them never share a number."""

    def __init__(self, version: str) -> None:
        self.registry = CollectorRegistry()
        self._build = Figure("sahayak_build_info", "The version that runs here.", 1, {"version": version})
        self._requests = Counter(
            "sahayak_http_requests", "Answered HTTP requests.", ("route", "method", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "sahayak_http_request_seconds",
            "Time from a request to its answer.",
            ("route",),
            registry=self.registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 15),
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def render(self, figures: Iterable[Figure] = ()) -> bytes:
        """The text Prometheus reads, with the figures of this moment."""
        now = CollectorRegistry()
        now.register(_Figures((self._build, *figures)))
        return generate_latest(now) + generate_latest(self.registry)


class _Figures(Collector):
    def __init__(self, figures: tuple[Figure, ...]) -> None:
        self._all = figures

    def collect(self) -> Iterable[Metric]:
        families: dict[str, GaugeMetricFamily | CounterMetricFamily] = {}
        for figure in self._all:
            names = sorted(figure.labels)
            kind = CounterMetricFamily if figure.name.endswith("_total") else GaugeMetricFamily
            family = families.setdefault(figure.name, kind(figure.name, figure.about, labels=names))
            family.add_metric([figure.labels[name] for name in names], figure.value)
        return families.values()
