-- What technicians hand in at devices, and what lets them (docs/intake.md).

-- Codes of administrators: one device each, or the key of a program that hands in many. Distribution: tenant_id.
create table intake_code (
  tenant_id uuid not null,
  code_id uuid not null,
  code_digest bytea not null check (length(code_digest) = 32),
  kind text not null check (kind in ('once', 'key')),
  label text not null,
  group_tag text,
  created_by text not null,
  created_at timestamptz not null default business_now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  primary key (tenant_id, code_id)
);
create index intake_code_by_digest on intake_code (code_digest);

-- A hash or a DeviceLink that waits for an administrator. Distribution: tenant_id.
create table intake_submission (
  tenant_id uuid not null,
  submission_id uuid not null,
  code_id uuid not null,
  -- The sender's own id of its request, so that it may send it again; the submission's where it has none.
  request_id text not null,
  kind text not null check (kind in ('hash', 'link')),
  serial_number text not null,
  manufacturer text not null,
  model text not null,
  note text not null,
  address text not null,
  -- Encrypted; gone once somebody has decided.
  payload bytea,
  state text not null default 'pending' check (state in ('pending', 'approved', 'rejected')),
  submitted_at timestamptz not null default business_now(),
  -- What is still pending then has expired.
  expires_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  reason text,
  -- What the approval began.
  receipt_id uuid,
  association_id uuid,
  primary key (tenant_id, submission_id),
  unique (tenant_id, code_id, request_id),
  check ((state = 'pending') = (decided_at is null))
);
