"""What an exemption is: its section, what it asks for before information may be withheld, and who says so.

The shape and the words only. The tables of the four statutes stand beside it, and `exemptions` finds a row in them.
"""

from enum import StrEnum

from foibot.lean import dataclass


class Basis(StrEnum):
    """What must be shown for an exemption to be engaged."""

    CLASS = "class"  # that the information is of the kind described
    PREJUDICE = "prejudice"  # that disclosure would, or would be likely to, do the harm
    SUBSTANTIAL_PREJUDICE = "substantial prejudice"  # likewise, and the harm must be substantial: Scotland
    ADVERSE_EFFECT = "adverse effect"  # that disclosure would do the harm; that it is likely to is not enough
    ENDANGERING = "endanger"  # that disclosure would, or would be likely to, endanger somebody
    SAFEGUARDING = "required to safeguard"  # that the exemption is required, which is no question of likelihood


WOULD = "would"
WOULD_BE_LIKELY = "would-be-likely"
EITHER = (WOULD, WOULD_BE_LIKELY)

LIKELIHOODS: dict[Basis, tuple[str, ...]] = {
    Basis.CLASS: (),
    Basis.PREJUDICE: EITHER,
    Basis.SUBSTANTIAL_PREJUDICE: EITHER,
    Basis.ADVERSE_EFFECT: (WOULD,),
    Basis.ENDANGERING: EITHER,
    Basis.SAFEGUARDING: (),
}


@dataclass(frozen=True, slots=True)
class Statute:
    """An Act or a set of regulations that has exemptions or exceptions, and how its provisions are named."""

    name: str
    title: str
    provision: str
    short: str
    called: str

    def cited(self, section: str) -> str:
        """Name a provision in words, as a sentence begins: `Section 43(2)`."""
        return f"{self.provision.capitalize()} {section}"


@dataclass(frozen=True, slots=True)
class Ground:
    """What several rows of a statute have in common: absolute or not, the basis, and the source of both."""

    absolute: bool
    basis: Basis
    source: str
    qualified_person: bool = False


@dataclass(frozen=True, slots=True)
class Exemption:
    """One exemption or exception as a letter cites it: `43(2)`.

    Every exemption that is not `absolute` needs the public-interest test and its reasons. `qualified_person`: the
    reasonable opinion of the authority's qualified person comes first. `neither_confirm_nor_deny`: this is the
    provision by which an authority need not say whether it holds the information. `remark` is what the columns
    cannot say. A `source` that ends with "(to be checked)" wants a person to read the section first.
    """

    statute: Statute
    section: str
    title: str
    absolute: bool
    basis: Basis
    source: str
    qualified_person: bool = False
    neither_confirm_nor_deny: bool = False
    remark: str = ""

    @property
    def regime(self) -> str:
        """The regime whose exemption this is: FOIA, EIR, FOISA or EISR."""
        return self.statute.name

    @property
    def qualified(self) -> bool:
        """Whether the public interest must be weighed, and the letter must give the reasons."""
        return not self.absolute

    @property
    def likelihoods(self) -> tuple[str, ...]:
        """What a letter may say of the harm: `would`, `would-be-likely`; empty where no harm need be shown."""
        return LIKELIHOODS[self.basis]

    @property
    def cited(self) -> str:
        """The provision in words, without its statute: `section 43(2)`, `regulation 12(5)(b)`."""
        return f"{self.statute.provision} {self.section}"

    @property
    def cited_short(self) -> str:
        """The provision as officers write it: `s.43(2)`, `reg 12(5)(b)`."""
        return f"{self.statute.short}{self.section}"


@dataclass(frozen=True, slots=True)
class Rows:
    """Writes the rows of one statute, so that each reads on one line."""

    statute: Statute

    def row(self, section: str, title: str, ground: Ground, remark: str = "") -> Exemption:
        """Write the row of an exemption from the duty to give information."""
        return self._written(section, title, ground, remark, silent=False)

    def silent(self, section: str, title: str, ground: Ground, remark: str = "") -> Exemption:
        """Write the row of an exemption from the duty to say whether the information is held."""
        return self._written(section, title, ground, remark, silent=True)

    def _written(self, section: str, title: str, ground: Ground, remark: str, *, silent: bool) -> Exemption:
        return Exemption(
            self.statute,
            section,
            title,
            ground.absolute,
            ground.basis,
            f"{self.statute.name} {self.statute.short}{section}; {ground.source}",
            ground.qualified_person,
            silent,
            remark,
        )
