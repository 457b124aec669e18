"""What platforms list beside the place to type, before it is known who somebody is."""

from collections.abc import Mapping

from plbot.core.cards import Command
from plbot.dialogues.home import AT_FIRST
from plbot.words import Phrasebook


def default_commands(words: Phrasebook) -> Mapping[str, tuple[Command, ...]]:
    """By language, what somebody may type who is in no class yet."""
    return {
        language: tuple(Command(word, words.say(language, "shortcuts", word, {})) for word in AT_FIRST)
        for language in words.languages
    }
