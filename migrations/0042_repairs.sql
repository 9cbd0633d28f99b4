-- Repairs: cases, their history and files, and registrations that are parked meanwhile (docs/repairs.md).

-- What is known of a case besides its state is one document. `archived` and `returned` are the hashes from before and after
-- the repair, encrypted. Distribution: tenant_id.
create table repair_case (
  tenant_id uuid not null,
  case_id uuid not null,
  device_id uuid not null,
  serial_number text not null,
  manufacturer text,
  model text,
  group_tag text,
  state text not null check (state in ('open', 'diagnosed', 'submitted', 'accepted', 'denied', 'void', 'deviceParked',
    'inRepair', 'compared', 'blocked', 'reregistered', 'closed', 'cancelled')),
  details jsonb not null,
  archived bytea,
  returned bytea,
  -- The registration that took the place of the first one, and the certificate that its board was released with.
  new_device_id uuid,
  certificate_id uuid,
  opened_at timestamptz not null default business_now(),
  opened_by text not null,
  respond_by timestamptz not null,
  responded_at timestamptz,
  overdue_at timestamptz,
  reregistered_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, case_id),
  check ((state in ('closed', 'cancelled')) = (closed_at is not null))
);
create unique index repair_case_open on repair_case (tenant_id, device_id) where closed_at is null;
create index repair_case_by_device on repair_case (tenant_id, device_id);
create index repair_case_by_new_device on repair_case (tenant_id, new_device_id) where new_device_id is not null;
create index repair_case_due on repair_case (respond_by)
  where responded_at is null and overdue_at is null and closed_at is null;
create index repair_case_to_verify on repair_case (reregistered_at) where state = 'reregistered';

-- What happened, in order; nothing changes or removes an entry. Distribution: tenant_id.
create table repair_entry (
  tenant_id uuid not null,
  case_id uuid not null,
  entry_id uuid not null,
  at timestamptz not null default business_now(),
  by text not null,
  what text not null,
  text text,
  primary key (tenant_id, case_id, entry_id)
);

-- Files of a case, such as diagnostics cabinets, encrypted. Distribution: tenant_id.
create table repair_attachment (
  tenant_id uuid not null,
  case_id uuid not null,
  attachment_id uuid not null,
  name text not null,
  description text,
  bytes integer not null,
  content bytea not null,
  added_at timestamptz not null default business_now(),
  added_by text not null,
  primary key (tenant_id, case_id, attachment_id)
);
alter table repair_attachment alter column content set storage external;

-- Registrations without a profile while their devices are away. Distribution: tenant_id.
create table parked_device (
  tenant_id uuid not null,
  device_id uuid not null,
  case_id uuid not null,
  parked_at timestamptz not null default business_now(),
  primary key (tenant_id, device_id)
);

-- On which days an organization answers. No row: the usual week without holidays. Distribution: tenant_id.
create table repair_calendar (
  tenant_id uuid not null primary key,
  work_days smallint[] not null check (cardinality(work_days) between 1 and 7),
  holidays text[] not null
);
