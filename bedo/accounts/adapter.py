"""How allauth behaves here: accounts are made by an administrator, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter


class OfficeAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_user_search_fields(self):
        return ["username", "full_name"]

    def populate_username(self, request, user):
        return None
