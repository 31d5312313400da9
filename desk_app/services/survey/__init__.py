"""The yearly survey (动态更新): a round of a year, its people, their sheets, and what follows from them.

``asking`` opens a sheet and keeps what is answered, ``sheets`` is how a sheet is read. What is asked is data
(``forms.surveys``), so are the steps of a sheet (``procedures/survey_sheet.toml``).
"""
