"""Buttons, forms, homes and commands of the fake Slack: what the app is told, and what it may do with it."""

from collections.abc import AsyncIterator

import pytest
from tests.fakes.slack_app import App, Open, actions, apps, button, modal, refused, section, words
from tests.fakes.slack_forms import CannotError
from tests.fakes.slack_people import Person


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    async with apps() as open_app:
        yield open_app


async def asked(app: App, *labels: str) -> Person:
    """Ana, with a message of these buttons before her."""
    ana = app.slack.user("Ana")
    blocks = [section("What now?"), actions(*(button(label, f"m:{n}") for n, label in enumerate(labels, 1)))]
    await app.web.chat_postMessage(channel=ana.id, text="What now?", blocks=blocks)
    await app.slack.office.settled()
    app.heard.clear()
    return ana


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_press_tells_who_what_and_where(opened: Open, mode: str) -> None:
    app = await opened(mode=mode)
    ana = await asked(app, "Go", "Stop")
    await ana.presses("Stop")
    pressed = app.heard[0]
    assert (pressed["type"], pressed["user"]["id"], pressed["actions"][0]["value"]) == ("block_actions", ana.id, "m:2")
    assert pressed["message"]["ts"] == pressed["container"]["message_ts"] == ana.messages[0].ts
    assert pressed["channel"]["id"] == ana.messages[0].channel


async def test_a_button_that_is_gone_cannot_be_pressed_but_by_who_still_saw_it(opened: Open) -> None:
    app = await opened()
    ana = await asked(app, "Go")
    before = ana.messages[0]
    await app.web.chat_update(channel=before.channel, ts=before.ts, text="over", blocks=[])
    with pytest.raises(CannotError):
        ana.presses("Go")
    await ana.presses("Go", where=before)
    assert app.heard[-1]["actions"][0]["value"] == "m:1"


async def test_a_trigger_opens_one_form_within_three_seconds(opened: Open) -> None:
    app = await opened()
    ana = await asked(app, "Write")
    await ana.presses("Write")
    trigger = app.heard[0]["trigger_id"]
    await app.web.views_open(trigger_id=trigger, view=modal(words()))
    again = app.web.views_open(trigger_id=trigger, view=modal(words()))
    assert (await refused(again))["error"] == "exchanged_trigger_id"
    await ana.presses("Write", where="message")
    app.slack.clock.advance(3.1)
    late = app.web.views_open(trigger_id=app.heard[-1]["trigger_id"], view=modal(words()))
    assert (await refused(late))["error"] == "expired_trigger_id"


async def with_form(app: App) -> Person:
    """Ana, with an open form."""
    ana = await asked(app, "Write")
    await ana.presses("Write")
    form = modal(words(max_length=20), private_metadata="mid")
    await app.web.views_open(trigger_id=app.heard[0]["trigger_id"], view=form)
    app.heard.clear()
    return ana


async def test_a_form_is_filled_in_and_sent(opened: Open) -> None:
    app = await opened()
    ana = await with_form(app)
    assert ana.modal
    assert (ana.modal.title, ana.modal.fields) == ("Reflect", ("What did you learn?",))
    await ana.submits({"What did you learn?": "halves"})
    view = app.heard[0]["view"]
    assert (app.heard[0]["type"], view["private_metadata"]) == ("view_submission", "mid")
    assert view["state"]["values"]["asked"]["words"]["value"] == "halves"
    assert ana.modal is None


async def test_slack_itself_stops_what_does_not_fit_a_form(opened: Open) -> None:
    app = await opened()
    ana = await with_form(app)
    with pytest.raises(CannotError, match="empty"):
        ana.submits()
    with pytest.raises(CannotError, match="20 characters"):
        ana.fills("x" * 21)
    assert app.heard == []


async def test_the_app_answers_a_form_with_errors_a_further_form_or_by_clearing_all(opened: Open) -> None:
    app = await opened()
    ana = await with_form(app)
    app.answers = [
        {"response_action": "errors", "errors": {"asked": "A little more, please."}},
        {"response_action": "push", "view": modal(words("And then?"))},
        {"response_action": "clear"},
    ]
    await ana.submits({"": "x"})
    assert (await ana.sees("What did you learn?")).errors == ("A little more, please.",)
    await ana.submits()
    assert (await ana.sees("And then?")).fields == ("And then?",)
    await ana.submits({"": "y"})
    assert ana.modal is None


async def test_an_answer_to_a_form_that_slack_cannot_use_is_an_objection(opened: Open) -> None:
    app = await opened()
    ana = await with_form(app)
    app.answers = [{"response_action": "errors", "errors": {"nowhere": "?"}}]
    await ana.submits({"": "x"})
    assert ana.errors == ["trouble_connecting"]
    assert len(app.slack.objections) == 1


async def test_a_form_that_is_not_acknowledged_stays_open(opened: Open) -> None:
    app = await opened()
    ana = await with_form(app)
    app.deaf = 1
    sent = ana.submits({"": "halves"})
    await app.slack.until(lambda: bool(app.heard))
    app.slack.clock.advance(3)
    await sent
    assert ana.modal
    assert (ana.errors, app.slack.unacked) == (["trouble_connecting"], [sent])


async def test_closing_a_form_is_told_only_where_the_app_asked_for_it(opened: Open) -> None:
    app = await opened()
    ana = await with_form(app)
    assert ana.closes() is None
    ana = await with_form(app)
    shown = app.slack.screens.modal(ana.id)
    assert shown
    await app.web.views_update(view_id=shown.id, view=modal(words(), notify_on_close=True))
    closed = ana.closes()
    assert closed
    await closed
    assert app.heard[-1]["type"] == "view_closed"


async def test_a_view_is_not_overwritten_by_who_saw_an_older_one(opened: Open) -> None:
    app = await opened()
    ana = app.slack.user("Ana")
    home = {"type": "home", "blocks": [section("Your path")]}
    first = (await app.web.views_publish(user_id=ana.id, view=home))["view"]["hash"]
    await app.web.views_publish(user_id=ana.id, view=home, hash=first)
    late = app.web.views_publish(user_id=ana.id, view=home, hash=first)
    assert (await refused(late))["error"] == "hash_conflict"
    await ana.opens_home()
    assert app.heard[-1]["event"]["view"]["blocks"][0]["text"]["text"] == "Your path"


async def test_a_button_on_the_home_tells_its_view(opened: Open) -> None:
    app = await opened()
    ana = app.slack.user("Ana")
    home = {"type": "home", "blocks": [section("Your path"), actions(button("Practise", "m:1"))]}
    await app.web.views_publish(user_id=ana.id, view=home)
    await ana.presses("Practise", where="home")
    assert (app.heard[0]["container"]["type"], app.heard[0]["view"]["type"]) == ("view", "home")
    assert "response_url" not in app.heard[0]


@pytest.mark.parametrize(
    ("view", "says"),
    [
        ({key: part for key, part in modal(words()).items() if key != "submit"}, "needs a submit"),
        (modal(words(), title={"type": "plain_text", "text": "x" * 25}), "title"),
        (modal(words(), private_metadata="x" * 3001), "private_metadata"),
        (modal(*[section("x")] * 101), "no more than 100"),
        (modal(words(), id="V1"), "additional property: id"),
        (modal(words(), titel="x"), "additional property: titel"),
        (modal(words(), type="home"), "must be a modal"),
        (modal(words(), words()), "used twice"),
        (modal({"type": "markdown", "text": "x"}), "unsupported type: markdown"),
        (modal(), "no less than 1"),
    ],
)
async def test_forms_that_slack_refuses_are_refused_and_noted(opened: Open, view: dict[str, object], says: str) -> None:
    app = await opened()
    ana = await asked(app, "Write")
    await ana.presses("Write")
    answer = await refused(app.web.views_open(trigger_id=app.heard[0]["trigger_id"], view=view))
    assert answer["error"] == "invalid_arguments"
    assert any(says in message for message in answer["response_metadata"]["messages"])
    assert any(says in objection.says for objection in app.slack.objections)
    assert ana.modal is None


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_a_command_is_answered_for_one_pair_of_eyes(opened: Open, mode: str) -> None:
    app = await opened(mode=mode)
    ana, ben = app.slack.user("Ana"), app.slack.user("Ben")
    room = app.slack.channel("room-12", [ana, ben])
    app.answers = [{"text": "I wrote to you."}]
    await ana.commands("/plbot", "menu", channel=room)
    assert (app.heard[0]["command"], app.heard[0]["text"], app.heard[0]["channel_id"]) == ("/plbot", "menu", room.id)
    assert ([seen.text for seen in ana.ephemerals], ben.ephemerals) == (["I wrote to you."], [])


async def test_a_response_url_takes_five_answers(opened: Open) -> None:
    app = await opened()
    ana = await asked(app, "Go")
    await ana.presses("Go")
    statuses = []
    for n in range(6):
        async with app.session.post(app.heard[0]["response_url"], json={"text": str(n)}) as answer:
            statuses.append(answer.status)
    assert statuses == [200] * 5 + [404]
    assert [seen.text for seen in ana.ephemerals] == list("01234")


async def test_a_response_url_replaces_the_message_it_belongs_to(opened: Open) -> None:
    app = await opened()
    ana = await asked(app, "Go")
    await ana.presses("Go")
    told = {"text": "gone", "replace_original": True}
    async with app.session.post(app.heard[0]["response_url"], json=told) as answer:
        assert answer.status == 200
    assert [(seen.text, seen.buttons) for seen in ana.messages] == [("gone", ())]


async def test_shortcuts_tell_their_name_and_the_message(opened: Open) -> None:
    app = await opened()
    ana = await asked(app, "Go")
    await ana.shortcut("open_menu")
    await ana.message_shortcut("ask_helper", ana.messages[0])
    assert [(heard["type"], heard["callback_id"]) for heard in app.heard] == [
        ("shortcut", "open_menu"),
        ("message_action", "ask_helper"),
    ]
    assert app.heard[1]["message"]["text"] == "What now?"
