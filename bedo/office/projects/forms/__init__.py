"""Forms of the acts on a project, by stage. Shape and wording only; every form is given the scene."""
