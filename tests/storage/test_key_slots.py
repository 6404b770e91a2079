# SPDX-FileCopyrightText: 2026 KIM-Brücke contributors
# SPDX-License-Identifier: EUPL-1.2
"""Slots: what opens them, what their two copies survive, and what is refused before anything is derived."""

from __future__ import annotations

import secrets
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import InvalidInput, Trouble
from storage import key_slots, recovery_key, slot_files
from storage.key_slots import FLOOR, Argon2, Cost, Slots, canonical, line_hash

CHEAP = Cost(memory_kib=8 * 1024, iterations=1, lanes=1)
FILE_ID = "0c7b3c5e-5a41-4b71-9a52-0d60cf2a2c11"
KEY, OLD_KEY = secrets.token_bytes(32), secrets.token_bytes(32)
SECRET = recovery_key.parse(recovery_key.generate())


def slots_of(*codes: str, keys: key_slots.Keys = (KEY,)) -> Slots:
    people = [key_slots.password_slot(FILE_ID, code, f"Kennwort von {code}", keys, CHEAP) for code in codes]
    return Slots(FILE_ID, 7, (*people, key_slots.recovery_slot(FILE_ID, SECRET, keys)))


SLOTS = slots_of("MB", "TK")


def test_each_way_in_gives_the_key() -> None:
    assert key_slots.open_with_password(SLOTS, "MB", "Kennwort von MB") == (KEY,)
    assert key_slots.open_with_password(SLOTS, "TK", "Kennwort von TK") == (KEY,)
    assert key_slots.open_with_recovery(SLOTS, SECRET) == (KEY,)
    assert SLOTS.staff_codes == ("MB", "TK")


def test_a_slot_can_hold_the_old_and_the_new_key() -> None:
    pending = slots_of("MB", keys=(OLD_KEY, KEY))
    assert key_slots.open_with_password(pending, "MB", "Kennwort von MB") == (OLD_KEY, KEY)


@pytest.mark.parametrize("typed", ["", "Kennwort von TK", "kennwort von MB"])
def test_a_wrong_password_is_called_that(typed: str) -> None:
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password") as caught:
        key_slots.open_with_password(SLOTS, "MB", typed)
    assert caught.value.field == "password"


def test_an_unknown_person_and_another_files_recovery_key_are_named() -> None:
    for code in ("XX", ""):
        with pytest.raises(InvalidInput, match=r"vault\.unknown_staff"):
            key_slots.open_with_password(SLOTS, code, "Kennwort von MB")
    with pytest.raises(InvalidInput, match=r"recovery\.wrong"):
        key_slots.open_with_recovery(SLOTS, recovery_key.parse(recovery_key.generate()))


def test_umlauts_open_however_they_were_typed() -> None:
    slot = key_slots.password_slot(FILE_ID, "MB", "grüne Bäume", (KEY,), CHEAP)
    slots = Slots(FILE_ID, 1, (slot,))
    assert key_slots.open_with_password(slots, "MB", "gru\u0308ne Ba\u0308ume") == (KEY,)


def test_a_slot_cannot_be_given_to_another_person_or_file() -> None:
    mine = SLOTS.slots[0]
    renamed = msgspec.structs.replace(mine, head=msgspec.structs.replace(mine.head, staff_code="TK"))
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        key_slots.open_with_password(replace(SLOTS, slots=(renamed,)), "TK", "Kennwort von MB")
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        key_slots.open_with_password(replace(SLOTS, file_id="another"), "MB", "Kennwort von MB")


def test_a_weakened_derivation_does_not_open() -> None:
    mine = SLOTS.slots[0]
    assert isinstance(mine.head.derivation, Argon2)
    weaker = Argon2(Cost(memory_kib=8 * 1024, iterations=2, lanes=1), mine.head.derivation.salt)
    slot = msgspec.structs.replace(mine, head=msgspec.structs.replace(mine.head, derivation=weaker))
    with pytest.raises(InvalidInput, match=r"vault\.wrong_password"):
        key_slots.open_with_password(replace(SLOTS, slots=(slot,)), "MB", "Kennwort von MB")


def test_a_factor_of_a_later_version_is_called_newer() -> None:
    mine = SLOTS.slots[0]
    two = msgspec.structs.replace(mine.head, factors=("password", "device"))
    later = replace(SLOTS, slots=(msgspec.structs.replace(mine, head=two),))
    with pytest.raises(Trouble, match=r"vault\.newer"):
        key_slots.open_with_password(later, "MB", "Kennwort von MB")


def test_the_measured_cost_is_never_below_the_floor_and_within_the_caps() -> None:
    for seconds in (0.0, 0.5, 1000.0):
        cost = key_slots.calibrated(seconds)
        assert cost.memory_kib >= FLOOR.memory_kib
        assert cost.iterations >= FLOOR.iterations
        assert cost == msgspec.convert(msgspec.to_builtins(cost), Cost)
    assert key_slots.calibrated(0.0) == FLOOR


WITH_LITTLE_MEMORY = """
import resource
from app.domain.errors import Trouble
from storage.key_slots import Cost, password_slot

resource.setrlimit(resource.RLIMIT_AS, (500 << 20, resource.RLIM_INFINITY))
try:
    password_slot("file", "MB", "x", (bytes(32),), Cost(memory_kib=1 << 20, iterations=1, lanes=1))
except Trouble as trouble:
    print(trouble.code)
"""


def test_too_little_memory_is_not_a_wrong_password() -> None:
    child = [sys.executable, "-c", WITH_LITTLE_MEMORY]
    assert subprocess.check_output(child, text=True, timeout=60) == "vault.too_little_memory\n"


def written(folder: Path, slots: Slots = SLOTS) -> Path:
    vault = folder / "akte.kim"
    slot_files.write(vault, slots)
    return vault


def test_what_is_written_reads_back_from_either_copy(tmp_path: Path) -> None:
    vault = written(tmp_path)
    first, second = slot_files.paths(vault)
    assert first.read_bytes() == second.read_bytes()
    assert slot_files.read(vault) == SLOTS
    first.unlink()
    assert slot_files.read(vault) == SLOTS
    second.unlink()
    with pytest.raises(Trouble, match=r"vault\.slots_gone"):
        slot_files.read(vault)


def test_one_copy_that_can_be_neither_read_nor_written_does_no_harm(tmp_path: Path) -> None:
    vault = written(tmp_path)
    first, second = slot_files.paths(vault)
    first.unlink()
    first.mkdir()
    slot_files.write(vault, replace(SLOTS, generation=8))
    slots = slot_files.read(vault)
    assert slots.generation == 8
    slot_files.mend(vault, slots)
    second.unlink()
    second.mkdir()
    for action in (lambda: slot_files.read(vault), lambda: slot_files.write(vault, SLOTS)):
        with pytest.raises(Trouble, match=r"vault\.io"):
            action()


def test_a_shorter_content_leaves_nothing_of_the_longer_one(tmp_path: Path) -> None:
    vault = written(tmp_path)
    shorter = replace(SLOTS, generation=8, slots=SLOTS.slots[:1])
    slot_files.write(vault, shorter)
    assert slot_files.read(vault) == shorter
    assert slot_files.paths(vault)[0].read_bytes().count(b"\n") == 3


def test_the_newest_whole_copy_counts_after_a_torn_write(tmp_path: Path) -> None:
    vault = written(tmp_path)
    first, second = slot_files.paths(vault)
    older = second.read_bytes()
    slot_files.write(vault, replace(SLOTS, generation=8))
    second.write_bytes(older)
    assert slot_files.read(vault).generation == 8
    first.write_bytes(first.read_bytes()[:40])
    assert slot_files.read(vault).generation == 7


def test_a_write_torn_at_any_byte_leaves_a_whole_generation(tmp_path: Path) -> None:
    vault = written(tmp_path)
    first, second = slot_files.paths(vault)
    before = first.read_bytes()
    new = key_slots.with_slot(SLOTS, key_slots.password_slot(FILE_ID, "MB", "ein neues", (KEY,), CHEAP))
    slot_files.write(vault, new)
    after = first.read_bytes()
    for cut in range(len(after)):
        torn = after[:cut] + before[cut:]
        first.write_bytes(torn)
        second.write_bytes(before)
        assert slot_files.read(vault) in (SLOTS, new)
        first.write_bytes(after)
        second.write_bytes(torn)
        assert slot_files.read(vault) == new


def damage_in(vault: Path) -> str:
    try:
        slots = slot_files.read(vault)
    except Trouble as trouble:
        return trouble.code
    lost = len(SLOTS.slots) - len(slots.slots)
    told = slots.damaged == lost and set(slots.slots) < set(SLOTS.slots)
    return f"{lost} of the slots" if told else "none"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_flipped_bit_in_one_copy_never_matters_and_in_both_is_damage(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    vault = written(tmp_path_factory.getbasetemp())
    first, second = slot_files.paths(vault)
    whole = first.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 2))
    broken = bytearray(whole)
    broken[place] ^= 1 << data.draw(st.integers(0, 7))
    first.write_bytes(broken)
    assert slot_files.read(vault) == SLOTS
    second.write_bytes(broken)
    # A line end that is no more costs the slots on both its sides.
    assert damage_in(vault) in {"vault.slots_damaged", "vault.newer", "1 of the slots", "2 of the slots"}


def test_a_broken_line_end_costs_the_slots_on_both_its_sides(tmp_path: Path) -> None:
    vault = written(tmp_path)
    broken = b"?".join(slot_files.paths(vault)[0].read_bytes().rsplit(b"\n", 2)[:2]) + b"\n"
    for path in slot_files.paths(vault):
        path.write_bytes(broken)
    assert damage_in(vault) == "2 of the slots"


def test_a_slot_broken_in_both_copies_leaves_the_other_people_in(tmp_path: Path) -> None:
    vault = written(tmp_path)
    for copy in slot_files.paths(vault):
        copy.write_bytes(copy.read_bytes().replace(b'"staff_code":"MB"', b'"staff_code":"MX"'))
    slots = slot_files.read(vault)
    assert slots.damaged == 1
    with pytest.raises(Trouble, match=r"vault\.slots_damaged"):
        key_slots.open_with_password(slots, "MB", "Kennwort von MB")
    assert key_slots.open_with_password(slots, "TK", "Kennwort von TK") == (KEY,)


def test_different_slots_broken_in_the_two_copies_are_put_together_and_mended(tmp_path: Path) -> None:
    vault = written(tmp_path)
    first, second = slot_files.paths(vault)
    whole = first.read_bytes()
    first.write_bytes(whole.replace(b'"staff_code":"MB"', b'"staff_code":"MX"'))
    second.write_bytes(whole.replace(b'"staff_code":"TK"', b'"staff_code":"TX"'))
    slots = slot_files.read(vault)
    assert slots == SLOTS
    slot_files.mend(vault, slots)
    assert first.read_bytes() == second.read_bytes() == whole


def test_a_later_format_is_called_newer(tmp_path: Path) -> None:
    vault = written(tmp_path)
    for copy in slot_files.paths(vault):
        copy.write_bytes(copy.read_bytes().replace(b"kim-bruecke/1/", b"kim-bruecke/2/"))
    with pytest.raises(Trouble, match=r"vault\.newer"):
        slot_files.read(vault)


@pytest.mark.parametrize(
    "over",
    [
        {"memory_kib": 1024 * 1024 + 1, "iterations": 3, "lanes": 4},
        {"memory_kib": 64 * 1024, "iterations": 17, "lanes": 4},
        {"memory_kib": 64 * 1024, "iterations": 3, "lanes": 9},
        {"memory_kib": 0, "iterations": 3, "lanes": 4},
    ],
)
def test_a_derivation_over_the_caps_is_damage_before_anything_is_derived(
    over: dict[str, int], tmp_path: Path
) -> None:
    slot = msgspec.to_builtins(SLOTS.slots[0])
    slot["head"]["derivation"]["cost"] = over
    line = canonical(slot)
    head = canonical({"file_id": FILE_ID, "generation": 1, "slots": [line_hash(line)]})
    vault = tmp_path / "akte.kim"
    for copy in slot_files.paths(vault):
        lines = (f"{line_hash(text)} {text.decode()}\n" for text in (head, line))
        copy.write_text(f"{slot_files.MAGIC.decode()}\n{''.join(lines)}")
    with pytest.raises(Trouble, match=r"vault\.slots_damaged"):
        key_slots.open_with_password(slot_files.read(vault), "MB", "Kennwort von MB")


def test_more_than_32_slots_are_neither_written_nor_read(tmp_path: Path) -> None:
    many = replace(SLOTS, slots=SLOTS.slots[:1] * 33)
    with pytest.raises(Trouble, match=r"vault\.too_many_slots"):
        slot_files.write(tmp_path / "akte.kim", many)
    for copy in slot_files.paths(tmp_path / "akte.kim"):
        copy.write_bytes(slot_files._encoded(many))
    with pytest.raises(Trouble, match=r"vault\.slots_damaged"):
        slot_files.read(tmp_path / "akte.kim")
