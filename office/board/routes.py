"""Every address of this room: the dispatch board, the crew's time and the on-call rota."""

from __future__ import annotations

from office.board import crew_time, moving, page, rota
from office.door import Route

_VISIT = "/dispatch/visits/<row:visit_id>"
_JOB = "/dispatch/jobs/<small:number>"
_TIME = "/settings/technicians/<row:technician_id>/time"
_ROTA = "/settings/on-call"

PAGES: tuple[Route, ...] = (
    ("/dispatch", page.dispatch_board),
    ("/dispatch/part", page.dispatch_part),
    (_VISIT, moving.board_visit),
    (_JOB, moving.board_job),
    (_TIME, crew_time.technician_time),
    (_ROTA, rota.on_call_rota),
)

CHANGES: tuple[Route, ...] = (
    (f"{_VISIT}/move", moving.move_visit),
    (f"{_VISIT}/on-the-way", moving.send_on_the_way),
    (f"{_JOB}/visit", moving.plan_from_board),
    (f"{_TIME}/hours", crew_time.save_hours),
    (f"{_TIME}/trades", crew_time.save_skills),
    (f"{_TIME}/off", crew_time.save_time_off),
    (f"{_TIME}/off/<row:time_off_id>/remove", crew_time.remove_time_off),
    (_ROTA, rota.add_on_call_shift),
    (f"{_ROTA}/<row:shift_id>/swap", rota.swap_on_call_shift),
    (f"{_ROTA}/<row:shift_id>/drop", rota.drop_on_call_shift),
)
