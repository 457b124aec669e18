"""A number of a class's policy can be set, within what makes sense."""

import pytest

from plbot.core.policies import PolicyError, changed
from plbot.limits import Policy


def test_numbers_shares_and_words_are_set() -> None:
    made = changed(Policy(), ["ready_at=0.8", "ready_answers = 6", "reassess_way=auto", "prompts_a_day=0"])
    assert (made.ready_at, made.ready_answers, made.reassess_way, made.prompts_a_day) == (0.8, 6, "auto", 0)
    assert made.ready_until == Policy().ready_until


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("ready_at=2", "ready_at is a share from 0.05 to 0.95; '2' is not."),
        ("ready_at=nan", "ready_at is a share"),
        ("ready_at=", "ready_at is a share"),
        ("ready_answers=1.5", "ready_answers is a whole number from 1 to 100"),
        ("ready_answers=0", "ready_answers is a whole number from 1 to 100"),
        ("reassess_way=perhaps", "reassess_way is one of: approve, auto; not 'perhaps'."),
        ("redy_at=0.8", "There is no number called 'redy_at'. There are: ready_at,"),
        ("ready_at", "'ready_at' names no value. Write it like: --set ready_at=0.8"),
        ("ready_at=0.5", "ready_until (0.6) cannot be above ready_at (0.5). Change both, one --set each."),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(change: str, said: str) -> None:
    with pytest.raises(PolicyError) as error:
        changed(Policy(), [change])
    assert said in str(error.value)
