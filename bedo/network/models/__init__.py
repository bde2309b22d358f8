"""Tables of the network of officers and collaborators."""

from bedo.network.models.competence import Assessment, Attendance, Course, CourseClass, Skill, TrainingLine, Wanted
from bedo.network.models.posts import CollaboratorContract, Holding, Member, PlaceDuty, Post
from bedo.network.models.works import Exchange, Proposal, Resource, ServiceOrganisation

__all__ = [
    "Assessment",
    "Attendance",
    "CollaboratorContract",
    "Course",
    "CourseClass",
    "Exchange",
    "Holding",
    "Member",
    "PlaceDuty",
    "Post",
    "Proposal",
    "Resource",
    "ServiceOrganisation",
    "Skill",
    "TrainingLine",
    "Wanted",
]
