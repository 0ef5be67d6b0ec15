"""`among` finds what `in` finds."""

from __future__ import annotations

import pytest

from requests_flow.models import Case
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_finds_what_in_finds_by_one_value():
    office = factories.Office()
    cases = [factories.open_case(office) for _one in range(3)]
    keys = {cases[0].pk, cases[2].pk, 10**15}

    found = list(Case.objects.filter(pk__among=keys).order_by("pk"))

    assert found == [cases[0], cases[2]]
    processes = [case.process_id for case in cases[1:]]
    assert set(Case.objects.filter(process__among=processes)) == set(cases[1:])
    assert list(Case.objects.exclude(pk__among=keys)) == [cases[1]]
    assert not Case.objects.filter(pk__among=[]).exists()
    assert Case.objects.exclude(pk__among=[]).count() == 3


def test_words_are_no_keys():
    with pytest.raises(ValueError, match="invalid literal"):
        Case.objects.filter(pk__among=["1); DROP TABLE x"]).exists()
