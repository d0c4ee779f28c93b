"""Forms that are saved as they go."""

from django import forms


class Draft(forms.Form):
    """What is needed in the end is not marked as optional, yet a blank is kept."""

    use_required_attribute = False

    def full_clean(self) -> None:
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True
