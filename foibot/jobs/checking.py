"""The letter check before an approval: what is known of the case, gathered for the core to hold a draft against."""

from foibot.app import App
from foibot.casework.case import Case, Drafted
from foibot.casework.checks import Fault, LetterFacts, faults_of
from foibot.casework.events import (
    AnswerDrafted,
    ExtensionDrafted,
    ReviewDelayDrafted,
    ReviewOutcomeDrafted,
    TransferDrafted,
)
from foibot.casework.letters import LETTERS
from foibot.casework.reaching import address_lines
from foibot.errors import UsageError
from foibot.jobs.answer_wording import words_of_request
from foibot.jobs.wording import name_of, plain_subject
from foibot.law.cost_limits import cost_limit_of
from foibot.law.exemption import Exemption
from foibot.law.exemptions import family_of, find_exemption
from foibot.mail.revising import files_of
from foibot.store import drafts, messages, queries
from foibot.store.database import Database
from foibot.store.queueing import POST, Composed

OTHERS_AT_MOST = 2000


def faults_of_draft(app: App, db: Database, case: Case, number: int) -> tuple[Fault, ...]:
    """Return what the latest revision of a draft lacks or must not hold; nothing for letters that need no check."""
    draft = drafts.latest_revision(db, case.reference, number)
    if not LETTERS[draft.letter].needs_approver:
        return ()
    files = [file for raw in (draft.raw, *(mail.raw for mail in draft.further)) for file in files_of(raw)]
    facts = _facts(app, db, case, number, attachments=len(files))
    faults = faults_of(draft.letter, draft.text, draft.subject, facts)
    return (*_faults_of_address(case, draft), *faults) if draft.way == POST else faults


def _faults_of_address(case: Case, draft: Composed) -> tuple[Fault, ...]:
    """Return what is wrong with the postal address of a letter: it is not in it, or was corrected since."""
    known = address_lines(name_of(case.applicant), case.applicant.postal_address)
    if draft.recipient != "\n".join(known):
        what = "The applicant's name or postal address was corrected after this letter was drafted. Draft it anew."
        return (Fault(what, ", ".join(known)),)
    written = " ".join(draft.text.split())
    if all(" ".join(line.split()) in written for line in known):
        return ()
    return (Fault("The letter goes by post, and the postal address is not in it.", ", ".join(known)),)


def _facts(app: App, db: Database, case: Case, number: int, *, attachments: int) -> LetterFacts:
    config, commissioner = app.config, app.config.commissioner
    answer = next((one for one in case.answers if one.draft == number), AnswerDrafted(number, ""))
    drafted = next((one for one in case.drafted if one.draft == number), None)
    family, sections = family_of(case.regime), (*answer.sections, *getattr(drafted, "sections", ()))
    cited = _cited(case, sections)
    opening = next((filed.message for filed in case.messages), None)
    others = queries.other_applicants(db, case.reference, case.applicant.email, OTHERS_AT_MOST)
    handed_to = drafted.to if isinstance(drafted, TransferDrafted) else ""
    named = (answer.referred_to or handed_to, *answer.also_referred_to)
    limit = cost_limit_of(family, central_government=config.authority.central_government)
    return LetterFacts(
        reference=case.reference,
        family=family,
        sections=tuple(one.cited for one in cited),
        qualified=tuple(one.cited for one in cited if one.qualified),
        prejudice=tuple(one.cited for one in cited if one.likelihoods),
        appeal_months=commissioner.appeal_months,
        commissioner_name=commissioner.name,
        commissioner_address=commissioner.postal_address,
        commissioner_website=commissioner.website,
        cost_limit=(f"£{limit['amount']}",) if "cost_limit" in (answer.outcome, *answer.parts) else (),
        referred_to=tuple(one.name for one in config.other_authorities if one.id in named),
        parts=answer.parts,
        applicant=case.applicant.name,
        signatory=_signatory(app, drafted),
        received_on=case.received_on,
        by=drafted.until if isinstance(drafted, ExtensionDrafted | ReviewDelayDrafted) else None,
        outcome=drafted.outcome if isinstance(drafted, ReviewOutcomeDrafted) else "",
        faulty=isinstance(drafted, ReviewOutcomeDrafted) and drafted.faulty,
        waived=bool(case.waivers),
        request=words_of_request(db, case),
        their_subject=plain_subject(app, messages.threading_of(db, opening).subject) if opening else "",
        attachments=attachments,
        other_references=tuple(reference for reference, _ in others),
        other_names=tuple(sorted({name for _, name in others if name and name != case.applicant.name})),
    )


def _signatory(app: App, drafted: Drafted | None) -> str:
    """Return who signs a letter: the reviewer for the outcome of a review, else whoever signs for the authority."""
    reviewer = app.policy.officer(drafted.by) if isinstance(drafted, ReviewOutcomeDrafted) else None
    return reviewer.name if reviewer else app.config.authority.signatory.name


def _cited(case: Case, sections: tuple[str, ...]) -> list[Exemption]:
    found = []
    for section in sections:
        try:
            found.append(find_exemption(case.regime, section))
        except UsageError:
            continue  # the case was under another regime when the letter was drafted
    return found
