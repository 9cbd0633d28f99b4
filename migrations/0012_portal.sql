-- Indexes for the portal's device list. Columns that people read ignoring case are indexed folded: one index serves
-- order, equality and counts per value.
create index device_by_group_tag on device (tenant_id, lower(coalesce(group_tag, '')), device_id);
create index device_by_model on device (tenant_id, lower(coalesce(model, '')), device_id);
create index device_by_manufacturer on device (tenant_id, lower(coalesce(manufacturer, '')), device_id);
create index device_by_user on device (tenant_id, lower(coalesce(user_principal_name, '')), device_id);
create index device_by_name on device (tenant_id, lower(coalesce(display_name, '')), device_id);

do $$
begin
  create index device_search_trigrams on device using gin ((
    serial_number || E'\n' || coalesce(display_name, '') || E'\n' || coalesce(user_principal_name, '') || E'\n' ||
    coalesce(group_tag, '') || E'\n' || coalesce(model, '')) gin_trgm_ops) with (fastupdate = on);
exception
  when undefined_object then
    raise notice 'pg_trgm is not available: searching the device list will be slower';
end
$$;

-- Jobs on many devices: requested by a person, done by any server, undoable for 30 days. The rows are the state; a
-- preview is a job that never runs and is kept for an hour. Distribution: tenant_id.
create table device_job (
  tenant_id uuid not null,
  job_id uuid not null,
  kind text not null check (kind in ('update-devices', 'delete-devices', 'export-devices')),
  label text not null,
  state text not null default 'ready' check (state in ('preview', 'ready', 'running', 'done', 'cancelled')),
  request jsonb not null,
  made_by text not null,
  actor jsonb not null,
  -- Null: the whole tenant. Otherwise the group tags in the requester's scope.
  tags text[],
  rows integer not null,
  created_at timestamptz not null default business_now(),
  ended_at timestamptz,
  undo_of uuid,
  undone_by uuid,
  -- Null: unfinished, and counted from the rows.
  counts jsonb,
  primary key (tenant_id, job_id),
  check ((state in ('done', 'cancelled')) = (ended_at is not null))
);
create index device_job_waiting on device_job (created_at, job_id) where state in ('ready', 'running');

-- The result for each device. Distribution: tenant_id.
create table device_job_row (
  tenant_id uuid not null,
  job_id uuid not null,
  row_number integer not null,
  device_id uuid not null,
  serial_number text not null default '',
  state text not null default 'waiting' check (state in ('waiting', 'changed', 'unchanged', 'refused', 'missing')),
  reason text,
  before jsonb,
  after jsonb,
  primary key (tenant_id, job_id, row_number)
);
create index device_job_row_by_state on device_job_row (tenant_id, job_id, state, row_number);

-- A saved view: a name for a portal address. Distribution: tenant_id.
create table saved_view (
  tenant_id uuid not null,
  view_id uuid not null,
  name text not null,
  path text not null,
  query text not null,
  is_shared boolean not null default false,
  made_by text not null,
  owner_id uuid not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, view_id)
);
create index saved_view_by_owner on saved_view (tenant_id, owner_id);

-- Who sent an import and what they called it. Distribution: tenant_id.
create table import_label (
  tenant_id uuid not null,
  import_id uuid not null,
  label text not null,
  made_by text not null,
  request_key text,
  rows integer not null,
  created_at timestamptz not null default business_now(),
  -- Until when the hashes of refused rows are kept for resubmission; null = they are gone.
  hashes_until timestamptz default business_now() + interval '7 days',
  primary key (tenant_id, import_id)
);
create index import_label_keeping on import_label (hashes_until) where hashes_until is not null;
create unique index import_label_by_key on import_label (tenant_id, made_by, request_key) where request_key is not null;

-- File and line of each row, for receipts that outlive the browser. Distribution: tenant_id.
create table import_place (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  file text not null,
  line integer not null,
  primary key (tenant_id, import_id, row_number)
);

-- A device's timeline queries the jobs that touched it.
create index device_job_row_by_device on device_job_row (tenant_id, device_id);
