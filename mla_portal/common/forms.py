"""How forms look: Bootstrap's markup, errors tied to their fields for those who hear the page."""

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select, Widget
from django.forms.renderers import TemplatesSetting


class PortalBoundField(BoundField):
    """Gives each widget its class and, in error, says so."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        classes = [str(widget.attrs.get("class", "")), _class_of(widget)]
        if self.errors:
            classes.append("is-invalid")
        attrs["class"] = " ".join(filter(None, classes))
        return attrs

    @property
    def is_checkbox(self) -> bool:
        """Whether the label stands after the widget."""
        return isinstance(self.field.widget, CheckboxInput)


class PortalFormRenderer(TemplatesSetting):
    """Renders every form with the templates in `templates/forms/`."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = PortalBoundField


def _class_of(widget: Widget) -> str:
    if isinstance(widget, CheckboxInput | CheckboxSelectMultiple | RadioSelect):
        return "form-check-input"
    return "form-select" if isinstance(widget, Select) else "form-control"
