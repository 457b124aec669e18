"""plbot: a tutoring and reflection bot for competency-based learning. This page is the map: one line a module, in reading order.

A pure core decides (`step(record, event, world) -> Turn`), a thin shell hears, keeps and speaks. `docs/architecture.md`
walks one answer through the house and says where to add things.

The words we use
    limits.py                        every number, each with its reason; what a school may change
    core/events.py                   what comes in: an inbound, and the move it means
    core/cards.py                    what goes out: cards made of blocks, buttons
    core/facts.py                    what happened, in the past tense, never edited
    core/states.py                   the states of a standard: one table
    core/standing.py                 where a student stands on a standard: folded from facts
    core/scenes.py                   where a person is in the conversation
    core/records.py                  the two records that turns change: a person's, a class's
    core/traces.py                   what a turn leaves behind besides: who looked, what is held, who is forgotten
    core/wall.py                     good news of a week, by nicknames, and a goal for all
    core/cheers.py                   who said yes to being cheered today, and the claps
    core/note.py                     what every letter is
    core/peer_letters.py             letters between classmates who help
    core/wall_letters.py             letters about good news
    core/consent_letters.py          letters about what may be kept
    core/scene.py                    what every scene is
    core/peer_scenes.py              where somebody is who helps, or is helped
    core/letters.py                  events from one record to another, now or later

A turn
    core/engine.py                   the one verb: `step`
    core/world.py                    what a turn may look at
    core/talk.py                     a person's turn while it is being decided
    core/register.py                 a class's turn while it is being decided
    core/opening.py                  a record saved last week opens today
    core/helpdesk.py                 classmates who help: what a class and a person carry of it
    core/matching.py                 who may help, and who is asked first
    core/redact.py                   what must not pass between two students
    core/access.py                   who may see what: the one gate
    core/forgetting.py               a person taken out of another record
    core/names.py                    names, ids and codes
    core/calendar.py                 days as a class lives them

Learning
    core/library.py                  what there is to learn
    core/foundations.py              what builds on what along a path
    core/placement.py                what a student seems to know, and what to ask to find out
    core/path.py                     what is open, what is locked, what to offer next
    core/several.py                  several standards shown at once
    core/questions.py                a question as it was asked
    core/quiz.py                     which question comes next
    core/model.py                    from counts to the chance of a right answer, and of passing
    core/readiness.py                ready, and why
    core/stuck.py                    stuck, and why
    core/policies.py                 change one number of a policy
    core/snag.py                     ... and what came of it
    core/groups.py                   small groups for re-teaching
    core/worked.py                   which ways of learning worked
    core/attempts.py                 whether the next try may be a form, and from when on
    core/recheck.py                  when what was mastered is looked back at
    core/screen/                     signs of danger in what a student writes: words undisguised, phrases, the worst of them
    core/duty.py                     who is told when a student may be in danger, and what is open
    core/heed.py                     which words are looked at for danger, and whose
    core/named.py                    whom a student's words name of the adults around them
    core/pages.py                    letters to and from the duty desk
    core/watch.py                    a turn of the duty desk while it is decided
    core/school_hours.py             when somebody at school may be reading
    core/grading.py                  mark one answer
    core/answers/                    read what students type: numbers, units, words, formulas
    core/drawing.py                  from an item to a question with fresh numbers
    core/versions.py                 all ways to set an item's parameters
    core/permutation.py              shuffling that needs no memory
    core/expressions.py              the sums that authors write between braces
    core/sums.py                     their grammar
    core/functions.py                their functions
    core/maths/                      formulas as one line of text and as spoken words

Conversations
    dialogues/house.py               which dialogue hears what
    dialogues/mailroom.py            ... and who reads which letter
    dialogues/doors.py               what leads somewhere from anywhere, and words that may always be typed
    dialogues/things.py              buttons that stay valid in any scene
    dialogues/welcome.py             a code, a name, interests, a goal
    dialogues/place.py               what do you know already?
    dialogues/choose.py              the menu, and what next
    dialogues/learn.py               ways into a standard
    dialogues/question.py            a question before a student
    dialogues/practise.py            fresh questions, hints, replies to mistakes
    dialogues/check.py               a short check without hints
    dialogues/several.py             several standards shown in one form
    dialogues/readiness.py           ready, or why not yet
    dialogues/explaining.py          every reason in words
    dialogues/stuck.py               this could use another way
    dialogues/reassess.py            ask for it, and the fresh form
    dialogues/result.py              mastered, or not yet and exactly what; putting it right
    dialogues/parking.py             a standard rests for a week, and comes back
    dialogues/recheck.py             a quick look back at something mastered
    dialogues/explain.py             an open question, in one's own words
    dialogues/reflect.py             one prompt a day to look back
    dialogues/peers.py               classmates help: the buttons and letters of it
    dialogues/find_helper.py         ... asking around, and what if nobody is there
    dialogues/be_helper.py           ... with what and when, and offers
    dialogues/helping_lesson.py      ... how to help without giving the answer
    dialogues/relay.py               ... two students, one topic, twenty minutes
    dialogues/after_help.py          ... did it help?
    dialogues/week.py                the week, once it is nearly over; the teacher may answer
    dialogues/quiet.py               what waits until quiet hours are over
    dialogues/passing.py             what may pass from one student to another
    dialogues/cheer.py               may the class hear it?
    dialogues/wall.py                the wall, getting on it and off it
    dialogues/binder.py              a student's own record
    dialogues/settings.py            name, interests, goal, classes
    dialogues/mydata.py              what is kept of somebody, and who has seen it
    dialogues/consent.py             nothing is kept without it; being forgotten
    dialogues/linking.py             one person in two apps
    dialogues/home.py                the page beside the talk: path or boards
    dialogues/backlog.py             what was written while the bot was away
    dialogues/safety/hearing.py      every text is looked at first
    dialogues/safety/care.py         where a student is after words of danger
    dialogues/safety/paging.py       people are paged until one answers
    dialogues/safety/reading.py      what was written, read through the gate
    dialogues/classroom/joining.py   the class decides who comes in
    dialogues/classroom/requests.py  ... what is approved and marked
    dialogues/classroom/results.py   ... what is news
    dialogues/classroom/announcing.py  ... what is said to all, and the class's chat group
    dialogues/classroom/leaving.py   ... whose consent ended, and who asked to go
    dialogues/classroom/helping.py   ... who is asked to help, and who talks with whom
    dialogues/classroom/help_reports.py  ... what was reported
    dialogues/classroom/stuck.py     ... who is stuck or asks for help
    dialogues/classroom/roll.py      ... who was here
    dialogues/classroom/cheering.py  ... the day's good news, and claps
    dialogues/classroom/walling.py   ... who stands on the wall, and what all reach together
    dialogues/classroom/worries.py   ... who may need a word
    dialogues/classroom/board.py     the teacher's one message a day
    dialogues/classroom/sheet.py     ... while it is written
    dialogues/classroom/sections/    ... and what stands on it
    dialogues/teacher/staffroom.py   which of a teacher's dialogues hears what
    dialogues/teacher/classes.py     a class as its teacher sees it
    dialogues/teacher/current.py     the standard a class works on now
    dialogues/teacher/approving.py   requests one by one
    dialogues/teacher/newclass.py    a class made in chat
    dialogues/teacher/recording.py   results from paper
    dialogues/teacher/announcing.py  something said to the whole class
    dialogues/teacher/forgetting.py  once more, before a student is forgotten
    dialogues/teacher/goal.py        what the class wants to reach together
    dialogues/teacher/marking.py     an answer and its rubric
    dialogues/teacher/helping.py     who helped whom, to read and to end
    words/                           every sentence: a template file a dialogue, a folder a language

Content
    content/load.py                  a folder becomes a library, or everything that is the matter with it
    content/check.py                 draw every item many times and prove that a student can work with it
    content/                         ... and the steps of both: read, validate, build, prove, preview, begin anew

The shell
    safety/                          the phrase lists, one file a language
    school.py                        open a school: store, desk, delivery, clock
    adapters.py                      what an adapter is, and which are installed
    receipts.py                      what is handed in at the desk, and the receipt for it
    desk.py                          take what waits in batches, acknowledge after the commit
    brake.py                         codes rest where somebody guesses
    sitting.py                       what one transaction hears and steps
    opened.py                        records that stay open between turns
    ledger.py                        what turns decided, as rows
    papers.py                        what lies in the store, as bytes
    delivery.py                      the outbox: what is owed, in order, until it has gone
    courier.py                       one message to the platform, once, and what became of it
    pacing.py                        who may start next, as fast as each platform allows
    backoff.py                       how long to wait after a failure
    underway.py                      what is under way, and when nothing is
    gates.py                         ... and what a message passes on its way
    leftovers.py                     old buttons, taken off when there is time
    pictures/                        formulas and drawings, for platforms that show pictures
    menus.py                         what platforms list beside the place to type
    onetime.py                       links that open a page once
    web/                             plbot serve: platforms side by side, health, signals, stopping in order
    logs.py                          what is logged, and what never is
    compiled.py                      where what is made from a source is kept from one start to the next
    clock.py                         the moment: real or virtual
    ticks.py                         what the real clock sets off
    travel.py                        how the virtual clock moves
    night.py                         what is tidied at night
    yearly.py                        what facts of years long ended came to
    storage/store.py                 the one door to storage
    storage/sqlite.py                ... in one file
    storage/memory.py                ... for tests
    storage/vault.py                 addresses, out of reading eyes
    storage/column.py                what is said of one thing that is stored
    storage/documents.py             the same for every field inside a document, read from documents.txt
    storage/datamap.py               what is kept about whom, why and how long
    storage/chain.py                 the seal on who looked at what
    storage/                         ... and the rest: migrations, lock, batches, care
    export/                          a person's copy of everything that is kept of them
    backup.py                        the database and its key, set aside and put back
    doctor.py                        what is amiss, and what to do
    durations.py                     `2d 3h`
    readiness/replay.py              a log of answers, as the bot would have judged it
    readiness/                       ... and the rest: reading logs, refitting, comparing with the usual rules
    demo/                            a sample class that learns by itself
    simulation/truth.py              what simulated students truly can do: practice raises it, days lower it
    simulation/cohort.py             ... who they are, drawn from a seed
    simulation/student.py            ... what they do next, by the buttons on show
    simulation/life.py               ... a class of them, day after day through the real desk
    simulation/evidence.py           ... and what their facts say, with the truth beside them
    simulation/                      ... the rest: their teacher, a generated path, rules compared, the report
    cli/                             the commands, one file a group
    __main__.py                      `python -m plbot`
"""
