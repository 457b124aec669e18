"""Every number in the system, each with its reason. What a school may change stands in `Policy`."""

from typing import Literal

import msgspec

SECOND = 1_000  # all moments are whole milliseconds since 1970 (UTC): exact, sortable, and small in JSON
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR


class Policy(msgspec.Struct, frozen=True):
    """School-wide defaults that a class may override. LEARNING numbers; shares are 0..1."""

    ready_at: float = 0.70  # 7 of 10 pass on the first try: asks for neither luck nor perfection
    ready_until: float = 0.60  # one slip after "ready" must not take the word back; two usually do
    ready_answers: int = 4  # fewer unaided answers say too little about anyone
    ready_families: int = 2  # one kind of question can be learned by heart
    ready_typed: int = 2  # of them not picked from a list, where the standard has such questions: picks can be guessed
    check_questions: int = 4  # short enough for the end of a lesson; over at least two families
    check_solid: int = 3  # 3 of 4: "solid"; below that "almost"
    form_questions: int = 5  # where a standard does not say: a form must fit into ten minutes
    form_passing: int = (
        4  # of these, also as a share: 4 of 5: a student who truly knows it (0.9) passes 92 times in 100
    )
    pause_after: int = 10  # questions in one sitting before a pause is offered
    pause_minutes: int = 15  # or minutes, whichever comes first
    relearn_right: int = 3  # unaided right answers after a "not yet" before asking again is suggested
    attempts_a_day: int = 1  # graded tries per standard; a teacher's tap adds one: free retries let luck through
    tries_alone: int = 2  # not yets by form before the next try is a conversation: the same again would not help
    provisional_after: int = (
        2  # morning boards on which no adult did anything, then a ready student need not wait; 0: never
    )
    park_days: int = 7  # how long a parked standard rests: long enough to come back to it fresh
    recheck_days: tuple[int, ...] = (7, 14, 28, 56)  # from mastery to the looks back: .83 still right after a week
    recheck_soon: int = 4  # the first one, where it took long or needed help: what was hard to get goes first
    recheck_late: int = 14  # the first one, where it came easily
    recheck_quick: int = 5  # answers until ready that count as easily: about the fewest that open the gate
    recheck_long: int = 10  # more of them than these: it took long
    recheck_questions: int = 2  # of a look back: it must fit between two other questions
    warm_right: int = 2  # right in a row without help, and it is warm again: as many as a look back asks for
    prompts_a_day: int = 1  # reflection is worth doing only while it is not a chore; 0: none
    reassess_way: Literal["approve", "auto"] = (
        "approve"  # the teacher says yes with one tap; `auto` runs the form at once above the gate
    )
    approval_days: int = 7  # "all of this standard this week"
    place_rounds: int = 3  # of placement, on different days: fifteen questions tell what a whole path of tests would
    place_questions: int = 5  # a round: five minutes of a first lesson
    place_misses: int = 2  # running, and the round ends: placement is no test to sit through
    place_tells: float = 0.45  # bits that the best question must be expected to tell, else enough is known already
    known_at: float = 0.65  # belief from which a standard seems known: a short check would go well two times in three
    cheers: bool = True  # whether students are asked if their class may hear that they moved up
    stuck_answers: int = 5  # unaided answers before the bot may call it stuck: fewer are an ordinary start
    stuck_at: float = 0.40  # and only while passing is less likely than this: F1 .729 by answer 6 on real answers
    quiet_from: int = 20  # o'clock where the class is: nothing arrives unasked after it, so that evenings are free
    quiet_until: int = 7  # and before this one, when a phone may buzz again; the same as `quiet_from`: never quiet
    lesson_days: int = 5  # the first days of the week with lessons, from Monday
    lesson_from: int = 8  # o'clock where the class is: when lessons begin
    lesson_until: int = 15  # and when they are over: outside of them nobody has to sit beside a phone
    help_asks_a_day: int = 3  # a helper is asked no more often: helping must stay a joy
    help_at_once: int = 3  # helpers asked in the same moment in lesson time, where minutes count
    help_lesson_minutes: int = 3  # until such an offer goes on to others: a lesson has no longer wait in it
    help_minutes: int = 10  # until an offer goes to the next one outside of lessons: long enough to find the phone
    help_session_minutes: int = 20  # one topic; longer help turns into company, or into a second lesson
    help_away_minutes: int = 5  # without a word from the helper, until they are asked whether they are still there
    help_fresh: int = 3  # right answers in a row without help, where the helper mastered what builds on a standard
    help_face_to_face: bool = False  # whether two students may meet in the room: the teacher of the room says
    stuck_long: int = 8  # or after so many, half of the last eight right at most, and the last four no better: no rise
    stuck_misses: int = 3  # more misses after the student was told, before the teacher is: a fair try at another way
    stuck_fades: int = 2  # school days without a sign of it: a bad day is not a problem
    unseen_days: int = 7  # days away before the teacher is told: longer than a cold and shorter than a lost unit
    staffed_from: int = 8  # o'clock on school days: from then on somebody at school may be reading
    staffed_until: int = 16  # o'clock: after that a student in danger is told plainly that nobody may be reading
    worries_at_once: int = 2  # worrying messages before the teacher hears at once: one may be a bad day
    worry_days: int = 7  # within these days: a week is what a teacher keeps in mind


POLICY_SHARES = (0.05, 0.95)  # of a share in a policy: beyond, a class would hear "ready" always or never
POLICY_COUNTS = 100  # the most that a number in a policy may be: more answers, minutes or days than anybody waits for
POLICY_ZERO = frozenset({"ready_typed", "prompts_a_day", "relearn_right"})  # numbers that may also be 0: not asked for


class Limits(msgspec.Struct, frozen=True):
    """What keeps one person, one message or one mistake from hurting everybody else."""

    window: int = (
        12  # unaided answers that count at the gate: without it three early misses took 26 right in a row to outweigh
    )
    replay_answers: int = (
        3  # unaided answers before a replayed log may say ready: a log knows neither families nor levels
    )
    stuck_again: int = 3  # unaided answers after it cleared before the same may be said again: the last three decide, so they must be new
    ways_offered: int = 3  # other ways beside a helping hand: a choice of three is a choice
    way_answers: int = 12  # answers after a way was opened that count as its fruit: as long as the evidence window
    way_enough: int = 20  # answers after each way before two are compared: fewer are luck
    group_smallest: int = 2  # a group is company
    group_largest: int = 5  # in a small group everybody speaks
    page_again_minutes: int = 5  # between two pages about one student: a phone that was put down is picked up again
    page_last_after: int = 2  # pages without an answer before the last responder is paged, too: ten minutes
    worry_again_hours: int = (
        24  # between two pages about a worry that a teacher must not hear: it is no danger, and must not be forgotten
    )
    page_said: int = 12  # messages of one student shown in a report: what was said first and what was said last
    care_longest: int = 1_000  # characters of the school's own words: read at a glance by somebody in distress
    text_longest: int = 2_000  # characters taken of one message: a page of handwriting; a question's answer needs 200
    name_longest: int = 40  # characters: the longest full names in school rolls stay under it
    recheck_after: int = 3  # questions on something else before a look back comes in between: first one arrives
    goal_longest: int = 280  # a goal is one or two sentences
    sentence_longest: int = 400  # characters of a sentence beside a tap or a request: a paragraph
    sample_longest: int = 90  # characters of a question shown as an example of what is not there yet
    peer_longest: int = 300  # characters of a message to a classmate: a few sentences; forty fit into a report
    peer_messages: int = 40  # messages of one person in one session: two a minute
    peer_counted_days: int = (
        14  # "recent" in fewest recent helps first: a busy week is forgotten in the week after the next
    )
    peer_sessions: int = 60  # sessions listed for the teacher: a few busy weeks, and the class's record stays small
    peer_hints: int = 40  # hints left in one class: the oldest go first
    peer_reports: int = 8  # open reports that hold words: more at once is more than one teacher can read that day
    peer_outcome: int = 3  # answers after help that are looked at: later ones tell of other things
    peer_now_hours: int = 2  # how long "now" is: a double lesson
    code_letters: str = (
        "3456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 31 signs that nobody mistakes for each other: no 0 O, no 1 I, no 2 (Z)
    )
    code_length: int = 8  # 31^8 is 39.6 bits: guessing at five an hour takes longer than the school will stand
    code_tries_an_hour: int = 5  # per account; typing slips are rarely more than three
    school_code_misses_an_hour: int = (
        120  # unknown codes a school before codes rest: a first day has 50; 100 codes are safe for 8,000 years
    )
    code_days: int = 180  # a class code outlives a half-year and no more
    link_code_minutes: int = (
        10  # long enough to open the other app or the browser, too short to be found on a slip of paper
    )
    backlog_minutes: int = (
        15  # what waited longer was met by an outage: a verdict on it would answer yesterday's question
    )
    announcement_longest: int = 1_500  # characters: with a heading it fits into one message of any platform
    class_largest: int = 500  # people in one class record: it stays under 64 KB and decodes in a tenth of a millisecond
    classes_a_person: int = 12  # a teacher of every class in a small school
    paths_shown: int = 20  # paths to pick from in chat; a school that has more sets classes up at the command line
    button_longest: int = 28  # characters of a label: two such buttons still fit side by side on a phone
    number_longest: int = 4  # digits of the number of a choice: no list is longer than a thousand
    cheer_classmates: int = 2  # others in the class before anybody is asked: one is an audience, not a class
    wall_smallest: int = 5  # students in a class before its wall names anyone: with fewer, a nickname hides nobody
    wall_news: int = 20  # pieces of news on the wall, the newest; of more, the totals tell
    nickname_longest: int = 20  # characters: it stands beside a symbol and a title in one line
    claps_seconds: int = 60  # claps of a minute are counted up in one go: a class that claps at once is one change
    class_goal_most: int = 9_999  # standards a month: 500 students, 20 each
    page: int = 8  # rows a screen of a phone shows without scrolling
    board_names: int = 6  # requests (and newcomers) with buttons of their own on the board; of more, only "all"
    board_standards: int = 6  # standards on the board, those with the most requests first
    board_marks: int = 4  # open answers with a button; the next ones come up as these are marked
    board_letters: int = (
        3_900  # of the board with its buttons: with a line more it stays under the 4,096 of the strictest platform
    )
    board_buttons: int = 40  # a longer list is not read on a phone
    board_stuck: int = 4  # lines about stuck students, the largest groups first
    board_help: int = 4  # who asked for help, the longest wait first; the next come up as these are settled
    board_groups: int = 3  # small groups a teacher could see in one lesson
    help_days: int = 14  # a call for help that nobody answered for two weeks is answered by time
    board_quote: int = 160  # letters of a student's sentence on the board; all of it is in the binder
    board_listed: int = 12  # names in one line of the board: a line that is still read
    binder_letters: int = (
        2_500  # letters of entries a page: with heading and buttons it fits into one message of any platform
    )
    binder_stands: int = 6  # standards under way that a teacher reads about at the top of a binder
    binder_read: int = 40  # facts a page is made of: about a week of work, ten lines once answers are joined
    scene_bytes: int = 16_384  # a scene with one drawn question (4 KB) and room for a form's marks
    records_at_hand: int = 256  # records kept open between turns: a school at work; some 100 KB each at most
    batch: int = 64  # turns in one commit: beyond this the wait grows and the gain does not
    wants: int = 32  # extra reads one turn may ask for: the sentences beside the requests of a full board
    rooms_a_turn: int = 8  # scenes one turn may pass through: a circle of scenes ends here
    letters_at_once: int = 128  # letters stepped in the transaction that wrote them: two dozen milliseconds at most
    letters_deep: int = 10_000  # letters one settling may step: a loop of letters ends here, loudly
    send_attempts_hours: int = 24  # a retry older than a day goes to dead letters: the news is no longer news
    text_days: int = 30  # raw chat text is kept no longer
    outbox_days: int = 7  # bodies of messages after they were sent
    heard_days: int = 7  # platforms redeliver within hours; a week covers an outage
    button_days: int = 120  # a request or result older than a term is settled by other means
    trouble_days: int = 90  # long enough to see a pattern
    job_days: int = 30  # claimed slots of recurring jobs: no clock is set back by a month
    audit_days: int = 365  # a school year: whoever asks who has seen a record asks within it
    fact_years: int = 2  # after the end of the school year: a learner may come back to the standard of last year
    year_ends_month: int = 7  # the school year ends with July: no class meets across it
    forget_days: int = 7  # a child's "forget me" is confirmed by the school within a week
    seen_shown: int = 20  # lines of "who has seen my record": what fits on two screens of a phone
    backup_days: int = (
        7  # a copy made before an update: a bad update shows within a school week, and texts must not live on in it
    )
    tidy_rows: int = 500  # rows deleted in one transaction: turns that wait for it wait a few milliseconds
    busy_seconds: int = (
        10  # a writer in another program is waited for; an admin command holds the database for less than one
    )
    busy_again: float = 0.01  # seconds between two tries where SQLite will not wait by itself: a commit takes less


limits = Limits()
