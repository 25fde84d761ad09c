"""Django's admin with the desk as its one site."""

from django.contrib.admin.apps import AdminConfig


class DeskAdminConfig(AdminConfig):
    """In INSTALLED_APPS in the place of ``django.contrib.admin``."""

    default_site = "initiatives.desk.site.DeskSite"
