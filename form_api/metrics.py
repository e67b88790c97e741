"""What Prometheus reads: counts and states, without a citizen's word. The only user of prometheus_client."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from form_api.outbox import Counts

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """One set for each process: counts begin at its start."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._answers = self._counter("loket_answers", "Answers to POST /inquiries, by HTTP status", "status")
        self._inquiries = self._counter("loket_inquiries", "Inquiries stored: new, resent or quarantined", "kind")
        self._attempts = self._counter("loket_attempts", "Tries to carry a letter, by outcome", "outcome")
        self._storing = Histogram("loket_storing_seconds", "Time until a question is on disk", registry=self._registry)

    def _counter(self, name: str, meaning: str, label: str) -> Callable[[str], Counter]:
        """The counter for each value of the label, which the library would look up under a lock each time."""
        return cache(Counter(name, meaning, [label], registry=self._registry).labels)

    def answered(self, status: int) -> None:
        self._answers(str(status)).inc()

    def stored(self, kind: str, seconds: float) -> None:
        self._inquiries(kind).inc()
        self._storing.observe(seconds)

    def attempted(self, outcome: str) -> None:
        self._attempts(outcome).inc()

    def page(self, counts: Counts, now: datetime, *, mail_is_failing: bool, contacts_are_rejected: bool) -> bytes:
        """The text that /metrics answers, with the states of this moment."""
        states = _States(counts, now, mail_is_failing, contacts_are_rejected)
        return generate_latest(self._registry) + generate_latest(_registry_of(states))


class _States(Collector):
    def __init__(self, counts: Counts, now: datetime, mail_is_failing: bool, contacts_are_rejected: bool) -> None:
        oldest = (now - counts.oldest_waiting).total_seconds() if counts.oldest_waiting else 0.0
        self._values = (
            ("loket_waiting", "Inquiries that no mail server has taken yet", counts.waiting),
            ("loket_parked", "Inquiries that every desk has refused", counts.parked),
            ("loket_quarantined", "Inquiries that an operator has to look at", counts.quarantined),
            ("loket_oldest_waiting_seconds", "Age of the inquiry that waits longest", oldest),
            ("loket_mail_failing", "1 while the mail server can't be used", mail_is_failing),
            ("loket_contacts_rejected", "1 while a broken contacts.yml is not taken up", contacts_are_rejected),
        )

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, meaning, value in self._values:
            yield GaugeMetricFamily(name, meaning, float(value))


def _registry_of(collector: Collector) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(collector)
    return registry
