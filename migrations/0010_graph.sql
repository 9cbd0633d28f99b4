-- What Graph shows and changes beyond the import of devices.

-- What an administrator may set on a device. `targeted_at` is when anything last changed that groups go by.
alter table device
  add column device_account_upn text,
  add column device_friendly_name text,
  add column userless_enrollment_status text not null default 'unknown'
    check (userless_enrollment_status in ('unknown', 'allowed', 'blocked')),
  add column targeted_at timestamptz;
create index device_by_directory_device on device (tenant_id, directory_device_id);

-- Groups of the directory. A group with a rule has no members of its own. Distribution: tenant_id.
create table directory_group (
  tenant_id uuid not null,
  group_id uuid not null,
  display_name text not null,
  description text,
  mail_nickname text not null,
  dynamic_rule text,
  created_at timestamptz not null default business_now(),
  -- When the rule last changed; before that nobody was a member by it.
  rule_changed_at timestamptz not null default business_now(),
  primary key (tenant_id, group_id)
);

-- Members by the id of their directory object: people, devices, groups. Distribution: tenant_id.
create table group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  added_at timestamptz not null default business_now(),
  primary key (tenant_id, group_id, member_id)
);
create index group_member_by_member on group_member (tenant_id, member_id);

-- Deployment profiles: `settings` holds everything but the name, as the domain knows it. Distribution: tenant_id.
create table deployment_profile (
  tenant_id uuid not null,
  profile_id uuid not null,
  display_name text not null,
  settings jsonb not null,
  created_at timestamptz not null default business_now(),
  modified_at timestamptz not null default business_now(),
  primary key (tenant_id, profile_id)
);

-- Whom a profile is for. The group of `allDevices` is the zero id. Distribution: tenant_id.
create table profile_assignment (
  tenant_id uuid not null,
  profile_id uuid not null,
  target text not null check (target in ('group', 'excludedGroup', 'allDevices')),
  group_id uuid not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, profile_id, group_id)
);

-- Devices that were given a profile by name, past all groups. Distribution: tenant_id.
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

-- Records that a tenant keeps and Taxiway only stores: autopilot events, managed devices, corporate
-- identifiers, associated devices. `unique_key` settles who was first. Distribution: tenant_id.
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

-- Requests that a caller has made in the current window of its budget. Distribution: tenant_id. Losing it
-- in a crash costs nobody anything, so it is not logged.
create unlogged table request_budget (
  tenant_id uuid not null,
  budget text not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (tenant_id, budget)
);

-- Devices as they were, for lists that go on showing them for a while (fidelity strict). Distribution: tenant_id.
create table removed_device (
  tenant_id uuid not null,
  device_id uuid not null,
  device jsonb not null,
  removed_at timestamptz not null default business_now(),
  primary key (tenant_id, device_id)
);
