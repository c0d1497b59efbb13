"""What the library takes for JSON: the texts of JSONTestSuite, and a few of our own that need no other folder.

https://github.com/nst/JSONTestSuite names its files after the verdict: y_ must be accepted, n_ must be refused, and
i_ is the reader's choice; ours stands below.
"""
import os
from pathlib import Path

import pytest

from abi import Answer, Library

NO_JSON = {"json", "encoding", "depth"}
SHARED = Path(os.environ.get("CAD_SHARED") or Path(__file__).parent.parent.parent.parent / "shared")
SUITE = SHARED / "data" / "json-test-suite" / "test_parsing"
ABSENT = pytest.mark.skipif(not SUITE.is_dir(), reason="no JSONTestSuite; CAD_SHARED names the folder above data/")
OURS = Path(__file__).parent.parent / "Fixtures" / "abi" / "json"

# Numbers are texts here, so none is too large. Half of a surrogate pair and whatever is not UTF-8 (UTF-16, a byte order
# mark, Latin-1, overlong forms) is no text at all.
CHOSEN = {
    "i_number_double_huge_neg_exp.json": True,
    "i_number_huge_exp.json": True,
    "i_number_neg_int_huge_exp.json": True,
    "i_number_pos_double_huge_exp.json": True,
    "i_number_real_neg_overflow.json": True,
    "i_number_real_pos_overflow.json": True,
    "i_number_real_underflow.json": True,
    "i_number_too_big_neg_int.json": True,
    "i_number_too_big_pos_int.json": True,
    "i_number_very_big_negative_int.json": True,
    "i_object_key_lone_2nd_surrogate.json": False,
    "i_string_1st_surrogate_but_2nd_missing.json": False,
    "i_string_1st_valid_surrogate_2nd_invalid.json": False,
    "i_string_UTF-16LE_with_BOM.json": False,
    "i_string_UTF-8_invalid_sequence.json": False,
    "i_string_UTF8_surrogate_U+D800.json": False,
    "i_string_incomplete_surrogate_and_escape_valid.json": False,
    "i_string_incomplete_surrogate_pair.json": False,
    "i_string_incomplete_surrogates_escape_valid.json": False,
    "i_string_invalid_lonely_surrogate.json": False,
    "i_string_invalid_surrogate.json": False,
    "i_string_invalid_utf-8.json": False,
    "i_string_inverted_surrogates_U+1D11E.json": False,
    "i_string_iso_latin_1.json": False,
    "i_string_lone_second_surrogate.json": False,
    "i_string_lone_utf8_continuation_byte.json": False,
    "i_string_not_in_unicode_range.json": False,
    "i_string_overlong_sequence_2_bytes.json": False,
    "i_string_overlong_sequence_6_bytes.json": False,
    "i_string_overlong_sequence_6_bytes_null.json": False,
    "i_string_truncated-utf-8.json": False,
    "i_string_utf16BE_no_BOM.json": False,
    "i_string_utf16LE_no_BOM.json": False,
    "i_structure_500_nested_arrays.json": False,  # the deepest that is read is 64
    "i_structure_UTF-8_BOM_empty_object.json": False,
}


def texts(folder: Path) -> list[Path]:
    """All but those with a NUL, where a C string ends, and those without a byte, which are no text."""
    found = sorted(folder.glob("*.json")) if folder.is_dir() else []
    return [path for path in found if path.read_bytes() and b"\0" not in path.read_bytes()]


def is_json(answer: Answer) -> bool:
    """None of these texts is a right request, so that each has violations: of its grammar, or of its members."""
    assert answer.status == "CAD_E_VALIDATION" and answer.faults
    return not NO_JSON.intersection(rule for _, rule in answer.faults)


def expected(path: Path) -> bool:
    return {"y": True, "n": False}[path.name[0]] if path.name[0] in "yn" else CHOSEN[path.name]


@pytest.mark.parametrize("path", texts(OURS), ids=lambda path: path.stem)
def test_our_own_texts(cad: Library, path: Path) -> None:
    assert is_json(cad.validate(path.read_bytes())) == expected(path)


@ABSENT
@pytest.mark.parametrize("path", texts(SUITE), ids=lambda path: path.stem)
def test_the_suite(cad: Library, path: Path) -> None:
    assert is_json(cad.validate(path.read_bytes())) == expected(path)


@ABSENT
def test_every_choice_is_written_down() -> None:
    assert {path.name for path in SUITE.glob("i_*.json")} == set(CHOSEN)


def test_the_deepest_nesting_is_64(cad: Library) -> None:
    for bracket, close in (("[", "]"), ('{"a":', "}")):
        assert is_json(cad.validate(bracket * 64 + "5" * (bracket != "[") + close * 64))
        assert cad.validate(bracket * 65 + "5" * (bracket != "[") + close * 65).faults[0][1] == "depth"


def test_a_text_that_does_not_end_is_no_json(cad: Library) -> None:
    text = b'{"task_id": "d2dc", "params": [{"key": "\xc3\xbc\\u00fc", "value": -1.5e+3}, true, null]}'
    for length in range(1, len(text)):
        assert not is_json(cad.validate(text[:length]))
