-- Whose turn it is goes by the real time, as locks do; only when an import becomes due is business time (`run_at`). So an
-- emulator that sets its clock back neither stops an import in the middle nor shortens a wait after a failure.
-- Rows up to `careful_until` are tried one by one, since one of them made a slice fail again and again.
alter table import_work
  add column turn_at timestamptz not null default now(),
  add column careful_until integer not null default 0;
drop index import_work_due;
create index import_work_turn on import_work (turn_at, import_id);
