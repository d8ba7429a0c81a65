"""One message with all that can be seen in it, each thing looked for at most once; and what a rule is.

Rules read this and nothing else.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from foibot.correspondence.asking import QUESTION, RECORDED, REPLY_SUBJECT, Asking, asking
from foibot.correspondence.authentication import Authentication, authentication
from foibot.correspondence.bounce import Failure, failure_in, names_failed
from foibot.correspondence.folding import judged
from foibot.correspondence.forwarded import Forwarded, forwarded_in
from foibot.correspondence.kinds import Kind
from foibot.correspondence.known import Known, KnownCase, SentLetter
from foibot.correspondence.machine import LIST_HEADERS, SeenSign, signs_in
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.thread import Thread, letter_named, only_open_case, returned_letter, thread_of
from foibot.correspondence.words_of_applicants import FOR_ONESELF, PUTS_A_QUESTION, form_in
from foibot.correspondence.words_of_further_requests import FURTHER_REQUEST, NO_FURTHER_REQUEST, asked_besides
from foibot.lean import dataclass

HEAD, MUCH = 1_500, 20_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule makes of a message; `forwarded` where the letter meant is the one inside.

    `tied` False: it changes nothing on the case that it seems to belong to. `also_asks`: the words by which a letter
    about a case seems to ask for something else too. `thread` is the case it belongs to where its words tell that.
    """

    kind: Kind
    evidence: str
    certain: bool = True
    forwarded: bool = False
    tied: bool = True
    also_asks: str = ""
    thread: Thread | None = None


class Reading:
    """A message, what is known of it, and what is seen in it.

    `message` is as it is judged, its white space folded; `written` as it came, for what people are shown.
    """

    def __init__(self, message: InboundMessage, known: Known) -> None:
        self.written = message
        self.message = judged(message)
        self.known = known

    @cached_property
    def signs(self) -> tuple[SeenSign, ...]:
        """Every sign of a machine."""
        return signs_in(self.message)

    @cached_property
    def sign_names(self) -> frozenset[str]:
        """The names of the signs."""
        return frozenset(sign.name for sign in self.signs)

    @cached_property
    def is_automatic(self) -> bool:
        """Tell whether a sign says that a machine wrote it."""
        return any(sign.automatic for sign in self.signs)

    @cached_property
    def failure(self) -> Failure | None:
        """The failed delivery it reports."""
        return failure_in(self.message, self.signs, asks=self.asked.is_request)

    @cached_property
    def checked(self) -> Authentication:
        """What our border says of the sender."""
        return authentication(self.message, self.known.authserv_id)

    @cached_property
    def forwarded(self) -> Forwarded | None:
        """The message that was passed on with it."""
        return forwarded_in(self.written, self.known.is_colleague)

    @cached_property
    def asked(self) -> Asking:
        """How far its new words ask for information; where a person wrote none, the subject is the letter."""
        subject, text = self.message.subject, self.message.new_text
        if not text.strip() and not self.is_automatic and not REPLY_SUBJECT.match(subject):
            text = subject
        return asking(subject, text)

    @cached_property
    def by_a_list_of_others(self) -> bool:
        """Whether it came by a mailing list that is not one of our own, by which an office may receive its mail."""
        if "list-header" not in self.sign_names:
            return False
        named = " ".join(value for name in LIST_HEADERS for value in self.message.headers.get(name, ())).casefold()
        return not any(domain in named for domain in self.known.our_domains)

    @cached_property
    def for_oneself(self) -> bool:
        """Whether a person wants something told: it is asked for the writer, or a question put."""
        text = (self.message.new_text or self.message.subject)[:MUCH]
        if FOR_ONESELF.seen(text) or PUTS_A_QUESTION.seen(text):
            return True
        return any(RECORDED.seen(question[0]) for question in QUESTION.finditer(text))

    @cached_property
    def form(self) -> str:
        """The words by which it is the filled-in form of a web site."""
        return form_in(self.message.new_text)

    @cached_property
    def asked_inside(self) -> Asking:
        """How far the words of what was passed on ask."""
        inner = self.forwarded
        return asking(inner.subject, inner.text) if inner else Asking(0, ())

    @cached_property
    def asked_message(self) -> InboundMessage:
        """The message as the applicant wrote it, where it was passed on."""
        inner = self.forwarded
        if inner is None or self.asked.is_request:
            return self.message
        asked = replace(self.written, sender=inner.sender, subject=inner.subject, new_text=inner.text, text=inner.text)
        return judged(asked)

    @cached_property
    def asked_besides(self) -> str:
        """The words by which it asks for information besides what its case is about; empty where it asks nothing."""
        if not self.asked.is_request:
            return ""
        found = asked_besides(self.message.new_text)
        return str(found) if found.is_request else ""

    @cached_property
    def further_request(self) -> str:
        """The words by which it plainly makes a further request; empty where it makes none, or only speaks of one."""
        text = self.message.new_text[:MUCH]
        said = FURTHER_REQUEST.seen(text)
        return said if said and not NO_FURTHER_REQUEST.seen(text) else ""

    @cached_property
    def head(self) -> str:
        """The beginning of the new words, where mail says what it is."""
        return self.message.new_text[:HEAD]

    @cached_property
    def _threads(self) -> tuple[Thread | None, tuple[str, ...]]:
        thread, others = thread_of(self.message, self.known)
        if thread is None and self.is_automatic:
            thread = returned_letter(self.message, self.known)
        elif thread is None and not self.asked.is_likely:
            thread = only_open_case(self.message, self.known)
        return thread, others

    @property
    def failed_where_sent(self) -> bool:
        """Whether the address that failed is named, and is the very one our letter went to."""
        if self.answered_letter is None or self.failure is None:
            return False
        return names_failed(self.message, self.answered_letter.recipient)

    @property
    def thread(self) -> Thread | None:
        """The case it belongs to."""
        return self._threads[0]

    @property
    def other_cases(self) -> tuple[str, ...]:
        """Cases that equally strong evidence names."""
        return self._threads[1]

    @cached_property
    def case(self) -> KnownCase | None:
        """The case it belongs to, as far as it is known."""
        return self.known.cases.get(self.thread.reference) if self.thread else None

    @cached_property
    def _letter(self) -> tuple[str, SentLetter] | None:
        return letter_named(self.message, self.known)

    @property
    def answered_letter(self) -> SentLetter | None:
        """The letter of ours that it is about."""
        return self._letter[1] if self._letter else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, what it says in words, and how it looks."""

    name: str
    description: str
    look: Callable[[Reading], Answer | None]
