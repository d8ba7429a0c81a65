"""What law and good practice can require of a letter: the source, how it is missed, and the sentence that mends it.

Which letter needs which stands in `checks`. Where a source ends with "(to be checked)", have a person read the section
before relying on it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from foibot.casework import required
from foibot.casework.required import (
    ACTS,
    ENVIRONMENTAL,
    FOI,
    HARM,
    SCOTLAND,
    Requirement,
    unless_said,
    where_prejudiced,
    where_qualified,
)

REQUIREMENTS: Mapping[str, Requirement] = MappingProxyType(
    {
        "reference": Requirement(
            "good practice: the applicant's answer finds its case by it",
            required.reference,
            "The reference is not in the {missing}",
            "Our reference: [{facts.reference}]",
        ),
        "questions": Requirement(
            "FOIA s.1(1), FOISA s.1(1), EIR reg 5(1): each thing that was asked is answered",
            required.questions_answered,
            "The letter has no answer to question {missing}",
            "Question {missing}: ...",
        ),
        "statute": Requirement(
            "FOIA s.17(1), EIR reg 14, FOISA s.16(1): the refusal is one under that statute",
            required.regime_named,
            "The letter does not say under which law the request was dealt with",
            "We have dealt with your request under the {missing}.",
        ),
        "request_dated": Requirement(
            "good practice: the applicant sees which request is answered",
            required.request_dated,
            "The date of the request is not in the letter",
            "We received your request on {missing}.",
        ),
        "signatory": Requirement(
            "good practice: a person answers for the decision",
            required.signatory,
            "The name of the person who signs is not in the letter",
            "Yours sincerely, {missing}",
        ),
        "held": Requirement(
            "FOIA s.1(1)(a), FOISA s.16(1)(a): say whether the information is held",
            unless_said(r"\b(?:hold|holds|held)\b"),
            "The letter does not say that the information is held",
            "We hold the information that you asked for.",
            ACTS,
        ),
        "not_held": Requirement(
            "FOIA s.1(1)(a), FOISA s.17(1), EIR reg 14(1), EISR reg 13: say that it is not held",
            unless_said(
                r"(?:\bnot|n't|\bneither|\bnor) (?:currently |itself )?(?:hold|held|possess)|\bholds? (?:no|none)\b"
                r"|\bno .{0,60}\b(?:is|are) held\b|\b(?:nid|ddim|nad)\b.{0,40}\b(?:dal|ddal|chadw|cadw)"
            ),
            "The letter does not say that the information is not held",
            "We have searched, and we do not hold the information that you asked for.",
        ),
        "not_held_cited": Requirement(
            "EIR reg 12(4)(a) with reg 14(3), EISR reg 10(4)(a) with reg 13: there it is an exception",
            required.not_held_cited,
            "The exception for information that is not held is not cited: {missing}",
            "We refuse the request under regulation {missing}, because we do not hold the information.",
            ENVIRONMENTAL,
        ),
        "referred_to": Requirement(
            "FOIA s.16, EIR reg 10, FOISA s.15, EISR regs 9 and 14: help the applicant to the likely holder",
            required.referred_to,
            "The letter does not have all the details of the authority that may hold the information: {missing}",
            "The information may be held by: {missing}",
        ),
        "sections": Requirement(
            "FOIA s.17(1)(b), EIR reg 14(3)(a), FOISA s.16(1)(c): specify the exemption",
            required.sections_cited,
            "A section that the answer relies on is not cited: {missing}",
            "We rely on {missing} for this.",
            FOI,
        ),
        "public_interest": Requirement(
            "FOIA s.17(3), EIR reg 14(3)(b), FOISA s.16(2): the reasons on the public interest",
            where_qualified(r"\bpublic[ -]interest\b"),
            "The public-interest reasons are missing, which {missing} needs",
            "We have weighed the public interest in disclosure against the public interest in withholding it: ...",
            FOI,
        ),
        "public_interest_sides": Requirement(
            "FOIA s.17(3), EIR reg 14(3)(b), FOISA s.16(2): what was weighed, on both sides",
            required.public_interest_sides,
            "The letter does not give the public-interest factors on both sides, for {missing}",
            "In favour of disclosing the information: ... In favour of withholding it: ...",
            FOI,
        ),
        "public_interest_balance": Requirement(
            "FOIA s.2(2)(b), EIR reg 12(1)(b), FOISA s.2(1)(b): which interest outweighs the other",
            where_qualified(r"\b(?:outweigh|balance|favours? (?:withh|maintain|not)|greater|prevail)"),
            "The letter does not say how the public interest was balanced, for {missing}",
            "On balance, the public interest in withholding the information outweighs that in disclosing it.",
            FOI,
        ),
        "prejudice": Requirement(
            "FOIA s.17(1)(c): why the exemption applies: which harm, and whether it would or would be likely to follow",
            where_prejudiced(rf"\bwould\b.{{0,160}}?\b{HARM}|\b{HARM}\w*.{{0,100}}?\bwould\b"),
            "The letter does not say which harm disclosure would do, or would be likely to do, for {missing}",
            "Disclosure would [or: would be likely to] prejudice ..., because ...",
            FOI,
        ),
        "substantial": Requirement(
            "FOISA ss.27(2) to 35 and 40, EISR reg 10(5): the prejudice must be substantial",
            where_prejudiced(r"\b(?:substantial|endanger)"),
            "The letter does not say that the harm would be substantial, for {missing}",
            "Disclosure would, or would be likely to, prejudice substantially ..., because ...",
            SCOTLAND,
        ),
        "neither": Requirement(
            "FOIA s.17(1), EIR reg 12(6), FOISA s.18: neither confirm nor deny",
            unless_said(
                r"\bneither confirm\w* n?or den|(?:\bnot|n't|\brefus\w+ to|\bwithout) (?:\w+ ){0,3}confirm\w* n?or den"
                r"|\breveal\w* whether\b"
            ),
            "The letter does not say that we neither confirm nor deny",
            "We neither confirm nor deny that we hold the information that you asked for.",
        ),
        "no_indication": Requirement(
            "the Commissioner's guidance on neither confirming nor denying",
            unless_said(
                r"(?:\bno|\bnot|n't|\bnor)\b.{0,60}\b(?:indicat|infer|impl|mean|suggest|taken|conclu)"
                r"|\bwhether or not (?:any|the|such|it|we)\b"
            ),
            "The letter does not say that this is no indication whether the information is held",
            "This is no indication that we hold the information, or that we do not.",
        ),
        "cost_limit": Requirement(
            "FOIA s.12 with SI 2004/3244 reg 3, FOISA s.12: the limit that holds for this authority",
            required.cost_limit,
            "The letter does not state the limit that holds for us: {missing}",
            "It would cost more than the appropriate limit, which is {missing}.",
            ACTS,
        ),
        "how_to_narrow": Requirement(
            "FOIA s.16, EIR reg 9, FOISA s.15: advice on how the request could be met",
            unless_said(
                r"\b(?:narrow|refin|reduc\w+ the (?:scope|range|period)|more specific|more limited|shorter period"
                r"|limit(?:ing)? (?:your|the) request|smaller)"
            ),
            "The letter does not say how the request could be narrowed",
            "You could narrow your request, for example to a shorter period or to fewer documents.",
            FOI,
        ),
        "new_request": Requirement(
            "FOIA s.10(6): a narrowed request is a new one, with its own time",
            unless_said(r"\b(?:new|fresh) request\b|\brequest\b.{0,60}\bas (?:a )?(?:new|fresh)\b"),
            "The letter does not say that a narrowed request is a new one",
            "We will treat a narrowed request as a new request, with its own time for an answer.",
            FOI,
        ),
        "vexatious": Requirement(
            "FOIA s.17(5), FOISA s.16(5), EIR reg 12(4)(b): say so",
            unless_said(r"\bvexatious|\bmanifestly unreasonable"),
            "The letter does not say that the request is vexatious or manifestly unreasonable",
            "We find that the request, and not the person who made it, is vexatious.",
            FOI,
        ),
        "repeated": Requirement(
            "FOIA s.14(2) and s.17(5), FOISA s.14(2) and s.16(5): say so",
            unless_said(r"\brepeat|\bidentical\b|\bsubstantially similar|\bmanifestly unreasonable"),
            "The letter does not say that the request repeats one that was answered",
            "Your request is identical or substantially similar to one that we have answered.",
            FOI,
        ),
        "where": Requirement(
            "FOIA ss.16 and 21, FOISA ss.15 and 25, EIR and EISR reg 6(1)(b): where the information is found",
            required.where_found,
            "The letter does not say where the information is found",
            "You can find the information at ...",
        ),
        "review": Requirement(
            "FOIA s.17(7)(a), EIR regs 11 and 14(5), FOISA ss.19 and 20, EISR reg 16: the right to a review",
            unless_said(r"\breview|\breconsider|\badolygiad"),
            "The right to ask for a review is missing",
            "You may ask us for an internal review within {facts.review_days_to_ask} working days.",
            FOI,
        ),
        "review_time": Requirement(
            "s.45 Code chapter 5, EIR reg 11(2), FOISA s.20(5), EISR reg 16(2): the time to ask for it",
            required.review_time,
            "The time to ask for a review is missing: {missing} working days",
            "Please ask for an internal review within {missing} working days.",
            FOI,
        ),
        "commissioner": Requirement(
            "FOIA ss.17(7)(b) and 50, EIR reg 14(5)(b), FOISA ss.19 and 47, UK GDPR art 12(4): the Commissioner",
            required.commissioner,
            "The Commissioner's {missing} is missing",
            "You may go to the {facts.commissioner_name}: {facts.commissioner_address}. {facts.commissioner_website}",
        ),
        "appeal_time": Requirement(
            "FOISA s.47(4), EISR reg 17: the time to appeal to the Commissioner",
            required.appeal_time,
            "The time to appeal to the Commissioner is missing: {missing} months",
            "You may appeal to the {facts.commissioner_name} within {missing} months.",
            SCOTLAND,
        ),
        "single_stage": Requirement(
            "s.45 Code chapter 5: a review has a single stage; FOISA s.47: the appeal comes next",
            required.another_review,
            "The outcome of a review offers another review: {missing}",
            "Take that out: after a review the applicant may go to the {facts.commissioner_name}.",
            FOI,
        ),
        "undecided": Requirement(
            "FOIA s.10(3) and s.17(2): the exemption is engaged, and the balance of the public interest undecided",
            unless_said(
                r"\bpublic[ -]interest\b",
                r"(?:\bnot|n't) (?:yet )?(?:been )?(?:reach|decid|complet|conclu|finish)|\bundecided\b"
                r"|\b(?:more|further|extra|additional|longer) time\b|\bstill (?:consider|weigh|balanc)|\blonger\b",
            ),
            "The letter does not say that the balance of the public interest is not yet decided",
            "We have not yet decided where the balance of the public interest lies.",
            frozenset({"FOIA"}),
        ),
        "complex_and_voluminous": Requirement(
            "EIR reg 7(1), EISR reg 7(1): complex and voluminous, both",
            unless_said(r"\bcomplex", r"\bvolum"),
            "The letter does not say why the request is both complex and voluminous",
            "Your request is complex, because ..., and it is for a large volume of information: ...",
            ENVIRONMENTAL,
        ),
        "date_told": Requirement(
            "FOIA s.17(2), EIR and EISR reg 7, UK GDPR art 12(3): when the answer is expected",
            required.date_told,
            "The letter does not say when the answer is expected: {missing}",
            "We expect to answer by {missing}.",
        ),
        "apology": Requirement(
            "good practice: a late answer is owed an apology, and gains no time by it",
            unless_said(r"\b(?:sorry|apolog|regret)"),
            "The letter does not say that we are sorry",
            "We are sorry that your answer is late.",
        ),
        "time_anew": Requirement(
            "FOIA s.10(6), EIR reg 9(4), FOISA s.10(1)(b), EISR reg 9: the time is counted from the reply",
            unless_said(r"\b(?:20|twenty) working days\b|\b(?:start|begin|count|run)\w* (?:again|afresh|anew|from)\b"),
            "The letter does not say that the time starts anew with the reply",
            "We will answer within 20 working days of your reply.",
            FOI,
        ),
        "lapse": Requirement(
            "s.45 Code: say when a request is closed for want of a reply",
            required.lapse_told,
            "The letter does not say when the request is closed if no reply comes",
            "If we do not hear from you within two months, we will close your request.",
            FOI,
        ),
        "amount": Requirement(
            "FOIA s.9(1), EIR reg 8, FOISA s.9(1), EISR reg 8: the amount of the fee",
            unless_said(r"£ ?\d"),
            "The letter does not state the amount of the fee",
            "The fee is £...",
        ),
        "three_months_to_pay": Requirement(
            "FOIA s.9(2), FOISA s.9(3): three months to pay",
            unless_said(r"\b(?:three|3) months\b"),
            "The letter does not say that the fee may be paid within three months",
            "Please pay within three months of the date of this letter; otherwise we need not answer.",
            ACTS,
        ),
        "sixty_days_to_pay": Requirement(
            "EIR reg 8(5), EISR reg 8: sixty working days to pay (to be checked)",
            unless_said(r"\b(?:60|sixty) working days\b"),
            "The letter does not say that the charge may be paid within 60 working days",
            "Please pay within 60 working days of the date of this letter; otherwise we need not answer.",
            ENVIRONMENTAL,
        ),
        "clock_stopped": Requirement(
            "FOIA s.10(2), EIR reg 8(6), FOISA s.10: the time from the notice to the payment is disregarded",
            unless_said(
                r"\b(?:clock|time|period|days?)\b.{0,100}\b(?:stop|paus|disregard|not count|suspend|not run)"
                r"|\b(?:stop|paus|disregard|suspend)\w*\b.{0,100}\b(?:clock|time|period|days?)\b"
            ),
            "The letter does not say that the time for our answer stops until the fee is paid",
            "The time for our answer stops today, and goes on when your payment reaches us.",
            FOI,
        ),
    }
)
"""What can be required of a letter, by name."""
