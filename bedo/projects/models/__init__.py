"""Tables of a supported project's life, in the order in which they are filled."""

from bedo.projects.models.appraisal import Appraisal, AppraisalFinding, Correction, CouncilMember
from bedo.projects.models.carrying_out import Difficulty, ProgressReport, WorkConfirmation
from bedo.projects.models.change import ChangeRequest, DetailRow, Instalment
from bedo.projects.models.closing import (
    Acceptance,
    AcceptanceLine,
    AcceptanceParty,
    Effect,
    Settlement,
    SettlementLine,
    Voucher,
    YearSettlement,
)
from bedo.projects.models.contract import Contract, ContractParty, ContractShare, Payment
from bedo.projects.models.handover import HandOver, HandOverLine
from bedo.projects.models.national import RegistrationSet
from bedo.projects.models.project import (
    Dossier,
    EffectPromise,
    EstimateLine,
    Project,
    ProjectPaper,
    Responsibility,
    Share,
    Tranche,
)
from bedo.projects.models.sharing import SharedProject
from bedo.projects.models.wish import CapacityAppraisal, CapacityFinding, Wish, WishResponsibility

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "AcceptanceParty",
    "Appraisal",
    "AppraisalFinding",
    "CapacityAppraisal",
    "CapacityFinding",
    "ChangeRequest",
    "Contract",
    "ContractParty",
    "ContractShare",
    "Correction",
    "CouncilMember",
    "DetailRow",
    "Difficulty",
    "Dossier",
    "Effect",
    "EffectPromise",
    "EstimateLine",
    "HandOver",
    "HandOverLine",
    "Instalment",
    "Payment",
    "ProgressReport",
    "Project",
    "ProjectPaper",
    "RegistrationSet",
    "Responsibility",
    "Settlement",
    "SettlementLine",
    "Share",
    "SharedProject",
    "Tranche",
    "Voucher",
    "Wish",
    "WishResponsibility",
    "WorkConfirmation",
    "YearSettlement",
]
