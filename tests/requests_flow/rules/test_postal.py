"""By post is by the postal enterprise, under a number that fits."""

import pytest

from requests_flow.rules.postal import (
    NumberFault,
    check_digit,
    is_number,
    number_fault,
    private_courier,
    tidy_number,
)


@pytest.mark.parametrize(
    ("number", "digit"),
    [("47312482", 9), ("12345678", 5), ("00000000", 5), ("00000002", 8), ("00000050", 0)],
)
def test_the_check_digit_is_that_of_the_postal_union(number, digit):
    assert check_digit(number) == digit


@pytest.mark.parametrize(
    "number", ["EX123456785CN", "RR473124829GB", "1234567890123", "XA12345678933"]
)
def test_numbers_of_the_post_are_known(number):
    assert number_fault(number) is None


@pytest.mark.parametrize("wrong", ["EX123456789CN", "EX123456758CN", "EX223456785CN"])
def test_a_wrong_sign_shows_in_the_last_digit(wrong):
    assert number_fault(wrong) is NumberFault.CHECK_DIGIT


@pytest.mark.parametrize("number", ["1", "EX1", "KD-2026-1", "123456789012", "挂001"])
def test_a_form_that_nobody_knows_is_odd_and_no_more(number):
    assert number_fault(tidy_number(number)) is NumberFault.UNKNOWN


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("顺丰", "顺丰"),
        ("顺丰速运 SF1234567890123", "顺丰"),
        ("sf1234567890123", "顺丰"),
        ("ＳＦ1234567890123", "顺丰"),
        ("YT9876543210123", "圆通"),
        ("JD0012345678901", "京东"),
        ("京东快递", "京东"),
        ("JT5112345678901", "极兔"),
        ("EMS", ""),
        ("中国邮政", ""),
        ("SF123456785CN", ""),  # thirteen signs of the postal union, whoever it is
    ],
)
def test_a_private_courier_is_called_by_its_name(typed, name):
    assert private_courier(typed) == name


def test_a_number_is_kept_without_what_a_keyboard_adds():
    assert tidy_number(" ex 1234-5678 5．cn ") == "EX123456785CN"


@pytest.mark.parametrize(
    "typed", ["", "无号", "<EX1>", "EX 12/3", "\u200b", "1" * 41, "\ufdfa1" * 20]
)
def test_what_has_no_digit_or_odd_signs_or_no_end_is_no_number(typed):
    assert not is_number(tidy_number(typed))


def test_signs_that_nobody_sees_are_left_out_of_a_number():
    assert tidy_number("EX\u200b123456785\ufeffCN") == "EX123456785CN"
