"""What Slack tells the app, in Slack's own shapes: events, interactions, commands."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import count
from uuid import uuid4

from tests.fakes.slack_delivery import Delivery, PostOffice
from tests.fakes.slack_views import Triggers
from tests.fakes.slack_workspace import APP, BOT_USER, DOMAIN, TEAM, Channel, Json, Member, Message, Workspace

RESPONSES = 5  # https://docs.slack.dev/interactivity/handling-user-interaction: "up to 5 times within 30 minutes"
RESPONSE_SECONDS = 1800.0
MESSAGES_OF = {"im": "message.im", "mpim": "message.mpim", "channel": "message.channels", "group": "message.groups"}


@dataclass(eq=False)
class ResponseUrl:
    """Where the app may answer an interaction."""

    channel: Channel
    user: str
    original: Message | None
    until: float
    left: int = RESPONSES


class Announcer:
    """`subscribed`: the events the app's manifest names; None: all of them."""

    def __init__(
        self,
        workspace: Workspace,
        office: PostOffice,
        triggers: Triggers,
        now: Callable[[], float],
        subscribed: Collection[str] | None,
    ) -> None:
        self.address = ""
        self.token = uuid4().hex[:24]  # the legacy verification token: part of every payload, and no proof of anything
        self.response_urls: dict[str, ResponseUrl] = {}
        self.installed = True
        self._workspace = workspace
        self._office = office
        self._triggers = triggers
        self._now = now
        self._subscribed = subscribed
        self._numbers = count(1)

    # events

    def tell(self, event: Json, name: str = "") -> Delivery:
        """Tell an event, if the app is installed and subscribed to it; otherwise nothing is sent, and it is settled."""
        delivery = Delivery("events_api", self._callback(event))
        wanted = self._subscribed is None or (name or event["type"]) in self._subscribed
        if not wanted or not self.installed:
            delivery.settled.set()
            return delivery
        return self._office.send(delivery)

    def tell_message(self, message: Json, channel: Channel) -> Delivery:
        """Tell a message event of that conversation, if the app is in it."""
        told = {"channel": channel.id, "channel_type": channel.kind, "event_ts": message["ts"]}
        name = MESSAGES_OF[channel.kind] if BOT_USER in channel.members else "(not a member)"
        if BOT_USER not in channel.members:
            delivery = Delivery("events_api", {})
            delivery.settled.set()
            return delivery
        return self.tell(message | told, name)

    def again(self, delivery: Delivery) -> Delivery:
        """Bring the very same event once more, as Slack does when an answer got lost."""
        return self._office.send(Delivery("events_api", delivery.payload))

    def _callback(self, event: Json) -> Json:
        authorization = {
            "enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False,
        }  # fmt: skip
        return {
            "token": self.token, "team_id": TEAM, "context_team_id": TEAM, "context_enterprise_id": None,
            "api_app_id": APP, "event": event, "type": "event_callback", "event_id": f"Ev{next(self._numbers):08d}",
            "event_time": int(time.time()), "authorizations": [authorization], "is_ext_shared_channel": False,
            "event_context": f"4-{uuid4().hex}",
        }  # fmt: skip

    # interactions

    def interact(
        self,
        kind: str,
        who: Member,
        more: Json,
        *,
        answered: Callable[[Json], None],
        given_up: Callable[[], None],
        trigger: bool = True,
    ) -> Delivery:
        user = {"id": who.id, "username": who.handle, "name": who.handle, "team_id": TEAM}
        payload: Json = {
            "type": kind, "team": {"id": TEAM, "domain": DOMAIN}, "user": user, "api_app_id": APP, "token": self.token,
            "enterprise": None, "is_enterprise_install": False,
        }  # fmt: skip
        if trigger:
            payload["trigger_id"] = self._triggers.issue(who.id)
        takes_answer = kind == "view_submission"
        delivery = Delivery("interactive", payload | more, answered, given_up, answerable=takes_answer)
        return self._send(delivery)

    def command(
        self,
        command: str,
        text: str,
        who: Member,
        channel: Channel,
        *,
        answered: Callable[[Json], None],
        given_up: Callable[[], None],
    ) -> Delivery:
        payload = {
            "token": self.token, "team_id": TEAM, "team_domain": DOMAIN, "channel_id": channel.id,
            "channel_name": channel.name, "user_id": who.id, "user_name": who.handle, "command": command, "text": text,
            "api_app_id": APP, "is_enterprise_install": "false", "trigger_id": self._triggers.issue(who.id),
            "response_url": self.response_url(channel, who.id, None),
        }  # fmt: skip
        return self._send(Delivery("slash_commands", payload, answered, given_up, answerable=True))

    def _send(self, delivery: Delivery) -> Delivery:
        if self.installed:
            return self._office.send(delivery)
        delivery.given_up()
        delivery.settled.set()
        return delivery

    def response_url(self, channel: Channel, user: str, original: Message | None) -> str:
        ticket = uuid4().hex
        until = self._now() + RESPONSE_SECONDS
        self.response_urls[ticket] = ResponseUrl(channel, user, original, until)
        return f"{self.address}/response/{ticket}"


def channel_told(channel: Channel) -> Json:
    return {"id": channel.id, "name": channel.name if channel.kind == "channel" else "privategroup"} | (
        {"name": "directmessage"} if channel.kind == "im" else {}
    )
