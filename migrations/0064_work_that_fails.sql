-- Work that fails at the same place again and again comes to an end (src/storage/sql/giving-up.ts): failures in a row, pieces
-- that are tried one by one, and pieces given up in a row.
alter table device_job add column attempts integer not null default 0, add column careful integer not null default 0,
  add column given_up integer not null default 0;
alter table removal_plan add column attempts integer not null default 0, add column careful integer not null default 0,
  add column given_up integer not null default 0;

-- When something was last taken for the webhook, in business time: where that is to come, the clock was set back since, and what
-- waits for another attempt is due. What was never tried waits for nothing, wherever the clock is set.
alter table webhook add column tried_at timestamptz;
alter table webhook_delivery alter column due_at set default to_timestamp(0);

-- Imports of tenants in turn: one is read, however many wait.
create index import_work_by_tenant_turn on import_work (tenant_id, turn_at, import_id);
