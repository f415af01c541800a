"""How Django draws forms on this site."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Draws ``{{ field.as_field_group }}`` with our own template."""

    field_template_name = "_field.html"
