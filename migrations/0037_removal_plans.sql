-- Removal plans: which devices go, in which order, and what became of each (docs/removal.md).

-- Distribution: tenant_id.
create table removal_plan (
  tenant_id uuid not null,
  plan_id uuid not null,
  state text not null check (state in
    ('ready', 'ambiguous', 'awaitingApproval', 'running', 'done', 'partial', 'cancelled', 'undoing', 'undone')),
  -- Grows with every change of what the plan says.
  version integer not null default 1,
  removal_order text not null,
  act text not null check (act in ('reserve', 'release')),
  prepare text not null check (prepare in ('none', 'retire', 'wipe')),
  reason text,
  made_by text not null,
  -- Who made it run, as the audit trail names it.
  actor jsonb,
  approval_id uuid,
  created_at timestamptz not null default business_now(),
  started_at timestamptz,
  ended_at timestamptz,
  -- When devices that have been asked to leave are looked at again.
  look_at timestamptz not null default business_now(),
  primary key (tenant_id, plan_id)
);
create index removal_plan_due on removal_plan (look_at) where state in ('running', 'undoing');

-- The devices of a plan. `planned` is what it says of each of them, `archive` what was known before the first step.
-- Distribution: tenant_id.
create table removal_plan_device (
  tenant_id uuid not null,
  plan_id uuid not null,
  device_number integer not null,
  device_id uuid,
  state text not null check (state in ('pending', 'running', 'done', 'failed', 'blocked', 'skipped')),
  undone boolean not null default false,
  settled_at timestamptz,
  planned jsonb not null,
  archive jsonb,
  primary key (tenant_id, plan_id, device_number)
);
