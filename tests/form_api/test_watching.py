"""What an operator's programs are told: the truth, in numbers, and nothing of any citizen."""

import asyncio
import json
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from form_api.current import Rejected
from form_api.outbox import Outbox, events
from form_api.watching import Watching
from tests.form_api.crews import NOBODY, Clock, ScriptedCourier, crew
from tests.form_api.questions import DAY, NOW, REFERENCE, asked, claimed, put
from tests.form_api.submissions import REQUIRED, bring, submit
from tests.form_api.window import client


def told(outbox: Outbox, courier: ScriptedCourier, rounds: int, rejected: Rejected | None = None) -> dict[str, object]:
    """What /health says after so many rounds of carrying."""
    made = crew(outbox, courier, Clock())
    made.directory.rejected = rejected
    loop = made.delivery(lambda: 0.5)
    assert loop is not None

    async def run() -> bytes:
        for _ in range(rounds):
            await loop.carry_due()
        return bytes((await Watching(made).health(None)).body)  # type: ignore[arg-type]

    answer: dict[str, object] = json.loads(asyncio.run(run()))
    return answer


def test_a_dead_mail_server_is_told(outbox: Outbox) -> None:
    """A digest that goes by mail can't tell it; questions are taken all the same."""
    for number in range(4):
        put(outbox, asked(message=str(number)), reference=f"r{number}", desk="meja-umum")
    found = told(outbox, ScriptedCourier({"umum@kantor.example": [NOBODY]}), 2)
    mail = found["mail"]
    assert isinstance(mail, dict)
    assert (found["status"], mail["state"], found["waiting"]) == ("degraded", "failing", 4)


def test_a_refused_directory_is_told(outbox: Outbox) -> None:
    """With the place of its first problem."""
    found = told(outbox, ScriptedCourier(), 0, Rejected(NOW, 3, "contacts.yml:6:26 [jam]"))
    assert found["status"] == "degraded"
    assert found["contacts"] == {
        "state": "refused",
        "since": "2020-03-24T03:00:00+00:00",
        "problems": 3,
        "first": "contacts.yml:6:26 [jam]",
    }


def test_what_waits_for_people_is_counted(outbox: Outbox) -> None:
    """Parked, in quarantine, and since when the longest waits."""
    put(outbox, asked(), NOW - timedelta(hours=3))
    put(outbox, asked(message="b"), reference="r2", suspicions=("links",))
    put(outbox, asked(message="c"), reference="r3")
    outbox.commit(events.parked(next(one for one in claimed(outbox) if one.about == "r3"), NOW))
    found = client(outbox).get("/health").json()
    assert [found[name] for name in ("waiting", "parked", "quarantined")] == [1, 1, 1]
    assert found["oldest_waiting"] == "2020-03-24T00:00:00+00:00"


def test_a_submission_that_lacks_documents_waits_for_no_mail_server(outbox: Outbox) -> None:
    """Neither counted nor the oldest: no alarm rings for a card that is not found. Once it is whole it counts."""
    submit(outbox, at=NOW - 9 * DAY)
    window = client(outbox)
    found = window.get("/health").json()
    assert (found["waiting"], found["oldest_waiting"]) == (0, None)
    bring(outbox, *REQUIRED)
    found = window.get("/health").json()
    assert (found["waiting"], found["oldest_waiting"]) == (1, NOW.isoformat())


@pytest.mark.parametrize(
    "line",
    [
        "loket_waiting 1.0",
        "loket_parked 0.0",
        "loket_mail_failing 0.0",
        'loket_inquiries_total{kind="new"} 1.0',
        'loket_inquiries_total{kind="resent"} 1.0',
        'loket_answers_total{status="303"} 2.0',
        'loket_answers_total{status="422"} 1.0',
        "loket_storing_seconds_count 2.0",
    ],
)
def test_the_metrics_count(window: TestClient, line: str) -> None:
    """As Prometheus reads them, without a citizen's word."""
    for typed in ({}, {}, {"message": ""}):
        window.post("/inquiries", data={"service": "pbb-p2", "message": "Rahasia", "email": "a@b.example"} | typed)
    answer = window.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert line in answer.text.splitlines()
    assert "Rahasia" not in answer.text


def test_where_nothing_can_be_read_the_metrics_say_so(outbox: Outbox) -> None:
    """503, which a watcher takes for what it is."""
    window = client(outbox)
    with outbox._database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE errands")
    assert window.get("/metrics").status_code == 503
    assert REFERENCE not in window.get("/metrics").text
