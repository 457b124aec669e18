"""What is kept about whom, why, and how long: one line for every stored column. `documents` has those of fields inside.

The privacy page is written from both.

A column without a line here fails a test. Write the page anew with: python -m plbot.storage.datamap > docs/privacy.md
"""

import sys
from collections.abc import Iterator
from typing import get_args

from plbot.limits import limits
from plbot.storage.column import Column, DataClass
from plbot.storage.documents import documents
from plbot.storage.retention import days

_STAYS = "until the school deletes the person"
_SCHOOL_STAYS = "as long as the school uses the bot"
_CLASS_STAYS = "as long as the class exists"
_OUTBOX = f"{days['outbox']} days after sending"
_BUTTON = f"{days['button']} days"
_HEARD = f"{days['heard']} days"
_TEXT = f"{days['text']} days; longer only while an open report holds them"
_TROUBLE = f"{days['trouble']} days"
_JOB = f"{days['job']} days"
_AUDIT = f"{days['audit']} days"
_FORGOTTEN = f"{days['forgotten']} days"
_REPORT = "until the report is closed"
_UNTIL_DONE = "until it is carried out, at once or at its time"


def _school(kept: str) -> Column:
    return Column("operational", "keeps schools apart", kept)


def _person(purpose: str, kept: str) -> Column:
    return Column("identity", f"a random number in place of a name: {purpose}", kept)


data_map: dict[str, dict[str, Column]] = {
    "school": {
        "school": Column("operational", "the name of the school", _SCHOOL_STAYS),
        "zone": Column("operational", "the school's time zone", _SCHOOL_STAYS),
        "at": Column("operational", "when the school began", _SCHOOL_STAYS),
    },
    "heard": {
        "school": _school(_HEARD),
        "platform": Column("operational", "recognises a message that is delivered twice", _HEARD),
        "bot": Column("operational", "recognises a message that is delivered twice", _HEARD),
        "event": Column("operational", "the platform's number of a message, without its text", _HEARD),
        "at": Column("operational", "when it was heard, so that it can be deleted in time", _HEARD),
    },
    "address": {
        "school": _school(_STAYS),
        "hash": Column("identity", "recognises who writes; the account cannot be read from it", _STAYS),
        "sealed": Column("identity", "the account on the chat platform, encrypted: where to write to", _STAYS),
        "person": _person("whose account it is", _STAYS),
        "preferred": Column("operational", "which of several accounts to write to", _STAYS),
        "reachable": Column("operational", "whether messages still arrive there", _STAYS),
    },
    "record": {
        "school": _school(_STAYS),
        "id": Column("identity", "a random number in place of a name: whose record it is", _STAYS),
        "doc": Column(
            "identity",
            "name or nickname, language, class, interests, where the conversation stands, progress by standard; "
            "of a class: who is in it, what waits for the teacher, who helps whom, and the words of a talk between "
            "classmates that was reported, until a teacher has closed the report; "
            "of the duty desk: who is told of danger, and which reports are open",
            _STAYS,
        ),
    },
    "fact": {
        "school": _school(_STAYS),
        "person": _person("who learned", _STAYS),
        "seq": Column("operational", "the order of events", _STAYS),
        "at": Column("learning", "when it happened", _STAYS),
        "doc": Column(
            "learning", "what was answered, practised, asked for and mastered; never a person's words", _STAYS
        ),
    },
    "text": {
        "school": _school(_TEXT),
        "person": _person("who wrote it", _TEXT),
        "seq": Column("operational", "which event the words belong to", _TEXT),
        "at": Column("operational", "when it was written, so that it can be deleted in time", _TEXT),
        "kind": Column("operational", "whether the words are about learning or about how someone feels", _TEXT),
        "body": Column(
            "wellbeing", "what a person wrote: answers in own words, goals, reflections, messages to a classmate", _TEXT
        ),
    },
    "standing": {
        "school": _school(_STAYS),
        "person": _person("whose progress it is", _STAYS),
        "standard": Column("learning", "which standard", _STAYS),
        "state": Column("learning", "how far: practising, ready, mastered", _STAYS),
        "since": Column("learning", "since when", _STAYS),
    },
    "letter": {
        "school": _school(_UNTIL_DONE),
        "seq": Column("operational", "the order of tasks", _UNTIL_DONE),
        "id": Column("operational", "recognises the task", _UNTIL_DONE),
        "receiver": Column("identity", "a random number in place of a name: whom the task is about", _UNTIL_DONE),
        "due": Column("operational", "when it is to be carried out", _UNTIL_DONE),
        "doc": Column(
            "learning", "what is to be done, such as a request to reassess on its way to the teacher", _UNTIL_DONE
        ),
        "root": Column("operational", "which message it came from", _UNTIL_DONE),
    },
    "outbox": {
        "school": _school(_OUTBOX),
        "seq": Column("operational", "the order of messages", _OUTBOX),
        "person": _person("whom the message is for", _OUTBOX),
        "via": Column("operational", "the way on which it is sent", _OUTBOX),
        "lane": Column("operational", "which messages wait for each other", _OUTBOX),
        "key": Column("operational", "recognises the message when it is to be changed", _OUTBOX),
        "revises": Column("operational", "whether it changes an earlier message", _OUTBOX),
        "doc": Column("learning", "the message of the bot", _OUTBOX),
        "due": Column("operational", "when to send it", _OUTBOX),
        "since": Column("operational", "since when it waits", _OUTBOX),
        "state": Column("operational", "whether it was sent", _OUTBOX),
        "attempts": Column("operational", "how often sending was tried", _OUTBOX),
        "sent_at": Column("operational", "when it was sent, so that it can be deleted in time", _OUTBOX),
        "reason": Column("operational", "why it could not be sent, as the platform told it", _OUTBOX),
    },
    "said": {
        "school": _school(_BUTTON),
        "person": _person("whom the message was for", _BUTTON),
        "key": Column("operational", "which message it was", _BUTTON),
        "ids": Column("identity", "the platform's numbers of the message, so that it can be changed later", _BUTTON),
        "at": Column("operational", "when it was sent, so that it can be deleted in time", _BUTTON),
    },
    "button": {
        "school": _school(_BUTTON),
        "mid": Column("operational", "a random number on the button", _BUTTON),
        "person": _person("whose button it is: nobody else can press it", _BUTTON),
        "at": Column("operational", "when it was shown, so that it can be deleted in time", _BUTTON),
        "doc": Column("learning", "what the button does", _BUTTON),
    },
    "code": {
        "school": _school(_CLASS_STAYS),
        "code": Column("operational", "the code that lets people into a class", _CLASS_STAYS),
        "record": Column("operational", "which class it leads to", _CLASS_STAYS),
        "role": Column("operational", "whether it is for students or for the teacher", _CLASS_STAYS),
    },
    "trouble": {
        "school": _school(_TROUBLE),
        "seq": Column("operational", "the order of troubles", _TROUBLE),
        "event": Column("operational", "which message could not be handled, without its text", _TROUBLE),
        "exception": Column("operational", "what kind of error it was", _TROUBLE),
        "at": Column("operational", "when, so that it can be deleted in time", _TROUBLE),
    },
    "job": {
        "school": _school(_JOB),
        "job": Column("operational", "which daily work was done", _JOB),
        "slot": Column("operational", "for which day or hour", _JOB),
        "at": Column("operational", "when, so that it can be deleted in time", _JOB),
    },
    "audit": {
        "school": _school(_AUDIT),
        "seq": Column("operational", "the order of entries", _AUDIT),
        "at": Column("operational", "when it was done", _AUDIT),
        "who": _person("who looked or changed something", _AUDIT),
        "deed": Column("operational", "what was done: saw, exported, changed", _AUDIT),
        "about": _person("whose record it was; after forgetting it leads to nobody", _AUDIT),
        "why": Column("operational", "on whose word it was done, as a fixed word", _AUDIT),
        "hash": Column("operational", "a seal: an entry that was changed or taken out is found", _AUDIT),
    },
    "hold": {
        "school": _school(_REPORT),
        "person": _person("whose words are held", _REPORT),
        "seq": Column("operational", "which words", _REPORT),
        "report": Column("operational", "for which open report", _REPORT),
    },
    "forgotten": {
        "school": _school(_FORGOTTEN),
        "id": Column("identity", "a number or keyed hash that was forgotten: nothing late brings it back", _FORGOTTEN),
        "at": Column("operational", "when, so that it can be deleted in time", _FORGOTTEN),
    },
    "note": {
        "school": _school(_SCHOOL_STAYS),
        "name": Column("operational", "the name of a setting", _SCHOOL_STAYS),
        "value": Column("operational", "its value", _SCHOOL_STAYS),
    },
    "counter": {
        "school": _school(_SCHOOL_STAYS),
        "name": Column("operational", "what is counted", _SCHOOL_STAYS),
        "value": Column("operational", "the last number given", _SCHOOL_STAYS),
    },
}

_PAGE = f"""# What plbot keeps, why, and how long

This page is written for parents, students and teachers. It is made from the same list that the program itself is tested
against: when something new is stored, the tests fail until it stands here.

## In short

* **Who you are to the bot:** a name or nickname, a language, your class, and your account on the chat platform. The account
  is stored encrypted. No telephone number, e-mail address, birthday, photo or place is asked for or stored.
* **What you learn:** which questions were answered and how, what was practised, asked for and mastered. This is the
  student's own record of learning.
* **What you write:** answers in your own words, goals and reflections are deleted after {limits.text_days} days. That
  something was written stays in the record; the words do not.
* **What the bot wrote:** its messages are deleted {limits.outbox_days} days after they were sent. Where one quotes what a
  student wrote (on the teacher's board, in a binder), the quote goes with the message.
* **What is never kept:** the text of a message in an error report, pictures, or anything about people outside the school.

The database and its key lie on the computer that the school chose. The program sends nothing to anyone but the chat platform that
the person uses. Deleted means overwritten: the words are removed from the database file, not only hidden in it. A copy
made before an update of the program is deleted after {limits.backup_days} days. Backups that the school makes itself are
in the school's care.

Beside the database lie two small files: `secret.key`, with which accounts are recognised and opened, and `lock`, which
says which program is running. Neither says anything about a person.

## What you can do

* **See it:** type `my data` to the bot. It says what is kept, and who looked at your record or changed it.
* **Have a copy:** ask there; the school makes it with one command. In a copy for a family, words that may tell how a student feels are
  withheld until the school's safeguarding lead has looked.
* **Stop it:** say so there, or have a parent or the school say so. From the next word on nothing is kept.
* **Be forgotten:** type `forget me`. Nothing new is kept from then on; the school confirms within
  {limits.forget_days} days. Then everything goes: record, words, messages, account, and your name with everybody else.
  A number that leads to nobody stays in the list of who did what, and what you mastered stays in the class's total,
  without a name. While a report to an adult is open, the words in it stay.

Without the consent of the school or a parent nothing is kept at all, not even a name. What was learned is kept to the end of the
school year and {limits.fact_years} years more; then only what it came to, standard by standard. Who looked at whose record is kept for
{limits.audit_days} days, sealed so that a change shows.

## Four classes of data
"""

_MEANINGS: dict[DataClass, str] = {
    "identity": "who someone is, and how to reach them",
    "learning": "what someone learned, and how",
    "wellbeing": "words that may tell how someone feels; guarded most closely",
    "operational": "what the program needs to run; says little or nothing about a person",
}


def privacy_page() -> str:
    """Write the privacy page in Markdown: plain words first, then every stored column."""
    return _PAGE + "\n" + "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    for kind in get_args(DataClass):
        yield f"* **{kind}**: {_MEANINGS[kind]}"
    yield from ("", "## Everything that is stored", "")
    yield "Moments are stored to the millisecond. `school` stands in every table; it only keeps schools apart."
    for table, columns in data_map.items():
        yield from ("", f"### {table}", "", "| column | class | what it is for | kept |", "|---|---|---|---|")
        for name, column in columns.items():
            yield f"| `{name}` | {column.kind} | {column.purpose} | {column.kept} |"
    yield from ("", "## What is inside the documents", "")
    yield "Records and facts are stored as documents (`doc`). Field by field, they hold:"
    for part, (what, fields) in documents().items():
        yield from ("", f"### {part}: {what}", "", "| field | class | what it is for | kept |", "|---|---|---|---|")
        for name, column in fields.items():
            yield f"| `{name}` | {column.kind} | {column.purpose} | {column.kept} |"


if __name__ == "__main__":
    sys.stdout.write(privacy_page())
