-- Destructive acts are counted, and above the limit a second person approves them (docs/removal.md).

-- Devices lost to acts that nobody else had to approve. Distribution: tenant_id.
create table destructive_act (
  tenant_id uuid not null,
  act_id uuid not null,
  at timestamptz not null default business_now(),
  action text not null,
  actor text not null,
  devices integer not null check (devices > 0),
  primary key (tenant_id, act_id)
);
create index destructive_act_by_time on destructive_act (tenant_id, at);

-- How many devices may go without a second person. No row: as the server has it. Distribution: tenant_id.
create table approval_policy (
  tenant_id uuid not null primary key,
  floor integer not null check (floor >= 0),
  share double precision not null check (share >= 0 and share <= 1),
  hours integer not null check (hours between 1 and 720),
  per_person integer check (per_person >= 0)
);

-- What waits for a second person, or was decided by one. The digest is of the action and its subjects: what passes
-- is exactly what was looked at. Distribution: tenant_id.
create table approval (
  tenant_id uuid not null,
  approval_id uuid not null,
  action text not null,
  subjects jsonb not null,
  subject_count integer not null,
  digest text not null,
  -- What is to be done once it is approved, where nobody has to ask again.
  payload jsonb,
  requester text not null,
  requested_by text not null,
  requested_at timestamptz not null default business_now(),
  expires_at timestamptz not null,
  state text not null default 'pending'
    check (state in ('pending', 'approved', 'rejected', 'expired', 'cancelled', 'void', 'executed')),
  decided_at timestamptz,
  decided_by text,
  reason text,
  -- The operators of the installation who approved it in place of the organization's own people.
  broken_by text[] not null default '{}',
  executed_at timestamptz,
  primary key (tenant_id, approval_id)
);
create unique index approval_waiting on approval (tenant_id, requester, digest) where state = 'pending';
create index approval_to_spend on approval (tenant_id, digest) where state = 'approved';
