"""The exceptions of the Environmental Information Regulations 2004, and of the Scottish regulations of that year.

All but those on personal data are qualified, with a presumption in favour of disclosure: reg 12(1)(b) and (2), in
Scotland reg 10(1)(b) and (2). Not to hold the information is an exception here. Where a source ends with "(to be
checked)", have a person read the regulation before a letter relies on it.
"""

from foibot.law.exemption import Basis, Exemption, Ground, Rows, Statute

EIR = Statute("EIR", "Environmental Information Regulations 2004", "regulation", "reg ", "exception")
EISR = Statute("EISR", "Environmental Information (Scotland) Regulations 2004", "regulation", "reg ", "exception")

QUALIFIED = Ground(False, Basis.CLASS, "qualified by reg 12(1)(b), disclosure presumed by reg 12(2) (to be checked)")
ADVERSE = Ground(
    False, Basis.ADVERSE_EFFECT, "qualified by reg 12(1)(b), disclosure would have an adverse effect (to be checked)"
)
PERSONAL = Ground(True, Basis.CLASS, "personal data, apart from the test of reg 12(1)(b) (to be checked)")
FORM = Ground(True, Basis.CLASS, "on the form and format of what is made available (to be checked)")

SCOTS_QUALIFIED = Ground(
    False, Basis.CLASS, "qualified by reg 10(1)(b), disclosure presumed by reg 10(2) (to be checked)"
)
SCOTS_SUBSTANTIAL = Ground(
    False, Basis.SUBSTANTIAL_PREJUDICE, "qualified by reg 10(1)(b); substantial prejudice (to be checked)"
)
SCOTS_PERSONAL = Ground(True, Basis.CLASS, "personal data, apart from the test of reg 10(1)(b), by reg 10(3)")

NO_EXCEPTION = "no exception: it says that the form asked for need not be given"
HELP_FIRST = "only after help with the particulars, as reg 9 has it"
UNFINISHED = "say who is preparing it and when it should be ready, reg 14(4)"
NOT_EMISSIONS = "not for information on emissions, reg 12(9)"
SCOTS_UNFINISHED = "say when it should be ready"
SCOTS_NOT_EMISSIONS = "not for information on emissions, reg 10(6)"
OWN_DATA = "to be answered as a subject access request"
PRINCIPLES = "absolute where disclosure would breach a data protection principle; otherwise qualified"
SUPERSEDED = "its number until 25 May 2018; now reg 13(5A)"

_row, _silent = Rows(EIR).row, Rows(EIR).silent

EXCEPTIONS_EIR: tuple[Exemption, ...] = (
    _row("5(3)", "the applicant's own personal data", PERSONAL, OWN_DATA),
    _row("6(1)(b)", "already publicly available and easily accessible to the applicant", FORM, NO_EXCEPTION),
    _row("12(4)(a)", "not held when the request was received", QUALIFIED),
    _row("12(4)(b)", "a manifestly unreasonable request", QUALIFIED),
    _row("12(4)(c)", "a request in too general a manner", QUALIFIED, HELP_FIRST),
    _row(
        "12(4)(d)", "unfinished documents, incomplete data, material in the course of completion", QUALIFIED, UNFINISHED
    ),
    _row("12(4)(e)", "internal communications", QUALIFIED),
    _row("12(5)(a)", "international relations, defence, national security or public safety", ADVERSE),
    _row("12(5)(b)", "the course of justice, a fair trial, or a criminal or disciplinary inquiry", ADVERSE),
    _row("12(5)(c)", "intellectual property rights", ADVERSE),
    _row("12(5)(d)", "the confidentiality of proceedings, where law provides for it", ADVERSE, NOT_EMISSIONS),
    _row("12(5)(e)", "commercial or industrial confidentiality, where law provides for it", ADVERSE, NOT_EMISSIONS),
    _row("12(5)(f)", "the interests of the person who provided the information", ADVERSE, NOT_EMISSIONS),
    _row("12(5)(g)", "the protection of the environment", ADVERSE, NOT_EMISSIONS),
    _silent("12(6)", "the interests of regulation 12(5)(a): neither confirm nor deny", ADVERSE),
    _row("13(1)", "personal data of another person", PERSONAL, PRINCIPLES),
    _silent("13(5)", "personal data of another person: neither confirm nor deny", PERSONAL, SUPERSEDED),
    _silent("13(5A)", "personal data of another person: neither confirm nor deny", PERSONAL),
)

_scots, _scots_silent = Rows(EISR).row, Rows(EISR).silent

EXCEPTIONS_EISR: tuple[Exemption, ...] = (
    _scots("6(1)(b)", "already publicly available and easily accessible to the applicant", FORM, NO_EXCEPTION),
    _scots("10(4)(a)", "not held when the request was received", SCOTS_QUALIFIED),
    _scots("10(4)(b)", "a manifestly unreasonable request", SCOTS_QUALIFIED),
    _scots("10(4)(c)", "a request in too general a manner", SCOTS_QUALIFIED, HELP_FIRST),
    _scots(
        "10(4)(d)",
        "unfinished documents, incomplete data, material in the course of completion",
        SCOTS_QUALIFIED,
        SCOTS_UNFINISHED,
    ),
    _scots("10(4)(e)", "internal communications", SCOTS_QUALIFIED),
    _scots("10(5)(a)", "international relations, defence, national security or public safety", SCOTS_SUBSTANTIAL),
    _scots("10(5)(b)", "the course of justice, a fair trial, or a criminal or disciplinary inquiry", SCOTS_SUBSTANTIAL),
    _scots("10(5)(c)", "intellectual property rights", SCOTS_SUBSTANTIAL),
    _scots(
        "10(5)(d)",
        "the confidentiality of proceedings, where law provides for it",
        SCOTS_SUBSTANTIAL,
        SCOTS_NOT_EMISSIONS,
    ),
    _scots(
        "10(5)(e)",
        "commercial or industrial confidentiality, where law provides for it",
        SCOTS_SUBSTANTIAL,
        SCOTS_NOT_EMISSIONS,
    ),
    _scots(
        "10(5)(f)",
        "the interests of the person who provided the information",
        SCOTS_SUBSTANTIAL,
        SCOTS_NOT_EMISSIONS,
    ),
    _scots("10(5)(g)", "the protection of the environment", SCOTS_SUBSTANTIAL, SCOTS_NOT_EMISSIONS),
    _scots_silent("10(8)", "the interests of regulation 10(5)(a): neither confirm nor deny", SCOTS_SUBSTANTIAL),
    _scots("11(1)", "the applicant's own personal data", SCOTS_PERSONAL, OWN_DATA),
    _scots("11(2)", "personal data of another person", SCOTS_PERSONAL, PRINCIPLES),
    _scots_silent("11(6)", "personal data: neither confirm nor deny", SCOTS_PERSONAL),
)
