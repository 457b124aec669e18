"""Peer help beyond the transcripts: what must never be seen, and what must not go on for ever."""

import msgspec
from tests.dialogues.test_peers_wander import KNOWN, helping
from tests.safety.test_likeness import learned
from tests.stage import Stage
from tests.wander import room_of, started

from plbot.core import facts as f
from plbot.core import peer_letters as p
from plbot.core import peer_scenes as ps
from plbot.core.events import Inbound
from plbot.core.screen.look import Screen
from plbot.limits import DAY, HOUR, MINUTE, limits


def told(stage: Stage, who: str) -> str:
    return "\n".join(owed.card.to_text() for owed in stage.to(who))


def intents(stage: Stage, who: str) -> set[str]:
    return {choice.intent for choice in stage.choices(who)}


def test_end_report_and_block_stand_under_every_relayed_message() -> None:
    stage = helping(talking=True)
    for text in ("which comes first?", "and then?"):
        for owed in stage.write("ana", text):
            choices = owed.card.choices
            assert choices
            assert {"end", "report", "block"} <= {choice.intent for choice in choices.choices}


def test_both_are_told_that_the_teacher_can_read() -> None:
    stage = helping(talking=True)
    for who in ("ana", "ben"):
        assert "Ms Li can read this" in told(stage, who)


def test_the_helper_never_sees_scores_and_nobody_sees_an_address() -> None:
    stage = helping(talking=True)
    for text in ("practise", "hi", "/end", "yes, it did", "that's all"):
        stage.write("ana", text)
    for who in ("ana", "ben"):
        assert "stage:" not in told(stage, who)
        assert "%" not in told(stage, who)
    assert not any(word in told(stage, "ben") for word in ("of your last", "not ready", "answered"))


def test_what_is_taken_out_is_kept_nowhere() -> None:
    """Neither the partner, nor the teacher, nor the store has the number; both are told that something went."""
    stage = helping(talking=True)
    stage.write("ana", "call me: 0791234567")
    kept = [fact.text for fact in stage.facts_of("ana")] + [owed.card.to_text() for owed in stage.said]
    assert not any("0791234567" in text for text in kept)
    assert "without what could lead out of here" in stage.to("ana")[-1].card.to_text()
    assert "I took something out" in stage.to("ben")[-1].card.to_text()


def test_what_rings_even_without_the_way_to_meet_does_not_pass() -> None:
    """Where only likeness says that something is amiss, a number is the reason only if nothing rings once it is gone."""
    stage = helping(talking=True)
    stage.screen = Screen([], learned({"nobody_knows": 60}))
    stage.write("ana", "nobody knows, call me: 0791234567")
    assert "nobody knows" not in told(stage, "ben")
    stage.screen = Screen([], learned({"0791234567": 60}))
    stage.write("ana", "which comes first? call 0791234567")
    assert "which comes first?" in told(stage, "ben")


def test_words_lie_in_the_text_of_their_writer_and_letters_with_words_vanish() -> None:
    stage = helping(talking=True)
    stage.write("ana", "a canary sings")
    assert [kept.text for kept in stage.facts_of("ana") if isinstance(kept.fact, f.WroteToPeer)] == ["a canary sings"]
    assert not any(kept.text for kept in stage.facts_of("ben"))
    assert not any(isinstance(note, p.Relayed) for _, _, _, note in stage.letters)
    assert all(b"canary" not in doc for doc in stage.docs.values())


def test_a_report_holds_the_words_until_it_is_closed() -> None:
    """Longer than other texts are kept; then they go."""
    stage = helping(talking=True)
    stage.write("ben", "a rude word")
    stage.tap("ana", "report")
    for who in ("ana", "ben"):
        stage.facts[stage.addresses[f"stage:{who}"]] = [
            msgspec.structs.replace(kept, text="") for kept in stage.facts_of(who)
        ]  # as the night does with texts that are too old
    stage.advance((limits.text_days + 1) * DAY)
    assert "reported a talk" in told(stage, "ms-li")
    stage.tap("ms-li", "read_help")
    assert "ben: a rude word" in stage.last("ms-li")
    stage.tap("ms-li", "close_report")
    assert not room_of(stage).help.reports


def test_the_alert_of_a_report_holds_no_words_and_goes_in_the_lane_of_alerts() -> None:
    stage = helping(talking=True)
    stage.write("ben", "a rude word")
    said = stage.press("ana", stage.button("ana", "report"))
    teacher = stage.person("ms-li").id
    alerts = [owed for owed in said if owed.to == teacher]
    assert {owed.lane for owed in alerts} == {"alerts"}
    assert not any("rude" in owed.card.to_text() for owed in alerts)


def test_a_report_also_counts_after_the_end() -> None:
    stage = helping(talking=True)
    report = stage.button("ana", "report")
    stage.write("ben", "a rude last word")
    stage.write("ben", "/end")
    stage.press("ana", report)
    assert room_of(stage).help.reports


def test_a_pair_that_parted_by_a_block_is_not_put_together_either_way() -> None:
    stage = helping(talking=True)
    stage.tap("ana", "block")
    for text in (f"learn {KNOWN}", "find a helper", "yes"):
        stage.write("ana", text)
    assert "Nobody is free" in told(stage, "ana")


def test_nobody_is_asked_while_a_form_is_open() -> None:
    stage = helping(talking=False)
    stage.write("ana", "no helper needed any more")
    ben = stage.person("ben")
    busy = msgspec.structs.replace(ben.standing("6.RP.A.2"), state="reassessing")
    stage.docs[ben.id] = msgspec.json.encode(
        msgspec.structs.replace(ben, standings={**ben.standings, "6.RP.A.2": busy})
    )
    before, asked = len(stage.to("ben")), room_of(stage).help.asked
    for text in ("find a helper", "yes"):
        stage.write("ana", text)
    assert len(stage.to("ben")) == before
    assert room_of(stage).help.asked == asked


def test_a_helper_who_blocks_the_bot_is_followed_by_the_next_best_thing() -> None:
    stage = helping(talking=True)
    stage.hear(Inbound("", "stage:ben", "blocked"))
    assert stage.person("ana").helping is None
    assert "Nobody is free" in told(stage, "ana") or "nobody has time" in told(stage, "ana")


def test_a_session_ends_by_itself_after_twenty_minutes() -> None:
    stage = helping(talking=True)
    for _ in range(5):
        stage.advance(4 * MINUTE)
        stage.write("ben", "and now?")
    assert stage.person("ana").helping is None
    assert stage.person("ben").helping is None


def test_words_in_a_session_are_bounded() -> None:
    stage = helping(talking=True)
    for number in range(limits.peer_messages + 3):
        stage.write("ana", f"word {number}")
    assert sum(isinstance(kept.fact, f.WroteToPeer) for kept in stage.facts_of("ana")) == limits.peer_messages
    stage.write("ana", "w" * (limits.peer_longest + 1))
    assert "in two parts" in stage.last("ana")


def test_only_a_teacher_of_the_class_reads_a_session() -> None:
    """A button that wandered elsewhere shows nothing, and does not say whether there is something."""
    stage = helping(talking=True)
    stage.write("ana", "between us")
    session = next(iter(room_of(stage).help.sessions))
    other = stage.found_class("Room 13")
    stage.write("mr-ode", other.teacher_code)
    stage.write("mr-ode", "menu")
    for who in ("mr-ode", "ana"):
        person = stage.person(who)
        peeking = msgspec.structs.replace(person, scene=ps.OverseeingHelp(room_of(stage).id, session))
        stage.docs[person.id] = msgspec.json.encode(peeking)
        stage.hear(Inbound("", f"stage:{who}", "photo"))
        assert "between us" not in stage.last(who)


def test_a_teacher_who_reads_leaves_a_trace_about_both() -> None:
    stage = helping(talking=True)
    for text in ("menu", "Room 12", "classmates helping"):
        stage.write("ms-li", text)
    stage.tap("ms-li", "read_help")
    looked = [
        kept.fact.at for kept in stage.facts_of("ms-li") if isinstance(kept.fact, f.Looked) and kept.fact.what == "help"
    ]
    assert set(looked) == {stage.person("ana").id, stage.person("ben").id}
    stage.write("ana", "menu")
    for text in ("my data", "who has seen my record?"):
        stage.write("ana", text)
    assert "Ms Li read a talk of yours with a classmate" in stage.last("ana")


def test_only_the_good_of_it_stands_in_the_helper_s_binder() -> None:
    stage = helping(talking=True)
    for text in ("/end", "not yet", "practise"):
        stage.write("ana", text)
    assert not any(isinstance(kept.fact, f.HelpedSomebody) for kept in stage.facts_of("ben"))
    assert room_of(stage).help.worth == {stage.person("ben").id: -1}


def test_old_buttons_of_a_session_do_nothing_once_it_is_over() -> None:
    stage = helping(talking=True)
    end = stage.button("ben", "end")
    stage.write("ana", "/end")
    facts = len(stage.facts_of("ben"))
    said = stage.press("ben", end)
    assert said
    assert len(stage.facts_of("ben")) == facts


def test_thanks_wait_until_the_quiet_hours_are_over() -> None:
    stage = helping(talking=True)
    stage.write("ana", "/end")
    stage.advance(14 * HOUR)
    before = len(stage.to("ben"))
    stage.write("ana", "yes, it did")
    assert len(stage.to("ben")) == before
    stage.advance(12 * HOUR)
    assert "did help" in told(stage, "ben")


def test_a_way_to_meet_elsewhere_that_is_hidden_in_words_does_not_pass_either() -> None:
    stage = helping(talking=True)
    stage.write("ana", "my snap is anabanana, add me, or 0791234567")
    assert "banana" not in told(stage, "ben")
    assert "I took something out" in stage.to("ben")[-1].card.to_text()


def test_where_nobody_is_free_the_teacher_is_one_tap_away() -> None:
    """Nobody helps: with a sentence, or without, it stands among the calls for help on the board."""
    stage = started(admit="open", joined=True)
    for text in (KNOWN, "find a helper", "yes"):
        stage.write("ana", text)
    assert "Nobody is free" in told(stage, "ana")
    stage.tap("ana", "ask_teacher")
    stage.write("ana", "why is it not 4 to 3?")
    assert "why is it not 4 to 3?" in told(stage, "ms-li")
    assert [kept.fact.standard for kept in stage.facts_of("ana") if isinstance(kept.fact, f.AskedTeacher)] == [KNOWN]


def test_who_changes_their_mind_about_asking_the_teacher_is_back_at_the_standard() -> None:
    stage = started(admit="open", joined=True)
    for text in (KNOWN, "find a helper", "yes"):
        stage.write("ana", text)
    stage.tap("ana", "ask_teacher")
    stage.tap("ana", "no")
    assert "How would you like to start?" in stage.last("ana")


def thanked(sentence: str) -> Stage:
    """Ana was helped, and said so to Ben in this sentence."""
    stage = helping(talking=True)
    for text in ("/end", "yes, it did", sentence):
        stage.write("ana", text)
    stage.write("ben", "binder")
    return stage


def test_thanks_stand_in_the_helper_s_binder_without_a_name() -> None:
    stage = thanked("you drew it for me, that did it. ANA")
    assert "Got thanks for helping" in stage.last("ben")
    assert "“you drew it for me, that did it. (a classmate)”" in stage.last("ben")
    assert "ana" not in stage.last("ben").casefold()


def test_thanks_are_kept_where_the_words_of_their_writer_are() -> None:
    """They go with them: after a month, and when the writer is forgotten; that there were thanks stays."""
    stage = thanked("you drew it for me")
    assert not any("drew" in kept.text for kept in stage.facts_of("ben"))
    ana = stage.person("ana").id
    stage.facts[ana] = [msgspec.structs.replace(kept, text="") for kept in stage.facts_of("ana")]
    stage.write("ben", "binder")
    assert "Got thanks for helping" in stage.last("ben")
    assert "drew" not in stage.last("ben")


def test_the_teacher_reads_the_thanks_in_the_binder_too() -> None:
    stage = thanked("you drew it for me")
    for text in ("menu", "Room 12", "ben"):
        stage.write("ms-li", text)
    assert "you drew it for me" in stage.last("ms-li")
