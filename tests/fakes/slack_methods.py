"""What each Web API method does to the workspace. Errors are those that the method's own page lists."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tests.fakes.slack_files import Files
from tests.fakes.slack_oracle import Surface, wrong_view
from tests.fakes.slack_posts import Posts
from tests.fakes.slack_views import RefusedError, Screens, Triggers
from tests.fakes.slack_workspace import APP, BOT, BOT_USER, DOMAIN, TEAM, Channel, Json, Member, Workspace


class Tickets(Protocol):
    """Where a websocket can be opened."""

    def __call__(self) -> str: ...


class Methods:
    """The methods, over one workspace."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        posts: Posts,
        files: Files,
        screens: Screens,
        triggers: Triggers,
        object_to: Callable[[str, str], None],
        link_url: Tickets,
    ) -> None:
        self.workspace = workspace
        self.posts = posts
        self.files = files
        self.screens = screens
        self.triggers = triggers
        self.object_to = object_to
        self.link_url = link_url

    # who am I

    def auth_test(self, _: Json) -> Json:
        return {
            "url": f"https://{DOMAIN}.slack.com/", "team": "School", "user": "plbot", "team_id": TEAM,
            "user_id": BOT_USER, "bot_id": BOT, "app_id": APP, "is_enterprise_install": False,
        }  # fmt: skip

    def connections_open(self, _: Json) -> Json:
        return {"url": self.link_url()}

    def team_info(self, _: Json) -> Json:
        return {"team": {"id": TEAM, "name": "School", "domain": DOMAIN}}

    # people and conversations

    def users_info(self, args: Json) -> Json:
        return {"user": self.member(args.get("user")).payload()}

    def users_list(self, _: Json) -> Json:
        return {"members": [member.payload() for member in self.workspace.members.values()]}

    def conversations_open(self, args: Json) -> Json:
        """One person: the conversation with the bot. Several: a group conversation."""
        users = [who for who in str(args.get("users", "")).split(",") if who]
        if not users and "channel" in args:
            return {"channel": {"id": self.channel(args["channel"]).id}}
        if not users:
            raise RefusedError("users_list_not_supplied")
        people = [self.member(who) for who in users]
        if any(member.deleted for member in people):
            raise RefusedError("user_disabled")
        if len(people) == 1:
            return {"channel": {"id": self.workspace.direct(people[0].id).id}}
        return {"channel": {"id": self._group([*users, BOT_USER]).id}}

    def _group(self, people: list[str]) -> Channel:
        for channel in self.workspace.channels.values():
            if channel.kind == "mpim" and set(channel.members) == set(people):
                return channel
        return self.workspace.open_channel("mpdm", "mpim", people)

    def conversations_info(self, args: Json) -> Json:
        return {"channel": self.channel(args.get("channel")).payload()}

    def conversations_members(self, args: Json) -> Json:
        return {"members": self.channel(args.get("channel")).members, "response_metadata": {"next_cursor": ""}}

    def conversations_history(self, args: Json) -> Json:
        said = list(self.workspace.in_channel(self.channel(args.get("channel"))))
        return {"messages": [message.payload() for message in reversed(said)], "has_more": False}

    def conversations_join(self, args: Json) -> Json:
        channel = self.channel(args.get("channel"))
        if channel.kind != "channel":
            raise RefusedError("method_not_supported_for_channel_type")
        if BOT_USER not in channel.members:
            channel.members.append(BOT_USER)
        return {"channel": channel.payload()}

    def reactions_add(self, args: Json) -> Json:
        if self.workspace.message(str(args.get("channel")), str(args.get("timestamp"))) is None:
            raise RefusedError("message_not_found")
        return {}

    # views

    def views_open(self, args: Json) -> Json:
        self._check(args, "modal", "views.open")
        user = self.triggers.exchange(str(args.get("trigger_id")))
        return {"view": self.screens.open(user, args["view"]).payload()}

    def views_push(self, args: Json) -> Json:
        self._check(args, "modal", "views.push")
        user = self.triggers.exchange(str(args.get("trigger_id")))
        return {"view": self.screens.push(user, args["view"]).payload()}

    def views_update(self, args: Json) -> Json:
        self._check(args, "modal", "views.update")
        view_id, external_id = str(args.get("view_id", "")), str(args.get("external_id", ""))
        expected = str(args.get("hash") or "")
        shown = self.screens.update(args["view"], view_id=view_id, external_id=external_id, expected=expected)
        return {"view": shown.payload()}

    def views_publish(self, args: Json) -> Json:
        self._check(args, "home", "views.publish")
        user = self.member(args.get("user_id"))
        return {"view": self.screens.publish(user.id, args["view"], str(args.get("hash") or "")).payload()}

    def _check(self, args: Json, surface: Surface, method: str) -> None:
        """Raises RefusedError as Slack would; what is wrong is kept as an objection."""
        wrong = wrong_view(args.get("view"), surface, self.files.find)
        for each in wrong:
            self.object_to(method, str(each))
        if any(each.says == "view_too_large" for each in wrong):
            raise RefusedError("view_too_large")
        if wrong:
            messages = ["[ERROR] failed to match all allowed schemas [json-pointer:/view]"]
            raise RefusedError(
                "invalid_arguments",
                response_metadata={"messages": messages + [f"[ERROR] {each}" for each in wrong]},
            )

    # what is named

    def member(self, named: Any) -> Member:
        if named not in self.workspace.members:
            raise RefusedError("user_not_found")
        return self.workspace.members[named]

    def channel(self, named: Any) -> Channel:
        if named not in self.workspace.channels:
            raise RefusedError("channel_not_found")
        return self.workspace.channels[named]


NO_TOKEN = {"api.test"}
METHODS: Mapping[str, Callable[[Methods, Json], Json]] = {
    "api.test": lambda _, args: {"args": args},
    "auth.test": Methods.auth_test,
    "apps.connections.open": Methods.connections_open,
    "team.info": Methods.team_info,
    "users.info": Methods.users_info,
    "users.list": Methods.users_list,
    "conversations.open": Methods.conversations_open,
    "conversations.info": Methods.conversations_info,
    "conversations.members": Methods.conversations_members,
    "conversations.history": Methods.conversations_history,
    "conversations.join": Methods.conversations_join,
    "reactions.add": Methods.reactions_add,
    "chat.postMessage": lambda methods, args: methods.posts.post(args),
    "chat.postEphemeral": lambda methods, args: methods.posts.post_ephemeral(args),
    "chat.update": lambda methods, args: methods.posts.update(args),
    "chat.delete": lambda methods, args: methods.posts.delete(args),
    "files.getUploadURLExternal": lambda methods, args: methods.files.get_url(args),
    "files.completeUploadExternal": lambda methods, args: methods.files.complete(args),
    "files.info": lambda methods, args: methods.files.info(args),
    "views.open": Methods.views_open,
    "views.push": Methods.views_push,
    "views.update": Methods.views_update,
    "views.publish": Methods.views_publish,
}
