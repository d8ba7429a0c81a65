"""The exemptions of Part II of the Freedom of Information Act 2000, one row each, in the order of the Act.

Section 2(3) says which are absolute. Where a source ends with "(to be checked)", have a person read the section
before a letter relies on it.
"""

from foibot.law.exemption import Basis, Exemption, Ground, Rows, Statute

FOIA = Statute("FOIA", "Freedom of Information Act 2000", "section", "s.", "exemption")

ABSOLUTE = Ground(True, Basis.CLASS, "absolute by s.2(3); a class (to be checked)")
QUALIFIED = Ground(False, Basis.CLASS, "qualified, not being in s.2(3); a class (to be checked)")
PREJUDICE = Ground(False, Basis.PREJUDICE, "qualified, not being in s.2(3); prejudice (to be checked)")
SAFEGUARD = Ground(
    False, Basis.SAFEGUARDING, "qualified, not being in s.2(3); required to safeguard national security, no prejudice"
)
ENDANGER = Ground(False, Basis.ENDANGERING, "qualified, not being in s.2(3); endanger, and so no prejudice")
OPINION = Ground(
    False,
    Basis.PREJUDICE,
    "qualified save for Parliament, s.2(3)(e); the opinion of a qualified person, s.36(2) and (5) (to be checked)",
    qualified_person=True,
)
CROWN = Ground(True, Basis.CLASS, "absolute by s.2(3)(ea), since 19 January 2011; a class (to be checked)")
PERSONAL = Ground(True, Basis.CLASS, "absolute by s.2(3)(f) or (fa); a class (to be checked)")
OWN_CONDITION = Ground(False, Basis.CLASS, "qualified, s.2(3)(fa) names the first condition only (to be checked)")

OF_PARLIAMENT = "absolute for information held by the House of Commons or the House of Lords"
OF_THE_CROWN = "qualified where a public authority of Northern Ireland answers (to be checked)"
A_PURPOSE = "cite it with the paragraph of s.31(1), (g) to (i), that it serves"
A_CONDITION = "cite it with s.40(2)"

_row, _silent = Rows(FOIA).row, Rows(FOIA).silent

EXEMPTIONS_FOIA: tuple[Exemption, ...] = (
    _row("21(1)", "reasonably accessible to the applicant by other means", ABSOLUTE),
    _row("22(1)", "intended for future publication", QUALIFIED),
    _silent("22(2)", "intended for future publication: neither confirm nor deny", QUALIFIED),
    _row("22A(1)", "research that is to be published: harm from earlier disclosure", PREJUDICE),
    _silent("22A(2)", "research that is to be published: neither confirm nor deny", PREJUDICE),
    _row("23(1)", "supplied by, or relating to, bodies dealing with security matters", ABSOLUTE),
    _silent("23(5)", "bodies dealing with security matters: neither confirm nor deny", ABSOLUTE),
    _row("24(1)", "national security", SAFEGUARD),
    _silent("24(2)", "national security: neither confirm nor deny", SAFEGUARD),
    _row("26(1)(a)", "the defence of the British Islands or of any colony", PREJUDICE),
    _row("26(1)(b)", "the capability, effectiveness or security of the armed forces", PREJUDICE),
    _silent("26(3)", "defence: neither confirm nor deny", PREJUDICE),
    _row("27(1)(a)", "relations between the United Kingdom and another State", PREJUDICE),
    _row("27(1)(b)", "relations with an international organisation or court", PREJUDICE),
    _row("27(1)(c)", "the interests of the United Kingdom abroad", PREJUDICE),
    _row("27(1)(d)", "the promotion or protection of the United Kingdom's interests abroad", PREJUDICE),
    _row("27(2)", "obtained in confidence from another State, or an international organisation or court", QUALIFIED),
    _silent(
        "27(4)",
        "international relations: neither confirm nor deny",
        PREJUDICE,
        "(a) is about prejudice; (b) is about what was obtained in confidence, a class",
    ),
    _row("28(1)", "relations between administrations within the United Kingdom", PREJUDICE),
    _silent("28(3)", "relations within the United Kingdom: neither confirm nor deny", PREJUDICE),
    _row("29(1)(a)", "the economic interests of the United Kingdom or a part of it", PREJUDICE),
    _row("29(1)(b)", "the financial interests of an administration in the United Kingdom", PREJUDICE),
    _silent("29(2)", "the economy: neither confirm nor deny", PREJUDICE),
    _row("30(1)(a)", "an investigation whether a person should be charged with an offence, or is guilty", QUALIFIED),
    _row("30(1)(a)(i)", "an investigation whether a person should be charged with an offence", QUALIFIED),
    _row("30(1)(a)(ii)", "an investigation whether a person charged with an offence is guilty of it", QUALIFIED),
    _row("30(1)(b)", "an investigation that may lead us to begin criminal proceedings", QUALIFIED),
    _row("30(1)(c)", "criminal proceedings that we have power to conduct", QUALIFIED),
    _row("30(2)", "investigations that drew on confidential sources", QUALIFIED),
    _silent("30(3)", "investigations and proceedings: neither confirm nor deny", QUALIFIED),
    _row("31(1)(a)", "the prevention or detection of crime", PREJUDICE),
    _row("31(1)(b)", "the apprehension or prosecution of offenders", PREJUDICE),
    _row("31(1)(c)", "the administration of justice", PREJUDICE),
    _row("31(1)(d)", "the assessment or collection of a tax or duty", PREJUDICE),
    _row("31(1)(e)", "the operation of immigration controls", PREJUDICE),
    _row("31(1)(f)", "security and good order in prisons and other places of lawful detention", PREJUDICE),
    _row(
        "31(1)(g)",
        "a public authority's functions for a purpose of section 31(2)",
        PREJUDICE,
        "name the purpose too: s.31(2)(a) to (j)",
    ),
    _row("31(1)(h)", "civil proceedings for a public authority that arise from such an investigation", PREJUDICE),
    _row("31(1)(i)", "an inquiry into a sudden death or fatal accident in Scotland", PREJUDICE),
    _row("31(2)(a)", "finding out whether a person has failed to comply with the law", PREJUDICE, A_PURPOSE),
    _row("31(2)(b)", "finding out whether a person is responsible for improper conduct", PREJUDICE, A_PURPOSE),
    _row("31(2)(c)", "finding out whether regulatory action would be justified", PREJUDICE, A_PURPOSE),
    _row("31(2)(d)", "finding out a person's fitness or competence for an office or profession", PREJUDICE, A_PURPOSE),
    _row("31(2)(e)", "finding out the cause of an accident", PREJUDICE, A_PURPOSE),
    _row("31(2)(f)", "protecting charities against misconduct or mismanagement", PREJUDICE, A_PURPOSE),
    _row("31(2)(g)", "protecting the property of charities from loss or misapplication", PREJUDICE, A_PURPOSE),
    _row("31(2)(h)", "recovering the property of charities", PREJUDICE, A_PURPOSE),
    _row("31(2)(i)", "securing the health, safety and welfare of persons at work", PREJUDICE, A_PURPOSE),
    _row("31(2)(j)", "protecting others against risk from the actions of persons at work", PREJUDICE, A_PURPOSE),
    _silent("31(3)", "law enforcement: neither confirm nor deny", PREJUDICE),
    _row("32(1)(a)", "held only in a document filed with a court", ABSOLUTE),
    _row("32(1)(b)", "held only in a document served for court proceedings", ABSOLUTE),
    _row("32(1)(c)", "held only in a document created by a court", ABSOLUTE),
    _row("32(2)", "held only in a document of an inquiry or arbitration", ABSOLUTE),
    _silent("32(3)", "court, inquiry and arbitration records: neither confirm nor deny", ABSOLUTE),
    _row("33(2)", "our functions of auditing or examining other public authorities", PREJUDICE),
    _silent("33(3)", "audit functions: neither confirm nor deny", PREJUDICE),
    _row("34(1)", "the privileges of either House of Parliament", ABSOLUTE),
    _silent("34(2)", "parliamentary privilege: neither confirm nor deny", ABSOLUTE),
    _row("35(1)(a)", "the formulation or development of government policy", QUALIFIED),
    _row("35(1)(b)", "Ministerial communications", QUALIFIED),
    _row("35(1)(c)", "the advice of the Law Officers", QUALIFIED),
    _row("35(1)(d)", "the operation of a Ministerial private office", QUALIFIED),
    _silent("35(3)", "government policy: neither confirm nor deny", QUALIFIED),
    _row("36(2)(a)", "the collective responsibility of Ministers", OPINION, OF_PARLIAMENT),
    _row("36(2)(a)(i)", "the collective responsibility of Ministers of the Crown", OPINION, OF_PARLIAMENT),
    _row(
        "36(2)(a)(ii)", "the work of the Executive Committee of the Northern Ireland Assembly", OPINION, OF_PARLIAMENT
    ),
    _row("36(2)(a)(iii)", "the work of the Cabinet of the Welsh Government", OPINION, OF_PARLIAMENT),
    _row("36(2)(b)", "the free and frank giving of advice or exchange of views", OPINION, OF_PARLIAMENT),
    _row("36(2)(b)(i)", "the free and frank giving of advice", OPINION, OF_PARLIAMENT),
    _row("36(2)(b)(ii)", "the free and frank exchange of views for deliberation", OPINION, OF_PARLIAMENT),
    _row("36(2)(c)", "the effective conduct of public affairs in another way", OPINION, OF_PARLIAMENT),
    _silent("36(3)", "the effective conduct of public affairs: neither confirm nor deny", OPINION, OF_PARLIAMENT),
    _row("37(1)(a)", "communications with the Sovereign", CROWN, OF_THE_CROWN),
    _row("37(1)(aa)", "communications with the heir to the Throne, or the second in line", CROWN, OF_THE_CROWN),
    _row(
        "37(1)(ab)", "communications with a person who has since acceded, or become such an heir", CROWN, OF_THE_CROWN
    ),
    _row("37(1)(ac)", "communications with other members of the Royal Family", QUALIFIED),
    _row("37(1)(ad)", "communications with the Royal Household", QUALIFIED),
    _row("37(1)(b)", "the conferring by the Crown of an honour or dignity", QUALIFIED),
    _silent(
        "37(2)",
        "communications with the Sovereign and honours: neither confirm nor deny",
        QUALIFIED,
        "absolute so far as it relates to s.37(1)(a), (aa) or (ab)",
    ),
    _row("38(1)(a)", "the physical or mental health of an individual", ENDANGER),
    _row("38(1)(b)", "the safety of an individual", ENDANGER),
    _silent("38(2)", "health and safety: neither confirm nor deny", ENDANGER),
    _row(
        "39(1)", "environmental information, to be answered under the Environmental Information Regulations", QUALIFIED
    ),
    _silent("39(2)", "environmental information: neither confirm nor deny", QUALIFIED),
    _row("40(1)", "the applicant's own personal data", PERSONAL, "to be answered as a subject access request"),
    _row(
        "40(2)",
        "personal data of another person",
        PERSONAL,
        "absolute where disclosure would breach a data protection principle, s.40(3A); otherwise qualified",
    ),
    _row("40(3A)(a)", "disclosure would breach a data protection principle", PERSONAL, A_CONDITION),
    _row("40(3A)(b)", "disclosure of unstructured papers would breach such a principle", PERSONAL, A_CONDITION),
    _row("40(3B)", "the person has objected to the processing of the data", OWN_CONDITION, A_CONDITION),
    _row("40(4A)", "the person could not have the data by a request of their own", OWN_CONDITION, A_CONDITION),
    _silent("40(5A)", "the applicant's own personal data: neither confirm nor deny", PERSONAL),
    _silent("40(5B)", "personal data of another person: neither confirm nor deny", PERSONAL),
    _silent("40(5B)(a)(i)", "to confirm or deny would breach a data protection principle", PERSONAL),
    _row(
        "41(1)",
        "provided in confidence",
        ABSOLUTE,
        "whether a breach of confidence would be actionable takes the public interest into account",
    ),
    _silent("41(2)", "provided in confidence: neither confirm nor deny", ABSOLUTE),
    _row("42(1)", "legal professional privilege", QUALIFIED),
    _silent("42(2)", "legal professional privilege: neither confirm nor deny", QUALIFIED),
    _row("43(1)", "a trade secret", QUALIFIED),
    _row("43(2)", "commercial interests", PREJUDICE),
    _silent("43(3)", "commercial interests: neither confirm nor deny", PREJUDICE),
    _row("44(1)(a)", "disclosure is prohibited by an enactment", ABSOLUTE, "name the enactment"),
    _row("44(1)(b)", "disclosure is incompatible with an assimilated obligation", ABSOLUTE),
    _row("44(1)(c)", "disclosure would be a contempt of court", ABSOLUTE),
    _silent("44(2)", "prohibitions on disclosure: neither confirm nor deny", ABSOLUTE),
)
