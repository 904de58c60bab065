"""S5: sealed words open only in their own place, and never print themselves."""

import os
import pickle
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.shared.encryption import CannotOpen, Keyring, Sealer, Words

LABEL = "concern.account.1"
WORDS = "he said he would post it"


def make_sealer(keyring: Keyring | None = None, school_id: UUID | None = None) -> Sealer:
    ring = keyring or Keyring(os.urandom(32))
    school = ring.new_school_key()
    key_id, wrapped = ring.new_data_key(school)
    return ring.sealer(school_id or uuid4(), school, key_id, wrapped)


@given(st.text())
def test_words_open_as_they_were_sealed(words: str) -> None:
    sealer, row_id = make_sealer(), uuid4()
    try:
        words.encode()
    except UnicodeEncodeError:
        return
    sealed = sealer.seal(words, LABEL, row_id)
    assert sealer.open_sealed(sealed, LABEL, row_id).reveal() == words


def test_bytes_and_words_can_be_sealed_too() -> None:
    sealer, row_id = make_sealer(), uuid4()
    assert sealer.open_bytes(sealer.seal(b"\xff\x00", LABEL, row_id), LABEL, row_id) == b"\xff\x00"
    assert sealer.open_bytes(sealer.seal(Words("a"), LABEL, row_id), LABEL, row_id) == b"a"


def test_sealed_words_hold_no_word_and_differ_each_time() -> None:
    sealer, row_id = make_sealer(), uuid4()
    first, second = (sealer.seal(WORDS, LABEL, row_id) for _ in range(2))
    assert first != second
    assert WORDS.encode() not in first


def test_moved_words_do_not_open() -> None:
    ring, school_id, row_id = Keyring(os.urandom(32)), uuid4(), uuid4()
    school = ring.new_school_key()
    key_id, wrapped = ring.new_data_key(school)
    sealer = ring.sealer(school_id, school, key_id, wrapped)
    sealed = sealer.seal(WORDS, LABEL, row_id)
    other_school = ring.sealer(uuid4(), school, key_id, wrapped)
    for moved, label, row in (
        (sealer, LABEL, uuid4()),
        (sealer, "concern.account.2", row_id),
        (other_school, LABEL, row_id),
        (make_sealer(ring, school_id), LABEL, row_id),
    ):
        with pytest.raises(CannotOpen):
            moved.open_sealed(sealed, label, row)
    assert sealer.open_sealed(sealed, LABEL, row_id).reveal() == WORDS


def test_changed_words_do_not_open() -> None:
    sealer, row_id = make_sealer(), uuid4()
    sealed = sealer.seal(WORDS, LABEL, row_id)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(CannotOpen):
            sealer.open_sealed(bytes(changed), LABEL, row_id)
    for short in (b"", b"\x01", sealed[:12], sealed[:-1]):
        with pytest.raises(CannotOpen):
            sealer.open_sealed(short, LABEL, row_id)


def test_a_key_opens_only_under_its_own_name_school_and_master() -> None:
    ring, other = Keyring(os.urandom(32)), Keyring(os.urandom(32))
    school = ring.new_school_key()
    key_id, wrapped = ring.new_data_key(school)
    for keyring, school_key, name in (
        (ring, school, uuid4()),
        (ring, ring.new_school_key(), key_id),
        (other, school, key_id),
    ):
        with pytest.raises(CannotOpen):
            keyring.data_key(school_key, name, wrapped)


def test_a_new_master_key_opens_what_the_former_wrapped() -> None:
    former, newest = os.urandom(32), os.urandom(32)
    school = Keyring(former).new_school_key()
    key_id, wrapped = Keyring(former).new_data_key(school)
    both = Keyring(newest, (former,))
    rewrapped = both.rewrap_school_key(school)
    assert both.data_key(school, key_id, wrapped) == both.data_key(rewrapped, key_id, wrapped)
    assert Keyring(newest).data_key(rewrapped, key_id, wrapped).key_id == key_id


def test_a_short_master_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        Keyring(os.urandom(16))


def test_words_never_print_themselves() -> None:
    words = Words(WORDS)
    for told in (
        str(words),
        repr(words),
        f"{words}",
        f"{words!s:>40}",
        f"{[words]}",
        "".join(map(str, [words])),
    ):
        assert WORDS not in told
    with pytest.raises(TypeError):
        pickle.dumps(words)
    assert words == Words(WORDS)
    assert words.reveal() == WORDS


def test_keys_never_print_themselves() -> None:
    ring = Keyring(os.urandom(32))
    school = ring.new_school_key()
    key_id, wrapped = ring.new_data_key(school)
    key = ring.data_key(school, key_id, wrapped)
    assert repr(key.secret) not in repr(key)
