"""Every address of this room: a colleague’s own day, tasks and second factor."""

from __future__ import annotations

from office.door import Route
from office.my_desk import day, mentions, roles, second_factor, tasks

_TASK = "/tasks/<row:task_id>"

PAGES: tuple[Route, ...] = (
    ("/my-day", day.my_day),
    ("/tasks", tasks.tasks),
    ("/tasks/new", tasks.new_task),
    (_TASK, tasks.task),
    ("/second-factor", second_factor.second_factor),
    ("/settings/roles", roles.roles),
)

CHANGES: tuple[Route, ...] = (
    ("/my-day/notes/<row:mention_id>/away", mentions.put_mention_away),
    ("/tasks", tasks.add_new_task),
    (f"{_TASK}/finish", tasks.finish),
    (f"{_TASK}/change", tasks.change_one_task),
    ("/second-factor/begin", second_factor.begin_second_factor_here),
    ("/second-factor/confirm", second_factor.confirm_second_factor_here),
    ("/second-factor/codes", second_factor.renew_recovery_codes_here),
    ("/second-factor/remove", second_factor.remove_second_factor_here),
    ("/settings/roles/<role>/second-factor", roles.switch_second_factor),
)
