"""Tables of the network of officers and collaborators."""

from bedo.network.models.posts import CollaboratorContract, Holding, Member, PlaceDuty, Post

__all__ = ["CollaboratorContract", "Holding", "Member", "PlaceDuty", "Post"]
