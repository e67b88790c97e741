"""The service with short leases, and what its outbox holds after its death."""

from form_api.outbox import Outbox
from form_api.sealing import Sealer
from form_api.settings import Secret
from tests.form_service import FormService


class HastyService(FormService):
    """As the real one in all but the length of its leases."""

    module = "tests.faults.hasty"

    def waiting(self) -> int:
        """How many errands of any kind are open."""
        outbox = self._outbox()
        try:
            return int(outbox.next_due() is not None)
        finally:
            outbox.close()

    def references(self) -> set[str]:
        outbox = self._outbox()
        try:
            return {entry.reference for entry in outbox.all()}
        finally:
            outbox.close()

    def _outbox(self) -> Outbox:
        given = self.environment
        key = given.get("FORM_API_KEY") or (self.folder / "var" / "key").read_text(encoding="ascii")
        url = given.get("FORM_API_DATABASE_URL", f"sqlite:///{self.folder}/var/outbox.db")
        return Outbox(url, Sealer([Secret(key)]))


class HastyCourier(HastyService):
    """`deliver` in its place: couriers alone."""

    def start(self, *, healthy: bool = False) -> None:
        """Returns at once: it answers nobody."""
        assert not healthy
        self._launch("deliver")
