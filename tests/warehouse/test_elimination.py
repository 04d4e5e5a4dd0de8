"""Transfers inside a city: pairs are eliminated, the rest is listed with its reason."""

from __future__ import annotations

from final_accounts.warehouse.elimination import Elimination, Pair, Reason, Transfer, Unmatched, eliminate

UNITS = frozenset({"1", "2", "3"})


def subsidy(payer: str, receiver: str, *amounts: int) -> list[Transfer]:
    return [Transfer(payer, receiver, "对附属单位补助支出", amount) for amount in amounts]


def subsidy_received(receiver: str, payer: str, *amounts: int) -> list[Transfer]:
    return [Transfer(receiver, payer, "上级补助收入", amount) for amount in amounts]


def test_a_transfer_both_sides_report_is_a_pair() -> None:
    result = eliminate([*subsidy("1", "2", 500), *subsidy_received("2", "1", 500)], UNITS)
    assert result == Elimination((Pair("1", "2", "对附属单位补助支出", 500),), ())
    assert (result.amount("上级补助收入"), result.amount("对附属单位补助支出"), result.amount("上缴上级支出")) == (
        500,
        500,
        0,
    )


def test_what_an_affiliate_hands_up_pairs_with_what_its_superior_receives() -> None:
    up = Transfer("2", "1", "上缴上级支出", 300)
    got = Transfer("1", "2", "附属单位上缴收入", 300)
    assert eliminate([up, got], UNITS) == Elimination((Pair("2", "1", "上缴上级支出", 300),), ())


def test_equal_items_pair_one_to_one() -> None:
    result = eliminate([*subsidy("1", "2", 5, 5, 5), *subsidy_received("2", "1", 5, 5)], UNITS)
    assert [pair.amount for pair in result.pairs] == [5, 5]
    assert result.unmatched == (Unmatched(subsidy("1", "2", 5)[0], Reason.NO_COUNTERPART),)


def test_items_that_add_up_to_the_same_are_one_pair() -> None:
    result = eliminate([*subsidy("1", "2", 7, 10), *subsidy_received("2", "1", 4, 7, 6)], UNITS)
    assert [pair.amount for pair in result.pairs] == [7, 10]
    assert result.unmatched == ()


def test_different_amounts_are_listed_on_both_sides() -> None:
    items = [*subsidy("1", "2", 500), *subsidy_received("2", "1", 499)]
    assert eliminate(items, UNITS) == Elimination((), tuple(Unmatched(item, Reason.OTHER_AMOUNT) for item in items))


def test_the_direction_and_the_kind_must_agree() -> None:
    backwards = [*subsidy("1", "2", 5), *subsidy("2", "1", 5)]
    crossed = [Transfer("1", "3", "对附属单位补助支出", 5), Transfer("3", "1", "附属单位上缴收入", 5)]
    result = eliminate([*backwards, *crossed], UNITS)
    assert result.pairs == ()
    assert {item.reason for item in result.unmatched} == {Reason.NO_COUNTERPART}


def test_what_cannot_have_a_counterpart_says_why() -> None:
    items = [
        Transfer("1", "2", "往来款", 5),
        Transfer("1", "1", "上级补助收入", 5),
        Transfer("1", "9", "上级补助收入", 5),
    ]
    assert [item.reason for item in eliminate(items, UNITS).unmatched] == [
        Reason.UNKNOWN_KIND,
        Reason.SELF,
        Reason.NOT_COUNTED,
    ]


def test_a_code_in_full_width_digits_is_the_same_unit() -> None:
    result = eliminate([*subsidy("1", " ２", 5), *subsidy_received("2", "1 ", 5)], UNITS)
    assert [pair.receiver for pair in result.pairs] == ["2"]


def test_a_pair_names_the_cells_of_both_sides() -> None:
    paid = [Transfer("1", "2", "上缴上级支出", fen, cell) for fen, cell in ((7, "往来!C4"), (10, "往来!C5"))]
    got = [
        Transfer("2", "1", "附属单位上缴收入", fen, cell)
        for fen, cell in ((4, "往来!C6"), (7, "往来!C7"), (6, "往来!C8"))
    ]
    single, whole = eliminate([*paid, *got], UNITS).pairs
    assert (single.paid_at, single.received_at) == (("往来!C4",), ("往来!C7",))
    assert (whole.paid_at, whole.received_at) == (("往来!C5",), ("往来!C6", "往来!C8"))
