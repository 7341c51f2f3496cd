"""Where a fix is offered."""

from fitlens.analysis.facts import Span
from fitlens.ide.actions import repairs
from fitlens.rules.model import Edit, Finding, Fix

HERE = Span(10, 16)
FIX = Fix("Rename to kernel", (Edit(HERE, "kernel"),))
FIXABLE = Finding("SKL101", "unknown-hyperparameter", "error", "no kernal", HERE, fix=FIX)
OTHER = Finding("SKL201", "learned-parameter-before-fit", "error", "no coef_", HERE)


def test_under_the_cursor_and_right_behind_it_but_not_beside():
    assert [fix for _, fix in repairs([OTHER, FIXABLE], Span(16, 16))] == [FIX]
    assert [finding for finding, _ in repairs([OTHER, FIXABLE], Span(0, 10))] == [FIXABLE]
    assert list(repairs([FIXABLE], Span(17, 20))) == []
