"""The yearly survey's questionnaires as data: how they are read, checked, answered and told apart.

A questionnaire is a folder ``definitions/surveys/<id>-<year>``. Everything here is pure: who is asked, when
and by whom is no matter of this room.
"""
