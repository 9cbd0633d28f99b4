-- Deleted devices, which can be restored (docs/removal.md).

-- What a deletion does with the device's identity: keep it reserved, or release it at once. Null: as the server does.
alter table tenant add column on_delete text check (on_delete in ('reserve', 'release'));

alter table device_job drop constraint device_job_kind_check;
alter table device_job add constraint device_job_kind_check
  check (kind in ('update-devices', 'delete-devices', 'restore-devices', 'export-devices'));

-- Devices that were deleted, and what became of them. While one is reserved, its record, tokens and hashes stay
-- where they are, so nobody else can register it. `device`, `profile` and `memberships` are its rows in full, until
-- they are of no use any more. Distribution: tenant_id.
create table deleted_device (
  tenant_id uuid not null,
  device_id uuid not null,
  state text not null default 'reserved'
    check (state in ('reserved', 'restored', 'superseded', 'released', 'expired')),
  serial_number text not null,
  group_tag text,
  device jsonb not null,
  profile jsonb,
  memberships jsonb not null default '[]',
  deleted_at timestamptz not null default business_now(),
  deleted_by text not null,
  reserved_until timestamptz not null,
  ended_at timestamptz,
  ended_by text,
  -- The registration that took its place.
  superseded_by uuid,
  primary key (tenant_id, device_id),
  check ((state = 'reserved') = (ended_at is null))
);
create index deleted_device_by_time on deleted_device (tenant_id, deleted_at, device_id);
create index deleted_device_due on deleted_device (reserved_until) where state = 'reserved';
