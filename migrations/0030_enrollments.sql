-- Devices that enrolled in device management, and with what they prove that they are the ones (docs/enrollment.md).

-- The authority that issues certificates to devices; the highest number is the one that issues. The key is encrypted.
-- A reference table.
create table device_authority (
  number integer primary key,
  certificate bytea not null,
  wrapped_private_key bytea not null,
  created_at timestamptz not null default now()
);

-- Distribution: tenant_id.
create table enrollment (
  tenant_id uuid not null,
  enrollment_id uuid not null,
  -- What the device calls itself in every message: DeviceID of its enrollment, Source/LocURI of its sessions.
  device_id text not null,
  -- HWDevID of Windows; no hardware hash.
  hardware_id text,
  device_name text,
  os_edition text,
  os_version text,
  device_type text,
  enrollment_type text not null check (enrollment_type in ('device', 'full')),
  ownership text not null check (ownership in ('corporate', 'personal')),
  user_id uuid,
  user_principal_name text,
  -- The Autopilot registration that it is known to be; not a reference, since it outlives the registration.
  registration_id uuid,
  is_in_oobe boolean not null default false,
  -- What let it enroll: a token from the deployment service or of an administrator, or a person's sign-in.
  means text not null check (means in ('deployment', 'administrator', 'sign-in')),
  -- Its managed device in Graph.
  managed_device_id uuid,
  -- leaving: it is asked to unenroll at its next session.
  state text not null default 'active' check (state in ('active', 'leaving', 'ended')),
  ended_by text check (ended_by in ('device', 'server', 'administrator', 'replaced')),
  enrolled_at timestamptz not null default business_now(),
  last_seen_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, enrollment_id),
  check ((state = 'ended') = (ended_at is not null)),
  check ((state = 'ended') = (ended_by is not null))
);
create unique index enrollment_in_force on enrollment (tenant_id, device_id) where state <> 'ended';
create index enrollment_by_user on enrollment (tenant_id, user_id) where state <> 'ended';
create index enrollment_by_registration on enrollment (tenant_id, registration_id);

-- Certificates of enrolled devices, found by the serial number that a signature names. Distribution: serial_number.
create table device_certificate (
  serial_number text primary key,
  fingerprint bytea not null check (length(fingerprint) = 32),
  tenant_id uuid not null,
  enrollment_id uuid not null,
  der bytea not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index device_certificate_by_enrollment on device_certificate (tenant_id, enrollment_id);
create index device_certificate_expiry on device_certificate (expires_at);

-- Each lets one device enroll, once. Distribution: tenant_id.
create table enrollment_token (
  tenant_id uuid not null,
  token_id uuid not null,
  token_digest bytea not null check (length(token_digest) = 32),
  means text not null check (means in ('deployment', 'administrator', 'sign-in')),
  ownership text not null check (ownership in ('corporate', 'personal')),
  user_id uuid,
  user_principal_name text,
  registration_id uuid,
  created_by text not null,
  created_at timestamptz not null default business_now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  enrollment_id uuid,
  withdrawn_at timestamptz,
  primary key (tenant_id, token_id),
  check ((used_at is null) = (enrollment_id is null))
);
create unique index enrollment_token_by_digest on enrollment_token (tenant_id, token_digest);
create index enrollment_token_expiry on enrollment_token (expires_at);

-- No row = nothing is converted, and devices may enroll. Distribution: tenant_id.
create table enrollment_settings (
  tenant_id uuid primary key,
  -- Enrolled devices of the organization are asked for their hardware hash and register themselves.
  convert_all_targeted_devices boolean not null default false,
  is_paused boolean not null default false
);
