"""The exemptions of Part 2 of the Freedom of Information (Scotland) Act 2002, one row each, in the order of the Act.

Section 2(2) says which are absolute. In Scotland harm must be substantial, no qualified person is asked, and section
18 is the one provision for neither confirming nor denying. Where a source ends with "(to be checked)", have a person
read the section before a letter relies on it.
"""

from foibot.law.exemption import Basis, Exemption, Ground, Rows, Statute

FOISA = Statute("FOISA", "Freedom of Information (Scotland) Act 2002", "section", "s.", "exemption")

ABSOLUTE = Ground(True, Basis.CLASS, "absolute by s.2(2); a class (to be checked)")
QUALIFIED = Ground(False, Basis.CLASS, "qualified, not being in s.2(2); a class (to be checked)")
SUBSTANTIAL = Ground(
    False, Basis.SUBSTANTIAL_PREJUDICE, "qualified, not being in s.2(2); substantial prejudice (to be checked)"
)
SAFEGUARD = Ground(
    False, Basis.SAFEGUARDING, "qualified, not being in s.2(2); required to safeguard national security (to be checked)"
)
ENDANGER = Ground(False, Basis.ENDANGERING, "qualified, not being in s.2(2); endanger (to be checked)")
CONCEALMENT = Ground(
    False, Basis.CLASS, "where to reveal whether it is held would be against the public interest (to be checked)"
)

A_PURPOSE = "cite it with the paragraph of s.35(1), (g) or (h), that it serves"
WHICH_ELSE = "cite it with the exemption that would apply if the information were held: ss.28 to 35, 38, 39(1) or 41"

_row, _silent = Rows(FOISA).row, Rows(FOISA).silent

EXEMPTIONS_FOISA: tuple[Exemption, ...] = (
    _silent("18(1)", "neither confirm nor deny", CONCEALMENT, WHICH_ELSE),
    _row("25(1)", "reasonably obtainable by the applicant otherwise than by a request", ABSOLUTE),
    _row("26(a)", "disclosure is prohibited by an enactment", ABSOLUTE, "name the enactment"),
    _row("26(b)", "disclosure is incompatible with an assimilated obligation", ABSOLUTE),
    _row("26(c)", "disclosure would be a contempt of court", ABSOLUTE),
    _row("27(1)", "to be published within twelve weeks", QUALIFIED),
    _row("27(2)", "a programme of research that is to be published", SUBSTANTIAL),
    _row("28(1)", "relations between administrations within the United Kingdom", SUBSTANTIAL),
    _row("29(1)(a)", "the formulation or development of government policy", QUALIFIED),
    _row("29(1)(b)", "Ministerial communications", QUALIFIED),
    _row("29(1)(c)", "the advice of the Law Officers", QUALIFIED),
    _row("29(1)(d)", "the operation of a Ministerial private office", QUALIFIED),
    _row("30(a)", "the collective responsibility of the Scottish Ministers", SUBSTANTIAL),
    _row("30(b)(i)", "the free and frank giving of advice", SUBSTANTIAL),
    _row("30(b)(ii)", "the free and frank exchange of views for deliberation", SUBSTANTIAL),
    _row("30(c)", "the effective conduct of public affairs in another way", SUBSTANTIAL),
    _row("31(1)", "national security", SAFEGUARD),
    _row("31(4)(a)", "the defence of the British Islands or of any colony", SUBSTANTIAL),
    _row("31(4)(b)", "the capability, effectiveness or security of the armed forces", SUBSTANTIAL),
    _row("32(1)(a)(i)", "relations between the United Kingdom and another State", SUBSTANTIAL),
    _row("32(1)(a)(ii)", "relations with an international organisation or court", SUBSTANTIAL),
    _row("32(1)(a)(iii)", "the interests of the United Kingdom abroad", SUBSTANTIAL),
    _row("32(1)(a)(iv)", "the promotion or protection of the United Kingdom's interests abroad", SUBSTANTIAL),
    _row("32(1)(b)", "obtained in confidence from another State, or an international organisation or court", QUALIFIED),
    _row("33(1)(a)", "a trade secret", QUALIFIED),
    _row("33(1)(b)", "commercial interests", SUBSTANTIAL),
    _row("33(2)(a)", "the economic interests of the United Kingdom or a part of it", SUBSTANTIAL),
    _row("33(2)(b)", "the financial interests of an administration in the United Kingdom", SUBSTANTIAL),
    _row("34(1)(a)", "an investigation whether a person should be prosecuted, or is guilty", QUALIFIED),
    _row("34(1)(b)", "an investigation that may lead to a report to the procurator fiscal", QUALIFIED),
    _row("34(1)(c)", "criminal proceedings begun after a report of ours", QUALIFIED),
    _row("34(2)(a)", "an inquiry into a fatal accident or sudden death that is not over", QUALIFIED),
    _row("34(2)(b)", "another investigation of the cause of a death", QUALIFIED),
    _row("34(3)", "investigations that drew on confidential sources", QUALIFIED),
    _row("34(4)", "civil proceedings that arise out of such investigations", QUALIFIED),
    _row("35(1)(a)", "the prevention or detection of crime", SUBSTANTIAL),
    _row("35(1)(b)", "the apprehension or prosecution of offenders", SUBSTANTIAL),
    _row("35(1)(c)", "the administration of justice", SUBSTANTIAL),
    _row("35(1)(d)", "the assessment or collection of a tax or duty", SUBSTANTIAL),
    _row("35(1)(e)", "the operation of immigration controls", SUBSTANTIAL),
    _row("35(1)(f)", "security and good order in prisons and other places of lawful detention", SUBSTANTIAL),
    _row(
        "35(1)(g)",
        "a public authority's functions for a purpose of section 35(2)",
        SUBSTANTIAL,
        "name the purpose too: s.35(2)(a) to (j)",
    ),
    _row("35(1)(h)", "civil proceedings for a public authority that arise from such an investigation", SUBSTANTIAL),
    _row("35(2)(a)", "finding out whether a person has failed to comply with the law", SUBSTANTIAL, A_PURPOSE),
    _row("35(2)(b)", "finding out whether a person is responsible for improper conduct", SUBSTANTIAL, A_PURPOSE),
    _row("35(2)(c)", "finding out whether regulatory action would be justified", SUBSTANTIAL, A_PURPOSE),
    _row(
        "35(2)(d)", "finding out a person's fitness or competence for an office or profession", SUBSTANTIAL, A_PURPOSE
    ),
    _row("35(2)(e)", "finding out the cause of an accident", SUBSTANTIAL, A_PURPOSE),
    _row("35(2)(f)", "protecting charities against misconduct or mismanagement", SUBSTANTIAL, A_PURPOSE),
    _row("35(2)(g)", "protecting the property of charities from loss or mismanagement", SUBSTANTIAL, A_PURPOSE),
    _row("35(2)(h)", "recovering the property of charities", SUBSTANTIAL, A_PURPOSE),
    _row("35(2)(i)", "securing the health, safety and welfare of persons at work", SUBSTANTIAL, A_PURPOSE),
    _row("35(2)(j)", "protecting others against risk from the actions of persons at work", SUBSTANTIAL, A_PURPOSE),
    _row("36(1)", "confidentiality of communications: legal professional privilege", QUALIFIED),
    _row("36(2)", "obtained in confidence, so that disclosure would be an actionable breach", ABSOLUTE),
    _row("37(1)(a)", "held only in a document of court proceedings", ABSOLUTE),
    _row("37(1)(b)", "held only in a document of an inquiry or arbitration", ABSOLUTE),
    _row("38(1)(a)", "the applicant's own personal data", ABSOLUTE, "to be answered as a subject access request"),
    _row(
        "38(1)(b)",
        "personal data of another person",
        ABSOLUTE,
        "absolute where disclosure would breach a data protection principle, s.38(2A); otherwise qualified",
    ),
    _row("38(1)(c)", "personal census information", ABSOLUTE),
    _row("38(1)(d)", "a deceased person's health record", ABSOLUTE),
    _row("39(1)", "the health or safety of an individual", ENDANGER),
    _row("39(2)", "environmental information, to be answered under the Scottish Regulations of 2004", QUALIFIED),
    _row("40(a)", "the audit of the accounts of other authorities", SUBSTANTIAL),
    _row("40(b)", "the examination of the economy, efficiency and effectiveness of other authorities", SUBSTANTIAL),
    _row("41(a)", "communications with the Sovereign, the Royal Family or the Royal Household", QUALIFIED),
    _row("41(b)", "the conferring by the Crown of an honour or dignity", QUALIFIED),
)
