"""deploy/container and the examples of settings: of files that are there, and of settings that exist."""

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from form_api.settings import SETTINGS, read_settings
from form_api.stopping import LONGEST_SECONDS
from tests.building import ROOT

FOLDER = ROOT / "deploy" / "container"
COMPOSED: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yml").read_text(encoding="utf-8"))
KNOWN = {setting.name for setting in SETTINGS}


def test_the_form_is_given_settings_that_it_takes() -> None:
    """With what an operator fills in; the proxies that it believes are the containers' own network."""
    given: dict[str, str] = COMPOSED["services"]["form"]["environment"]
    filled = {name: re.sub(r"\$\{\w+:\?\}", f"{'b' * 43}=", text) for name, text in given.items()}
    (subnet,) = COMPOSED["networks"]["default"]["ipam"]["config"]
    assert read_settings(filled).trusted_proxies == (str(ip_network(subnet["subnet"])),)
    assert COMPOSED["services"]["relay"]["environment"]["INNER_NETWORK"] == subnet["subnet"]


def test_a_letter_that_is_under_way_may_end() -> None:
    """Before the container is killed."""
    seconds = COMPOSED["services"]["form"]["stop_grace_period"]
    assert int(seconds.removesuffix("s")) > LONGEST_SECONDS


def test_who_publishes_goes_when_told() -> None:
    """As the first process of a container it would hear no SIGTERM, and be killed ten seconds later."""
    assert COMPOSED["services"]["publisher"]["init"] is True


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*Containerfile")), ids=lambda path: path.name)
def test_what_is_copied_into_an_image_is_there(file: Path) -> None:
    """From the project's root."""
    sources = re.findall(r"^COPY (\S+) ", file.read_text(encoding="utf-8"), re.MULTILINE)
    assert sources != []
    assert [name for name in sources if not (ROOT / name).exists()] == []


def test_what_is_mounted_is_there() -> None:
    """nginx's own files, beside those of the office."""
    mounted = [volume.partition(":")[0] for volume in COMPOSED["services"]["web"]["volumes"] if volume[0] == "."]
    assert len(mounted) == 3
    assert [name for name in mounted if not (FOLDER / name).exists()] == []


def test_the_example_of_settings_is_taken() -> None:
    """As it is, and with every line that is commented out named as the code names it."""
    text = (ROOT / "deploy" / "loket.env.example").read_text(encoding="utf-8")
    given = dict(re.findall(r"^(FORM_API_\w+)='?(.*?)'?$", text, re.MULTILINE))
    assert read_settings(given).trusted_proxies == ("127.0.0.1",)
    assert set(re.findall(r"FORM_API_\w+", text)) <= KNOWN
