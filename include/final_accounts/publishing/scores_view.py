"""How scored forms are called wherever they are shown."""

from __future__ import annotations

from final_accounts.model.edition import Edition


def title_of(edition: Edition, form: str, title: str) -> str:
    """How pages call a scored form: the whole unit's by the form's own title, a project's by the project."""
    layout = edition.forms.get(form)
    if layout is None or layout.repeats:
        return f"项目：{title}"
    return layout.title.format(year=edition.fiscal_year)
