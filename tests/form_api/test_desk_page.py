"""The desk's page: a link that changes nothing, buttons that do, and a way on to whose question it is."""

import pytest
from starlette.testclient import TestClient

from form_api.budget import Budget
from form_api.limits import Limits
from form_api.outbox import Outbox, events
from form_api.reference import desk_key, receipt_key
from tests.form_api.questions import NOW, REFERENCE, asked, put
from tests.form_api.window import SECRET, client

KEY = desk_key(SECRET, REFERENCE)
PAGE = f"/inquiries/{REFERENCE}/received"


@pytest.fixture(autouse=True)
def question(outbox: Outbox) -> None:
    put(outbox, asked())


def confirmed(outbox: Outbox) -> bool:
    entry = outbox.find(REFERENCE)
    return bool(entry and entry.confirmed_at)


def test_opening_the_link_changes_nothing(window: TestClient, outbox: Outbox) -> None:
    """Mail scanners follow links; the page has a button, and not a word of the citizen's."""
    answer = window.get(PAGE, params={"key": KEY})
    assert answer.status_code == 200
    assert f'action="{PAGE}"' in answer.text
    assert not any(word in answer.text for word in ("Siti", "siti@", "0812-3456", "membayar PBB?"))
    assert not confirmed(outbox)


def test_the_button_confirms(window: TestClient, outbox: Outbox) -> None:
    """Once is enough, and the citizen's receipt tells it; the button is gone then."""
    for _ in range(2):
        assert window.post(PAGE, data={"key": KEY}).status_code == 303
    assert confirmed(outbox)
    assert f'action="{PAGE}"' not in window.get(PAGE, params={"key": KEY}).text


@pytest.mark.parametrize("key", ["", "x", "é", receipt_key(SECRET, REFERENCE), desk_key(SECRET, "AAAA-AAAA")])
@pytest.mark.parametrize("path", ["received", "handed-on"])
def test_no_other_key_opens_it(window: TestClient, outbox: Outbox, key: str, path: str) -> None:
    """The citizen's own key neither: what the desk says, the desk alone says."""
    assert window.get(PAGE, params={"key": key}).status_code == 404
    posted = window.post(f"/inquiries/{REFERENCE}/{path}", data={"key": key, "desk": "meja-bphtb"})
    assert posted.status_code == 404
    assert not confirmed(outbox)


def test_a_question_is_passed_on(window: TestClient, outbox: Outbox) -> None:
    """Whoever gets a letter that is not for its desk sends it on with two taps."""
    answer = window.post(f"/inquiries/{REFERENCE}/handed-on", data={"key": KEY, "desk": "meja-bphtb"})
    entry = outbox.find(REFERENCE)
    assert answer.status_code == 303
    assert entry is not None
    assert (entry.desk, entry.due_at) == ("meja-bphtb", NOW)


def test_a_desk_that_is_none_gets_nothing(window: TestClient, outbox: Outbox) -> None:
    """Nor does anybody get what was erased."""
    path = f"/inquiries/{REFERENCE}/handed-on"
    assert window.post(path, data={"key": KEY, "desk": "x"}).status_code == 422
    outbox.commit(events.erased(REFERENCE, NOW))
    assert window.post(path, data={"key": KEY, "desk": "meja-bphtb"}).status_code == 422


def test_a_store_that_fails_is_told(disturbed: TestClient) -> None:
    """503, so that nobody believes to have confirmed."""
    assert disturbed.post(PAGE, data={"key": KEY}).status_code in {404, 503}


@pytest.mark.parametrize("path", ["received", "handed-on"])
def test_why_a_press_could_not_be_read(window: TestClient, path: str) -> None:
    """Too large, of no kind, broken: each is called what it is."""
    address = f"/inquiries/{REFERENCE}/{path}"
    assert window.post(address, data={"key": "x" * 300_000}).status_code == 413
    assert window.post(address, content="x", headers={"Content-Type": "text/plain"}).status_code == 415
    assert window.post(address, content="{", headers={"Content-Type": "application/json"}).status_code == 400


def test_a_crowd_is_told_to_come_back(outbox: Outbox) -> None:
    """503 with a time, rather than the reproach that something was malformed."""
    answer = client(outbox, limits=Limits(budget=Budget(max_text_bytes=10))).post(PAGE, data={"key": KEY})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
