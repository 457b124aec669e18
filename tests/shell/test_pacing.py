"""The pacer: no platform gets more than it takes, answers come first, and nobody stands in anybody's way."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from random import Random
from statistics import quantiles

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shell.pace import Message, Post, StandingClock, Started, chat

from plbot.adapters import Window
from plbot.core.cards import LANES
from plbot.gates import MARGIN
from plbot.limits import MINUTE, SECOND
from plbot.pacing import SWEEP, TIDY, URGENCY, Pacer

LESSON = 150
BROADCAST = 300


def fullest(moments: Sequence[float], ms: float) -> int:
    """How many of these moments lie within any `ms`, at most."""
    ordered = sorted(moments)
    return max((sum(first <= moment < first + ms for moment in ordered) for first in ordered), default=0)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[list[Message], dict[str, tuple[Window, ...]], int]:
    """Draw messages of all lanes to a few addresses, the limits of each address, and how many may be on their way."""
    message = st.builds(
        Message,
        at=st.integers(0, 3 * SECOND),
        lane=st.sampled_from([*LANES, TIDY]),
        address=st.sampled_from([f"chat:{name}" for name in "abcde"]),
        lasts=st.sampled_from([0, 0, 1, 250]),
    )
    shared = Window("chat", draw(st.integers(1, 6)), draw(st.sampled_from([100, SECOND])))
    windows: dict[str, tuple[Window, ...]] = {}
    for name in "abcde":
        own = Window(f"chat:{name}", draw(st.integers(1, 3)), draw(st.sampled_from([50, SECOND])))
        group = Window(f"chat:{name}", draw(st.integers(4, 8)), 5 * SECOND)
        windows[f"chat:{name}"] = draw(st.sampled_from([(shared, own), (shared, own, group), (shared,), (own, shared)]))
    return draw(st.lists(message, max_size=60)), windows, draw(st.integers(1, 4))


@settings(max_examples=150, deadline=None)
@given(crowds())
def test_no_window_ever_holds_more_than_it_may(
    crowd: tuple[list[Message], dict[str, tuple[Window, ...]], int],
) -> None:
    """Not even by as much as a network squeezes; and all go out in the end, only so many at once."""
    messages, windows, at_once = crowd

    async def play() -> Post:
        post = Post(at_once)
        for message in sorted(messages):
            await post.clock.move(message.at)
            post.hand_in(message, windows[message.address])
        await post.finish()
        return post

    post = asyncio.run(play())
    assert sorted(start.message for start in post.started) == sorted(messages)
    assert post.most_on_their_way <= at_once
    against = defaultdict(list)
    for start in post.started:
        for window in windows[start.message.address]:
            against[window].append(start.at)
    for window, moments in against.items():
        assert fullest(moments, window.ms * MARGIN - 0.001) <= window.most


@settings(max_examples=150, deadline=None)
@given(crowds())
def test_nobody_goes_before_somebody_more_urgent_who_could_go(
    crowd: tuple[list[Message], dict[str, tuple[Window, ...]], int],
) -> None:
    """Whoever is passed by a message less urgent, or as urgent and younger, was kept by the limits of their own address."""
    drawn, _, _ = crowd
    shared = Window("chat", 4, SECOND)
    handed_in = [message._replace(lasts=0) for message in sorted(drawn)]

    async def play() -> list[Started]:
        post = Post()
        for message in handed_in:
            await post.clock.move(message.at)
            post.hand_in(message, (shared, Window(message.address, 1, 400)))
        await post.finish()
        return post.started

    started = asyncio.run(play())
    for place, (message, at) in enumerate(started):
        chats = {other.address for other, then in started[:place] if then + 400 * MARGIN > at}
        for passed, _ in started[place + 1 :]:
            if passed.at < at and passed.address not in chats:
                assert URGENCY[passed.lane] >= URGENCY[message.lane]


async def test_150_answers_in_one_instant_are_all_out_after_five_and_a_half_seconds() -> None:
    """Even in the midst of a broadcast, which has used all of its share just then."""
    post = Post()
    news = [Message(0, "cheers", f"chat:family {n}") for n in range(BROADCAST)]
    answers = [Message(2_100, "own", f"chat:student {n}") for n in range(LESSON)]
    await post.run([*news, *answers])
    assert max(post.waits("own")) <= 5_500
    assert fullest([start.at for start in post.started], SECOND) == 30


async def test_a_broadcast_to_300_delays_nobodys_answer_by_more_than_a_second() -> None:
    """150 students who answer every 12 s, at moments of their own, while it lasts; most are not delayed at all."""
    chance = Random(7)
    answers = [Message(chance.randrange(12 * SECOND), "own", f"chat:student {n}") for n in range(LESSON)]
    news = [Message(SECOND, "cheers", f"chat:family {n}") for n in range(BROADCAST)]
    quiet, busy = Post(), Post()
    await quiet.run(answers)
    await busy.run([*answers, *news])
    alone = {start.message.address: start.at for start in quiet.started}
    delays = [start.at - alone[start.message.address] for start in busy.started if start.message.lane == "own"]
    assert max(delays) <= SECOND
    assert quantiles(delays, n=20)[-1] <= 200
    assert max(busy.waits("cheers")) <= 18 * SECOND


async def test_while_news_goes_out_an_answer_starts_at_once() -> None:
    """A third of what a platform takes is kept free for it."""
    post = Post()
    for n in range(BROADCAST):
        post.hand_in(Message(0, "alerts", f"chat:{n}"))
    await post.clock.move(3_500)
    for n in range(10):
        post.hand_in(Message(3_500, "own", f"chat:student {n}"))
    await post.clock.rest()
    assert post.waits("own") == [0.0] * 10
    await post.finish()


async def test_lanes_go_out_in_their_order() -> None:
    """Those who wait for an answer, a helper, an alarm come before good news and before tidying."""
    post = Post()
    await post.run([Message(0, "own", "chat:ana")])
    for lane in (TIDY, "cheers", "own", "home", "help", "alerts"):
        post.pacer.hold("chat:ana", 10)
        post.hand_in(Message(0, lane, "chat:ana"))
    await post.finish()
    assert [start.message.lane for start in post.started[1:]] == ["own", "help", "alerts", "cheers", "home", TIDY]


async def test_the_least_urgent_gets_its_turn_as_soon_as_there_is_room() -> None:
    """While answers alone fill the platform it waits; a lesson at its usual pace leaves it room."""
    post = Post()
    rush = [Message(n * 25, "own", f"chat:{n}") for n in range(200)]
    lesson = [Message(10 * SECOND + n * 80, "own", f"chat:again {n}") for n in range(200)]
    tidying = [Message(500, TIDY, f"chat:tidy {n}") for n in range(20)]
    await post.run([*rush, *lesson, *tidying])
    tidied = [start.at for start in post.started if start.message.lane == TIDY]
    last_of_rush = max(start.at for start in post.started if start.message in rush)
    assert max(tidied) <= last_of_rush + 2 * SECOND
    assert max(post.waits("own")[200:]) <= 100


async def test_a_full_chat_and_a_held_one_stand_in_nobodys_way() -> None:
    """Somebody with a pile of messages, and somebody the platform asked us to leave alone, wait by themselves."""
    post = Post()
    post.pacer.hold("chat:held", 20 * SECOND)
    pile = [Message(0, "own", "chat:pile") for _ in range(10)]
    others = [Message(0, "cheers", f"chat:{n}") for n in range(20)]
    await post.run([*pile, Message(0, "own", "chat:held"), *others])
    assert max(post.waits("cheers")) <= 2 * SECOND
    assert [round(later.at - earlier.at) for earlier, later in pairwise(_to(post, "chat:pile"))] == [1_050] * 9
    [held] = _to(post, "chat:held")
    assert held.at == 20 * SECOND


async def test_a_hold_also_counts_for_those_who_wait_already_and_the_longest_one_counts() -> None:
    """A platform that says "in three seconds", and then "in one", is left alone for three; a hold of a key is for all of it."""
    post = Post()
    for _ in range(2):
        post.hand_in(Message(0, "own", "chat:ana"))
    post.hand_in(Message(0, "own", "free:ben"), ())
    await post.clock.rest()
    post.pacer.hold("chat:ana", 3 * SECOND)
    post.pacer.hold("chat:ana", SECOND)
    post.pacer.hold("free:ben", 2 * SECOND)
    post.hand_in(Message(0, "own", "free:ben"), ())
    await post.clock.move(2_500)
    post.pacer.hold("chat", 2 * SECOND)
    post.hand_in(Message(2_500, "own", "chat:cid"))
    await post.finish()
    assert [round(start.at) for start in post.started] == [0, 0, 2 * SECOND, 4_500, 4_500]
    assert sorted(start.message.address for start in post.started[3:]) == ["chat:ana", "chat:cid"]


async def test_where_a_platform_sets_no_pace_nobody_waits_for_even_a_turn_of_the_loop() -> None:
    """Neither the first nor any other up to those that may be on their way at once."""
    pacer = Pacer(StandingClock(), 3)
    for _ in range(3):
        with pytest.raises(StopIteration):
            pacer.ask("own", "pipe:ana", ()).send(None)
    fourth = asyncio.create_task(pacer.ask("own", "pipe:ana", ()))
    await StandingClock().rest()
    assert not fourth.done()
    pacer.done("own", "pipe:ana")
    await fourth


async def test_a_platform_that_hangs_keeps_no_other_platform_waiting() -> None:
    """And on the one that hangs, news does not take all the places either."""
    post = Post(6)
    for _ in range(10):
        post.hand_in(Message(0, "cheers", "slow:all", 50 * SECOND), ())
    post.hand_in(Message(0, "own", "fast:ana"), ())
    post.hand_in(Message(0, "own", "slow:ben"), ())
    await post.clock.rest()
    assert sorted(start.message.address for start in post.started) == ["fast:ana", *["slow:all"] * 4, "slow:ben"]
    await post.finish()


async def test_who_gives_up_waiting_takes_nobodys_place() -> None:
    """The next of that chat starts when the one before would have, and at its own time."""
    post = Post()
    await post.run([Message(0, "own", "chat:ana")])
    gives_up = asyncio.create_task(post.pacer.ask("own", "chat:ana", chat("chat:ana")))
    start = post.clock.now()
    post.pacer.hold("chat:ana", 500)
    post.hand_in(Message(int(start), "cheers", "chat:ana"))
    await post.clock.rest()
    gives_up.cancel()
    await post.finish()
    assert post.waits("cheers") == [500.0]


async def test_closing_lets_all_go_who_wait() -> None:
    """Their messages stay owed; nobody starts any more."""
    post = Post()
    for n in range(BROADCAST):
        post.hand_in(Message(0, "alerts", f"chat:{n}"))
    await post.clock.move(SECOND)
    post.pacer.close()
    post.hand_in(Message(0, "own", "chat:late"))
    await post.clock.move(MINUTE)
    assert len(post.started) == 20
    assert [task.cancelled() for task in post._tasks].count(True) == BROADCAST - 20 + 1


async def test_windows_that_ran_empty_are_forgotten() -> None:
    """A school of 5,000 leaves no more in memory than what the last second needs."""
    post = Post()
    people = [Message(n * 40, "own", f"chat:{n}") for n in range(5_000)]
    for message in people[:4_999]:
        post.pacer.hold(message.address, 1)
    await post.run(people)
    assert len(post.started) == 5_000
    assert post.pacer.remembered <= SWEEP + 1


def _to(post: Post, address: str) -> list[Started]:
    return [start for start in post.started if start.message.address == address]
