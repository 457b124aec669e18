"""The platforms that this environment asks for: each made, or a sentence why it could not be."""

import os
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, cast

from plbot.adapters import AdapterMissingError, ConfigError, ServedAdapter, configured, find
from plbot.ledger import where
from plbot.logs import hider
from plbot.school import SetupError

OWN_COMMANDS = frozenset({"bridge", "terminal"})  # they talk on their own process's stdin and stdout

_NONE = (
    "No platform is configured. For Telegram set PLBOT_TELEGRAM_TOKEN; for Slack set PLBOT_SLACK_BOT_TOKEN and "
    "PLBOT_SLACK_APP_TOKEN. docs/admins.md goes through it step by step. To talk without any account: plbot chat"
)


class Platforms(NamedTuple):
    """`amiss`: those that cannot run as they are set up, each with a sentence that says what to do."""

    adapters: Mapping[str, ServedAdapter]
    amiss: Mapping[str, str]


def asked_for(environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """Names of the platforms that variables are set for."""
    return [name for name in configured(environment) if name not in OWN_COMMANDS]


def make(names: Collection[str], environment: Mapping[str, str] = os.environ) -> Platforms:
    """Make the adapters of these names. One that cannot be made keeps no other from running."""
    adapters: dict[str, ServedAdapter] = {}
    amiss: dict[str, str] = {}
    hide = hider(environment)
    for name in names:
        try:
            adapters[name] = cast("ServedAdapter", find(name)(environment))
        except (AdapterMissingError, ConfigError) as error:
            amiss[name] = hide(str(error))
        except Exception as error:  # noqa: BLE001 # a mistake in one adapter must not keep the others from running
            amiss[name] = (
                f"The {name} adapter failed: {where(error)}. That is a mistake of ours; please report this line."
            )
    return Platforms(adapters, amiss)


def chosen(only: Sequence[str], environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """Choose the platforms to run: all that are configured, or `only` those. Raises SetupError."""
    names = asked_for(environment)
    if not names:
        raise SetupError(_NONE)
    for name in only:
        if name not in names:
            raise SetupError(f"The platform {name!r} is not configured, only: {', '.join(names)}. See docs/admins.md.")
    return [name for name in names if name in only or not only]
