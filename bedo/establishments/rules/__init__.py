"""Rules of the register without a database: codes, numbers that identify, who may be supported, expiry, duplicates."""

from bedo.establishments.rules.certificates import CertificateStatus, certificate_status
from bedo.establishments.rules.codes import (
    BASES,
    CERTIFICATE_KINDS,
    CONDITIONS,
    KINDS,
    PERSON_ROLES,
    PURPOSES,
    SECTORS,
    SHORT_SECTORS,
)
from bedo.establishments.rules.duplicates import GRADES, Key, Likeness, likeness
from bedo.establishments.rules.eligibility import Candidate, eligibility
from bedo.establishments.rules.identity import (
    check_id_number,
    check_phone,
    check_tax_code,
    is_personal_number,
    mask,
    show_phone,
    tidy_phone,
    tidy_tax_code,
)
from bedo.establishments.rules.openings import Needs, Opening, openings

__all__ = [
    "BASES",
    "CERTIFICATE_KINDS",
    "CONDITIONS",
    "GRADES",
    "KINDS",
    "PERSON_ROLES",
    "PURPOSES",
    "SECTORS",
    "SHORT_SECTORS",
    "Candidate",
    "CertificateStatus",
    "Key",
    "Likeness",
    "Needs",
    "Opening",
    "certificate_status",
    "check_id_number",
    "check_phone",
    "check_tax_code",
    "eligibility",
    "is_personal_number",
    "likeness",
    "mask",
    "openings",
    "show_phone",
    "tidy_phone",
    "tidy_tax_code",
]
