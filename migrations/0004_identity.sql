-- Identities and owners of devices (docs/identity.md, docs/decisions/0007).

-- The devices an identifier leads to: tenant and device of each, in turn. One row per token, so imports that race
-- for a device meet here, whatever their captures have in common. Distribution: token.
create table identity_token (
  token uuid primary key,
  holders uuid[] not null,
  -- The tenants some of whose devices it does not list, because it already lists too many: empty for nearly all
  -- tokens. Such a row stays when its last holder is removed, because the unlisted devices still exist.
  crowded uuid[]
);

-- What is known about a device, encrypted, and the tokens that lead to it. Distribution: tenant_id.
create table device_identity (
  tenant_id uuid not null,
  device_id uuid not null,
  record bytea not null,
  tokens uuid[] not null,
  primary key (tenant_id, device_id)
);

-- Rows that a person decides, and devices that a person should look at. Distribution: tenant_id.
create table identity_conflict (
  tenant_id uuid not null,
  conflict_id uuid not null,
  kind text not null,
  state text not null default 'open' check (state in ('open', 'same', 'different', 'rejected')),
  sentence text not null,
  -- Tenant and device of each candidate, in turn, likeliest first.
  candidates uuid[] not null,
  -- The held row: where its receipt is, and its content; null for a mere remark.
  import_id uuid,
  row_number integer,
  submission jsonb,
  -- The registered device that a remark is about.
  device_id uuid,
  created_at timestamptz not null default business_now(),
  decided_at timestamptz,
  decided_by text,
  primary key (tenant_id, conflict_id),
  check ((state = 'open') = (decided_at is null))
);
create index identity_conflict_open on identity_conflict (tenant_id, state, conflict_id);

-- How often a tenant was told that another has a device, per day (UTC). Distribution: tenant_id.
create table cross_tenant_disclosure (
  tenant_id uuid not null,
  day date not null,
  disclosures integer not null,
  primary key (tenant_id, day)
);

-- Identifiers that identify nothing: values in any spelling, or patterns. A reference table.
create table deny_value (
  kind text not null,
  value text not null,
  is_pattern boolean not null,
  -- False: an operator has switched off a row of the default list.
  active boolean not null default true,
  source text not null,
  created_at timestamptz not null default now(),
  primary key (kind, value, is_pattern)
);

-- Values shared by so many devices that an operator should look at them. A reference table.
create table deny_proposal (
  kind text not null,
  value text not null,
  devices integer not null,
  seen_at timestamptz not null default now(),
  primary key (kind, value)
);

-- Events for clients that follow, written in the same transaction as what happened. Distribution: tenant_id.
create table outbox_event (
  tenant_id uuid not null,
  event_id uuid not null,
  kind text not null,
  -- The devices concerned: something that happens to many at once is one event.
  subjects uuid[] not null,
  created_at timestamptz not null default business_now(),
  primary key (tenant_id, event_id)
);
