"""The outbox beside a simple model of it, through any order of events, on SQLite and on a real PostgreSQL."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from form_api.outbox import Outbox, events
from form_api.outbox.tables import METADATA
from form_api.records import Errand
from tests.form_api.questions import DAY, NOW, SEALER, asked, attempt, put
from tests.postgres import Postgres

BOX = "pbb@pasuruan.example"
LEASE = timedelta(seconds=60)
CHOICE = st.integers(0, 1_000)


@dataclass
class Kept:
    """What the model knows of an inquiry."""

    text: str
    state: str = "waiting"
    is_erased: bool = False
    desk: str = "meja-pbb"


class Machine(RuleBasedStateMachine):
    """`open_store` is set by whoever runs it. References are numbered, so that a model can foresee them."""

    open_store: Any

    @initialize()
    def begin(self) -> None:
        self.outbox: Outbox = type(self).open_store()
        self.now: datetime = NOW
        self.kept: dict[str, Kept] = {}
        self.claims: dict[int, tuple[Errand, datetime, str]] = {}
        self.stale: set[int] = set()
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "outbox"):
            self.outbox.close()

    def pick(self, choice: int, *states: str) -> str | None:
        found = [reference for reference, kept in self.kept.items() if kept.state in states and not kept.is_erased]
        return found[choice % len(found)] if found else None

    def free(self, reference: str) -> None:
        """Sent on its way anew: an older claim keeps others away, and settles nothing."""
        self.stale |= {key for key, claim in self.claims.items() if claim[0].about == reference}

    @rule(minutes=st.integers(-90, 600))
    def time_goes_by(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(is_suspicious=st.booleans())
    def a_question_comes(self, is_suspicious: bool) -> None:
        self.number += 1
        reference, text = f"R{self.number:03}", f"Pertanyaan {self.number}"
        suspicions = ("links",) if is_suspicious else ()
        assert put(self.outbox, asked(message=text), self.now, reference=reference, suspicions=suspicions) == reference
        self.kept[reference] = Kept(text, "quarantined" if is_suspicious else "waiting")

    @rule(choice=CHOICE)
    def a_question_comes_again(self, choice: int) -> None:
        reference = self.pick(choice, "waiting", "accepted", "parked", "quarantined")
        entry = self.outbox.find(reference) if reference else None
        if reference and entry and abs(entry.stored_at - self.now) < DAY:
            text = self.kept[reference].text
            assert put(self.outbox, asked(message=text), self.now, reference="NEW") == reference

    @rule(courier=st.sampled_from(["satu", "dua"]), limit=st.integers(1, 3))
    def a_courier_claims(self, courier: str, limit: int) -> None:
        claimed = self.outbox.claim_due(self.now, claimant=courier, lease_seconds=60, limit=limit)
        for errand in claimed:
            known = self.claims.get(errand.id)
            assert known is None or known[1] <= self.now or known[1] > self.now + timedelta(hours=12)
            assert self.kept[errand.about].state == "waiting"
            self.claims[errand.id] = (errand, self.now + LEASE, self.kept[errand.about].desk)
            self.stale.discard(errand.id)

    @precondition(lambda self: self.claims)
    @rule(choice=CHOICE, outcome=st.sampled_from(["accepted", "put_off", "parked"]))
    def a_courier_is_done(self, choice: int, outcome: str) -> None:
        errand, _, desk = self.claims.pop(sorted(self.claims)[choice % len(self.claims)])
        kept, then = self.kept[errand.about], [events.put_off(errand, self.now + timedelta(minutes=5))]
        made = []
        if outcome == "accepted":
            made = [attempt(desk, BOX, "accepted")]
            then = [events.accepted(errand.about, self.now), events.closed(errand, self.now)]
        if outcome == "parked":
            then = [events.parked(errand, self.now)]
        self.outbox.commit(events.outcome_of(errand, desk, made, then))
        if outcome != "put_off" and errand.id not in self.stale and not kept.is_erased:
            kept.state = outcome
        self.stale.discard(errand.id)

    @rule(choice=CHOICE)
    def an_operator_retries(self, choice: int) -> None:
        if reference := self.pick(choice, "parked", "waiting"):
            self.outbox.commit(events.retried(reference, self.now))
            self.kept[reference].state = "waiting"
            self.free(reference)

    @rule(choice=CHOICE)
    def an_operator_releases(self, choice: int) -> None:
        if reference := self.pick(choice, "quarantined"):
            self.outbox.commit(events.released(reference, self.now))
            self.kept[reference].state = "waiting"

    @rule(choice=CHOICE)
    def a_desk_hands_on(self, choice: int) -> None:
        if reference := self.pick(choice, "accepted", "waiting"):
            self.number += 1
            self.kept[reference].desk = f"meja-{self.number}"
            self.outbox.commit(events.handed_on(reference, self.kept[reference].desk, self.now))
            self.kept[reference].state = "waiting"
            self.free(reference)

    @rule(choice=CHOICE)
    def a_relay_gives_back(self, choice: int) -> None:
        reference = self.pick(choice, "accepted")
        if reference:
            bounce = events.bounced(reference, attempt(self.kept[reference].desk, BOX, "refused", 550), self.now)
            assert self.outbox.commit(bounce) == "noted"
            self.kept[reference].state = "waiting"
            self.free(reference)

    @rule(choice=CHOICE)
    def a_question_is_erased(self, choice: int) -> None:
        if reference := self.pick(choice, "waiting", "accepted", "parked", "quarantined"):
            self.outbox.commit(events.erased(reference, self.now))
            self.kept[reference].is_erased = True
            self.free(reference)

    @rule()
    def the_power_fails(self) -> None:
        self.outbox.close()
        self.outbox = Outbox(self.outbox._database.engine.url.render_as_string(hide_password=False), SEALER)

    @rule()
    def a_write_fails_halfway(self) -> None:
        def broken(connection: Any) -> None:
            events.queued("digest", "2020-03-24", self.now)(connection)
            raise RuntimeError("halfway")

        with pytest.raises(RuntimeError):
            self.outbox.commit(broken)
        assert self.outbox.history("2020-03-24") == []

    @invariant()
    def every_reference_has_its_words(self) -> None:
        found = self.outbox.whole(list(self.kept)) if hasattr(self, "kept") else {}
        for reference, inquiry in found.items():
            kept = self.kept[reference]
            assert inquiry.message == ("" if kept.is_erased else kept.text)
        assert len(found) == len(getattr(self, "kept", {}))

    @invariant()
    def the_states_are_those_of_the_model(self) -> None:
        if not hasattr(self, "kept"):
            return
        states = [kept.state for kept in self.kept.values() if not kept.is_erased]
        counts = self.outbox.counts()
        assert (counts.waiting, counts.parked, counts.quarantined) == tuple(
            states.count(state) for state in ("waiting", "parked", "quarantined")
        )


@contextmanager
def emptied(outbox: Outbox) -> Iterator[Outbox]:
    with outbox._database.writing() as connection:
        for table in reversed(METADATA.sorted_tables):
            connection.execute(table.delete())
    yield outbox


def run(open_store: Any) -> None:
    chosen = type("Chosen", (Machine,), {"open_store": staticmethod(open_store)})
    bounds = settings(max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(chosen, settings=bounds)


def test_any_order_of_events_on_sqlite() -> None:
    """Nothing is lost, altered or held by two, whatever happens in whatever order; a failed write leaves nothing."""
    with tempfile.TemporaryDirectory() as folder:
        stores = iter(range(10_000))
        run(lambda: Outbox(f"sqlite:///{Path(folder)}/{next(stores)}.db", SEALER))


def test_any_order_of_events_on_postgresql(postgres: Postgres) -> None:
    """The same laws hold where several machines share one store."""
    url = postgres.database("loket_machine")

    def empty() -> Outbox:
        with emptied(Outbox(url, SEALER)) as outbox:
            return outbox

    run(empty)
