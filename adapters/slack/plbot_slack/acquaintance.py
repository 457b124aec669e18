"""What the school knows about somebody on Slack, where Slack wants an answer before the desk can give one."""

from plbot.core.opening import open_record
from plbot.core.records import Person
from plbot.school import School
from plbot.storage.store import StoreError
from plbot.words import FALLBACK


async def known(school: School, who: str) -> Person | None:
    """Who that address is; None for somebody new. Raises StoreError."""
    desk = school.desk
    address = desk.office.vault.hash(who)
    async with desk.store.batch(desk.school) as batch:
        person = (await batch.people([address])).get(address, "")
        doc = (await batch.records([person])).get(person) if person else None
    record = open_record(person, doc) if doc is not None else None
    return record if isinstance(record, Person) else None


async def sentence(school: School, who: str, block: str) -> str:
    """A sentence of `words/` in that person's language, as far as it can be known now."""
    try:
        person = await known(school, who)
    except StoreError:
        person = None
    return school.desk.office.words.say(person.language if person else FALLBACK, "slack", block, {})
