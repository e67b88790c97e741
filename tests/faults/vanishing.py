"""`ip netns exec NAME python -m tests.faults.vanishing`: a database that vanishes from the network, and comes back.

Prints `lost` once for who has asked and waits for an answer, once for who writes, and `back` when it is written again.
"""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from form_api.outbox import Outbox, OutboxError
from tests.form_api.questions import SEALER, asked, put
from tests.parts import program
from tests.postgres import Postgres
from tests.waiting import wait_for


def network(state: str) -> None:
    subprocess.run([program("ip", "iproute2"), "link", "set", "lo", state], check=True)


def waiting(outbox: Outbox, begun: threading.Event) -> str:
    """A question that the database takes longer to answer than anybody should wait."""
    try:
        with outbox._database.reading() as connection:
            begun.set()
            connection.execute(text("SELECT pg_sleep(600)"))
    except OutboxError:
        return "lost"
    return "answered"


def writing(outbox: Outbox) -> str:
    try:
        put(outbox, asked())
    except OutboxError:
        return "lost"
    return "written"


def main() -> None:
    network("up")
    with Postgres() as postgres, ThreadPoolExecutor() as threads:
        outbox = Outbox(postgres.database("loket"), SEALER)
        put(outbox, asked(message="Sebelumnya?"), reference="sebelum")
        begun = threading.Event()
        asks = threads.submit(waiting, outbox, begun)
        begun.wait()
        network("down")
        sys.stdout.write(f"{writing(outbox)} {asks.result()}\n")
        network("up")
        wait_for(lambda: writing(outbox) == "written", "the database")
        sys.stdout.write(f"back {len(outbox.all())}\n")
        outbox.close()


if __name__ == "__main__":
    main()
