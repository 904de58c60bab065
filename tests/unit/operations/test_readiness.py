import socket
from pathlib import Path

import pytest

from operations.readiness import (
    NotReady,
    another_door,
    ports_from,
    read_port,
    require_disk,
    require_free_ports,
)


def test_every_part_has_its_own_port() -> None:
    ports = ports_from(8000)

    assert ports["frontend"] == 8000
    assert ports["accounts"] == 8101
    assert len(set(ports.values())) == len(ports)


@pytest.mark.parametrize("text", ["", "0", "-1", "eighty", "80.5", "65535", "\uff18\uff10"])
def test_a_front_door_that_is_no_port_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(NotReady, match="LANTERN_PORT must be a whole number") as refused:
        read_port(text)

    assert "\n" not in str(refused.value)


def test_a_taken_port_is_named_with_a_free_one_to_choose() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        front_door = port - 101

        with pytest.raises(NotReady, match=f"Port {port} .accounts. cannot be used") as refused:
            require_free_ports(front_door)

    assert "LANTERN_PORT=" in str(refused.value)
    assert another_door(front_door) != front_door


def test_a_full_disk_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "made" / "yet"

    with pytest.raises(NotReady, match="GB of free disk"):
        require_disk(folder, needed=10**18)

    assert not (tmp_path / "not").exists()
