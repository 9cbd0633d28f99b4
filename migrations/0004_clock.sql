-- Business time in SQL. The table is empty, and the function is now(), unless an emulator moves its clock;
-- a server that is no emulator empties the table when it starts. Leases and locks go by now() itself.

-- Distribution: a reference table of one row at most.
create table virtual_clock (
  one_row boolean primary key default true check (one_row),
  ahead_ms bigint not null
);

create function business_now() returns timestamptz language sql stable as
  'select now() + make_interval(secs => coalesce((select ahead_ms from virtual_clock), 0) / 1000.0)';

alter table import_work alter column run_at set default business_now();
alter table device alter column registered_at set default business_now();
alter table device_hash alter column accepted_at set default business_now();
