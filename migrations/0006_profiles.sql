-- Deployment profiles and their assignments, the sync, and records that Taxiway only stores.

-- Deployment profiles: `settings` contains everything except the name, in the domain's form.
-- Distribution: tenant_id.
create table deployment_profile (
  tenant_id uuid not null,
  profile_id uuid not null,
  display_name text not null,
  settings jsonb not null,
  created_at timestamptz not null default business_now(),
  modified_at timestamptz not null default business_now(),
  primary key (tenant_id, profile_id)
);

-- The assignments of a profile. The group of `allDevices` is the zero id. Distribution: tenant_id.
create table profile_assignment (
  tenant_id uuid not null,
  profile_id uuid not null,
  target text not null check (target in ('group', 'excludedGroup', 'allDevices')),
  group_id uuid not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, profile_id, group_id)
);

-- Devices that were given a profile by name, regardless of groups. Distribution: tenant_id.
create table profile_device (
  tenant_id uuid not null,
  device_id uuid not null,
  profile_id uuid not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, device_id)
);
create index profile_device_by_profile on profile_device (tenant_id, profile_id);

-- The manual sync of a tenant. Distribution: tenant_id.
create table autopilot_sync (
  tenant_id uuid primary key,
  settings_id uuid not null,
  triggered_at timestamptz
);

-- Records of a tenant that Taxiway only stores: Autopilot events, managed devices, corporate identifiers,
-- associated devices. `unique_key` settles races. Distribution: tenant_id.
create table tenant_record (
  tenant_id uuid not null,
  kind text not null,
  record_id uuid not null,
  unique_key text,
  members jsonb not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, kind, record_id)
);
create unique index tenant_record_by_key on tenant_record (tenant_id, kind, unique_key);
