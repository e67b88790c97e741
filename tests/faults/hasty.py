"""`python -m tests.faults.hasty serve ...`: the service with leases of seconds: a killed courier is replaced soon."""

import sys

from form_api import delivery
from form_api.__main__ import main

delivery.LEASE_SECONDS = 2
delivery.RENEW_SECONDS = 0.5  # type: ignore[assignment]

if __name__ == "__main__":
    sys.exit(main())
