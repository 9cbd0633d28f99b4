create table application (
  tenant_id uuid not null,
  application_id uuid not null,
  display_name text not null,
  service_principal_id uuid not null,
  registration_id uuid not null default gen_random_uuid(),
  roles text[] not null default '{}'::text[],
  kind text not null default 'web'::text,
  redirect_uris text[] not null default '{}'::text[],
  delegated_scopes text[] not null default '{}'::text[],
  consented_scopes text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  disabled_at timestamp with time zone,
  has_principal boolean not null default true,
  requested_roles text[] not null default '{}'::text[],
  keys jsonb not null default '[]'::jsonb,
  constraint application_pkey PRIMARY KEY (tenant_id, application_id),
  constraint application_kind_check CHECK ((kind = ANY (ARRAY['web'::text, 'spa'::text, 'native'::text])))
);

create table application_certificate (
  tenant_id uuid not null,
  application_id uuid not null,
  thumbprint bytea not null,
  der bytea not null,
  certificate_id uuid not null default gen_random_uuid(),
  display_name text,
  created_at timestamp with time zone not null default now(),
  constraint application_certificate_pkey PRIMARY KEY (tenant_id, application_id, thumbprint),
  constraint application_certificate_tenant_id_application_id_fkey FOREIGN KEY (tenant_id, application_id) REFERENCES application(tenant_id, application_id) ON DELETE CASCADE,
  constraint application_certificate_thumbprint_check CHECK ((length(thumbprint) = 32))
);

create table application_secret (
  tenant_id uuid not null,
  application_id uuid not null,
  digest bytea not null,
  secret_id uuid not null default gen_random_uuid(),
  display_name text,
  hint text,
  expires_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint application_secret_pkey PRIMARY KEY (tenant_id, application_id, digest),
  constraint application_secret_digest_check CHECK ((length(digest) = 32)),
  constraint application_secret_hint_check CHECK ((length(hint) = 3)),
  constraint application_secret_tenant_id_application_id_fkey FOREIGN KEY (tenant_id, application_id) REFERENCES application(tenant_id, application_id) ON DELETE CASCADE
);

create table approval (
  tenant_id uuid not null,
  approval_id uuid not null,
  action text not null,
  subjects jsonb not null,
  subject_count integer not null,
  digest text not null,
  payload jsonb,
  requester text not null,
  requested_by text not null,
  requested_at timestamp with time zone not null default business_now(),
  expires_at timestamp with time zone not null,
  state text not null default 'pending'::text,
  decided_at timestamp with time zone,
  decided_by text,
  reason text,
  broken_by text[] not null default '{}'::text[],
  executed_at timestamp with time zone,
  deciders jsonb,
  constraint approval_pkey PRIMARY KEY (tenant_id, approval_id),
  constraint approval_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text, 'expired'::text, 'cancelled'::text, 'void'::text, 'executed'::text])))
);
CREATE INDEX approval_to_spend ON public.approval USING btree (tenant_id, digest) WHERE (state = 'approved'::text);
CREATE UNIQUE INDEX approval_waiting ON public.approval USING btree (tenant_id, requester, digest) WHERE (state = 'pending'::text);

create table approval_policy (
  tenant_id uuid not null,
  floor integer not null,
  share double precision not null,
  hours integer not null,
  per_person integer,
  constraint approval_policy_pkey PRIMARY KEY (tenant_id),
  constraint approval_policy_floor_check CHECK ((floor >= 0)),
  constraint approval_policy_hours_check CHECK (((hours >= 1) AND (hours <= 720))),
  constraint approval_policy_per_person_check CHECK ((per_person >= 0)),
  constraint approval_policy_share_check CHECK (((share >= (0)::double precision) AND (share <= (1)::double precision)))
);

create table attempt (
  tenant_id uuid not null,
  kind text not null,
  subject_digest bytea not null,
  used integer not null,
  failures integer not null,
  window_ends_at timestamp with time zone not null,
  constraint attempt_pkey PRIMARY KEY (tenant_id, kind, subject_digest)
);
CREATE INDEX attempt_by_end ON public.attempt USING btree (window_ends_at);

create table audit_checkpoint (
  tenant_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  at timestamp with time zone not null,
  key_id text not null,
  signature bytea not null,
  constraint audit_checkpoint_pkey PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX audit_checkpoint_by_time ON public.audit_checkpoint USING btree (at);

create table audit_entry (
  tenant_id uuid not null,
  seq bigint not null,
  at timestamp with time zone not null,
  entry text not null,
  hash bytea not null,
  activity text,
  actor text,
  result text,
  category text,
  operation text,
  application text,
  subjects bytea[],
  constraint audit_entry_pkey PRIMARY KEY (tenant_id, seq),
  constraint audit_entry_hash_check CHECK ((length(hash) = 32))
);
CREATE INDEX audit_entry_by_activity ON public.audit_entry USING btree (tenant_id, lower(COALESCE(COALESCE(activity, ((entry)::jsonb #>> '{activity}'::text[])), ''::text)), at, seq);
CREATE INDEX audit_entry_by_actor ON public.audit_entry USING btree (tenant_id, lower(COALESCE(COALESCE(actor, ((entry)::jsonb #>> '{actor,userPrincipalName}'::text[]), ((entry)::jsonb #>> '{actor,applicationId}'::text[]), ((entry)::jsonb #>> '{actor,deviceId}'::text[]), ((entry)::jsonb #>> '{actor,proofId}'::text[]), ((entry)::jsonb #>> '{actor,kind}'::text[])), ''::text)), at, seq);
CREATE INDEX audit_entry_by_application ON public.audit_entry USING btree (tenant_id, lower(COALESCE(COALESCE(application, ((entry)::jsonb #>> '{actor,applicationId}'::text[])), ''::text)), at, seq);
CREATE INDEX audit_entry_by_category ON public.audit_entry USING btree (tenant_id, lower(COALESCE(COALESCE(category, ((entry)::jsonb #>> '{category}'::text[])), ''::text)), at, seq);
CREATE INDEX audit_entry_by_operation ON public.audit_entry USING btree (tenant_id, lower(COALESCE(COALESCE(operation, ((entry)::jsonb #>> '{operation}'::text[])), ''::text)), at, seq);
CREATE INDEX audit_entry_by_result ON public.audit_entry USING btree (tenant_id, lower(COALESCE(COALESCE(result, ((entry)::jsonb #>> '{result}'::text[])), ''::text)), at, seq);
CREATE INDEX audit_entry_by_subject ON public.audit_entry USING gin (COALESCE(subjects, audit_subjects((entry)::jsonb))) WITH (fastupdate='on', gin_pending_list_limit='128');
CREATE INDEX audit_entry_by_time ON public.audit_entry USING btree (tenant_id, at, seq);

create table audit_head (
  tenant_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  constraint audit_head_pkey PRIMARY KEY (tenant_id),
  constraint audit_head_hash_check CHECK ((length(hash) = 32))
);

create table autopilot_sync (
  tenant_id uuid not null,
  settings_id uuid not null,
  triggered_at timestamp with time zone,
  constraint autopilot_sync_pkey PRIMARY KEY (tenant_id)
);

create table challenge_key (
  day date not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint challenge_key_pkey PRIMARY KEY (day)
);

create table channel_import (
  import_id uuid not null,
  tenant_id uuid not null,
  channel text not null,
  partner_id uuid,
  consent_id uuid,
  batch_key text,
  rows integer not null,
  actor jsonb,
  constraint channel_import_pkey PRIMARY KEY (import_id),
  constraint channel_import_check CHECK (((partner_id IS NULL) = (channel = 'mdmAuto'::text))),
  constraint channel_import_check1 CHECK (((partner_id IS NULL) = (consent_id IS NULL)))
);
CREATE INDEX channel_import_by_consent ON public.channel_import USING btree (consent_id, import_id);
CREATE INDEX channel_import_by_partner ON public.channel_import USING btree (tenant_id, partner_id, import_id);

create table claim_token (
  tenant_id uuid not null,
  token_digest bytea not null,
  created_by text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  purpose text not null default 'claim'::text,
  constraint claim_token_pkey PRIMARY KEY (tenant_id, token_digest),
  constraint claim_token_purpose_check CHECK ((purpose = ANY (ARRAY['claim'::text, 'look'::text]))),
  constraint claim_token_token_digest_check CHECK ((length(token_digest) = 32))
);
CREATE INDEX claim_token_expiry ON public.claim_token USING btree (expires_at);

create table code_lock (
  tenant_id uuid not null,
  user_id uuid not null,
  failures smallint not null,
  constraint code_lock_pkey PRIMARY KEY (tenant_id, user_id)
);

create table consent (
  tenant_id uuid not null,
  consent_id uuid not null,
  partner_id uuid not null,
  scopes text[] not null,
  delegated_admin boolean not null default false,
  granted_at timestamp with time zone not null default business_now(),
  granted_by text not null,
  valid_until timestamp with time zone not null,
  max_devices integer,
  max_removals_per_day integer,
  state text not null default 'granted'::text,
  version integer not null default 1,
  ended_at timestamp with time zone,
  ended_by text,
  reason text,
  last_used_at timestamp with time zone,
  removal_day date,
  removals integer not null default 0,
  constraint consent_pkey PRIMARY KEY (tenant_id, consent_id),
  constraint consent_max_devices_check CHECK ((max_devices >= 0)),
  constraint consent_max_removals_per_day_check CHECK ((max_removals_per_day >= 0)),
  constraint consent_state_check CHECK ((state = ANY (ARRAY['granted'::text, 'suspended'::text, 'revoked'::text, 'ended'::text, 'expired'::text])))
);
CREATE INDEX consent_by_partner ON public.consent USING btree (partner_id, state);
CREATE UNIQUE INDEX consent_in_force ON public.consent USING btree (tenant_id, partner_id) WHERE (state = ANY (ARRAY['granted'::text, 'suspended'::text]));

create table cross_tenant_disclosure (
  tenant_id uuid not null,
  day date not null,
  disclosures integer not null,
  constraint cross_tenant_disclosure_pkey PRIMARY KEY (tenant_id, day)
);

create table deleted_device (
  tenant_id uuid not null,
  device_id uuid not null,
  state text not null default 'reserved'::text,
  serial_number text not null,
  group_tag text,
  device jsonb not null,
  profile jsonb,
  memberships jsonb not null default '[]'::jsonb,
  deleted_at timestamp with time zone not null default business_now(),
  deleted_by text not null,
  reserved_until timestamp with time zone not null,
  ended_at timestamp with time zone,
  ended_by text,
  superseded_by uuid,
  constraint deleted_device_pkey PRIMARY KEY (tenant_id, device_id),
  constraint deleted_device_check CHECK (((state = 'reserved'::text) = (ended_at IS NULL))),
  constraint deleted_device_state_check CHECK ((state = ANY (ARRAY['reserved'::text, 'restored'::text, 'superseded'::text, 'released'::text, 'expired'::text])))
);
CREATE INDEX deleted_device_by_group_tag ON public.deleted_device USING btree (tenant_id, lower(COALESCE(group_tag, ''::text)), deleted_at, device_id);
CREATE INDEX deleted_device_by_serial ON public.deleted_device USING btree (tenant_id, serial_number);
CREATE INDEX deleted_device_by_state ON public.deleted_device USING btree (tenant_id, state, deleted_at, device_id);
CREATE INDEX deleted_device_by_time ON public.deleted_device USING btree (tenant_id, deleted_at, device_id);
CREATE INDEX deleted_device_declared ON public.deleted_device USING btree (tenant_id, ((device ->> 'tuple_token'::text))) WHERE ((state = 'reserved'::text) AND ((device ->> 'tuple_token'::text) IS NOT NULL));
CREATE INDEX deleted_device_due ON public.deleted_device USING btree (reserved_until) WHERE (state = 'reserved'::text);
CREATE INDEX deleted_device_trigrams ON public.deleted_device USING gin ((((((((((serial_number || '
'::text) || COALESCE((device ->> 'display_name'::text), ''::text)) || '
'::text) || COALESCE((device ->> 'user_principal_name'::text), ''::text)) || '
'::text) || COALESCE(group_tag, ''::text)) || '
'::text) || COALESCE((device ->> 'model'::text), ''::text))) gin_trgm_ops) WITH (fastupdate='on');

create table deny_proposal (
  kind text not null,
  value text not null,
  devices integer not null,
  seen_at timestamp with time zone not null default now(),
  constraint deny_proposal_pkey PRIMARY KEY (kind, value)
);

create table deny_value (
  kind text not null,
  value text not null,
  is_pattern boolean not null,
  active boolean not null default true,
  source text not null,
  created_at timestamp with time zone not null default now(),
  constraint deny_value_pkey PRIMARY KEY (kind, value, is_pattern)
);

create table deployment_event (
  tenant_id uuid not null,
  device_id uuid not null,
  event_id uuid not null,
  at timestamp with time zone not null default business_now(),
  kind text not null,
  code text,
  detail text,
  constraint deployment_event_pkey PRIMARY KEY (tenant_id, device_id, event_id)
);
CREATE INDEX deployment_event_by_time ON public.deployment_event USING btree (at);

create table deployment_policy (
  tenant_id uuid not null,
  require_proof boolean not null default false,
  require_ek_certificate boolean not null default false,
  forbid_hash_only_claims boolean not null default false,
  bind_on_first_proof boolean not null default false,
  allow_hash_only boolean not null default false,
  constraint deployment_policy_pkey PRIMARY KEY (tenant_id)
);

create table deployment_profile (
  tenant_id uuid not null,
  profile_id uuid not null,
  display_name text not null,
  settings jsonb not null,
  created_at timestamp with time zone not null default business_now(),
  modified_at timestamp with time zone not null default business_now(),
  constraint deployment_profile_pkey PRIMARY KEY (tenant_id, profile_id)
);

create table deployment_session (
  tenant_id uuid not null,
  session_digest bytea not null,
  device_id uuid not null,
  profile_id uuid not null,
  begun_at timestamp with time zone not null default business_now(),
  expires_at timestamp with time zone not null,
  constraint deployment_session_pkey PRIMARY KEY (tenant_id, session_digest),
  constraint deployment_session_session_digest_check CHECK ((length(session_digest) = 32))
);
CREATE INDEX deployment_session_expiry ON public.deployment_session USING btree (expires_at);

create table destructive_act (
  tenant_id uuid not null,
  act_id uuid not null,
  at timestamp with time zone not null default business_now(),
  action text not null,
  actor text not null,
  devices integer not null,
  constraint destructive_act_pkey PRIMARY KEY (tenant_id, act_id),
  constraint destructive_act_devices_check CHECK ((devices > 0))
);
CREATE INDEX destructive_act_by_time ON public.destructive_act USING btree (tenant_id, at);

create table device (
  tenant_id uuid not null,
  device_id uuid not null,
  serial_number text not null,
  manufacturer text,
  model text,
  sku_number text,
  system_family text,
  product_key text,
  group_tag text,
  purchase_order_identifier text,
  user_principal_name text,
  addressable_user_name text,
  display_name text,
  resource_name text,
  device_account_upn text,
  device_friendly_name text,
  userless_enrollment_status text not null default 'unknown'::text,
  enrollment_state text not null default 'notContacted'::text,
  last_contacted_at timestamp with time zone,
  managed_device_id uuid,
  directory_object_id uuid not null,
  directory_device_id uuid not null,
  claim_level smallint not null default 0,
  provisional_until timestamp with time zone,
  targeted_at timestamp with time zone,
  registered_at timestamp with time zone not null default business_now(),
  directory_attributes jsonb not null default '{}'::jsonb,
  channel text not null default 'intune'::text,
  partner_id uuid,
  consent_id uuid,
  batch_key text,
  source_import_id uuid,
  declared_at timestamp with time zone,
  tuple_token uuid,
  key_token uuid,
  constraint device_pkey PRIMARY KEY (tenant_id, device_id),
  constraint device_claim_level_check CHECK (((claim_level >= 0) AND (claim_level <= 3))),
  constraint device_enrollment_state_check CHECK ((enrollment_state = ANY (ARRAY['unknown'::text, 'enrolled'::text, 'pendingReset'::text, 'failed'::text, 'notContacted'::text, 'blocked'::text]))),
  constraint device_userless_enrollment_status_check CHECK ((userless_enrollment_status = ANY (ARRAY['unknown'::text, 'allowed'::text, 'blocked'::text])))
);
CREATE INDEX device_by_addressable_name ON public.device USING btree (tenant_id, lower(COALESCE(addressable_user_name, ''::text)), device_id) WHERE (addressable_user_name <> ''::text);
CREATE INDEX device_by_attribute_value ON public.device USING gin (((lower((directory_attributes)::text))::jsonb) jsonb_path_ops) WHERE (directory_attributes <> '{}'::jsonb);
CREATE INDEX device_by_batch ON public.device USING btree (tenant_id, partner_id, batch_key, device_id) WHERE (partner_id IS NOT NULL);
CREATE INDEX device_by_claim_level ON public.device USING btree (tenant_id, claim_level, device_id);
CREATE INDEX device_by_combination ON public.device USING btree (tenant_id, hashtextextended(((((((COALESCE(group_tag, ''::text) || '
'::text) || COALESCE(manufacturer, ''::text)) || '
'::text) || COALESCE(model, ''::text)) || '
'::text) || enrollment_state), (0)::bigint), device_id);
CREATE INDEX device_by_contact ON public.device USING btree (tenant_id, COALESCE(last_contacted_at, '-infinity'::timestamp with time zone), device_id) INCLUDE (last_contacted_at);
CREATE INDEX device_by_directory_device ON public.device USING btree (tenant_id, directory_device_id);
CREATE INDEX device_by_directory_name ON public.device USING btree (tenant_id, lower(COALESCE(NULLIF(display_name, ''::text), serial_number)), device_id);
CREATE UNIQUE INDEX device_by_directory_object ON public.device USING btree (tenant_id, directory_object_id);
CREATE INDEX device_by_enrollment_state ON public.device USING btree (tenant_id, lower(enrollment_state), device_id) INCLUDE (enrollment_state);
CREATE INDEX device_by_group_tag ON public.device USING btree (tenant_id, lower(COALESCE(group_tag, ''::text)), device_id) INCLUDE (group_tag);
CREATE INDEX device_by_managed_device ON public.device USING btree (tenant_id, COALESCE(managed_device_id, '00000000-0000-0000-0000-000000000000'::uuid), device_id) WHERE (managed_device_id IS NOT NULL);
CREATE INDEX device_by_manufacturer ON public.device USING btree (tenant_id, lower(COALESCE(manufacturer, ''::text)), device_id) INCLUDE (manufacturer);
CREATE INDEX device_by_model ON public.device USING btree (tenant_id, lower(COALESCE(model, ''::text)), device_id) INCLUDE (model);
CREATE INDEX device_by_name ON public.device USING btree (tenant_id, lower(COALESCE(display_name, ''::text)), device_id) INCLUDE (display_name);
CREATE INDEX device_by_partner ON public.device USING btree (partner_id, serial_number) WHERE (partner_id IS NOT NULL);
CREATE INDEX device_by_product_key ON public.device USING btree (tenant_id, lower(COALESCE(product_key, ''::text)), device_id);
CREATE INDEX device_by_provisional_end ON public.device USING btree (tenant_id, COALESCE(provisional_until, '-infinity'::timestamp with time zone), device_id);
CREATE INDEX device_by_purchase_order ON public.device USING btree (tenant_id, lower(COALESCE(purchase_order_identifier, ''::text)), device_id) INCLUDE (purchase_order_identifier);
CREATE INDEX device_by_registration ON public.device USING btree (tenant_id, registered_at, device_id);
CREATE INDEX device_by_resource_name ON public.device USING btree (tenant_id, lower(COALESCE(resource_name, ''::text)), device_id) WHERE (resource_name <> ''::text);
CREATE INDEX device_by_serial_number ON public.device USING btree (tenant_id, lower(serial_number), device_id) INCLUDE (serial_number);
CREATE INDEX device_by_sku_number ON public.device USING btree (tenant_id, lower(COALESCE(sku_number, ''::text)), device_id);
CREATE INDEX device_by_system_family ON public.device USING btree (tenant_id, lower(COALESCE(system_family, ''::text)), device_id);
CREATE INDEX device_by_tuple ON public.device USING btree (tuple_token) WHERE (tuple_token IS NOT NULL);
CREATE INDEX device_by_user ON public.device USING btree (tenant_id, lower(COALESCE(user_principal_name, ''::text)), device_id) INCLUDE (user_principal_name);
CREATE UNIQUE INDEX device_declared ON public.device USING btree (tenant_id, tuple_token) WHERE (tuple_token IS NOT NULL);
CREATE INDEX device_named_trigrams ON public.device USING gin ((((((serial_number || '
'::text) || COALESCE(display_name, ''::text)) || '
'::text) || COALESCE(user_principal_name, ''::text))) gin_trgm_ops) WITH (fastupdate='on');

create table device_attribute (
  tenant_id uuid not null,
  attribute bigint not null,
  device_id uuid not null,
  constraint device_attribute_pkey PRIMARY KEY (tenant_id, attribute, device_id)
);

create table device_authority (
  number integer not null,
  certificate bytea not null,
  wrapped_private_key bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint device_authority_pkey PRIMARY KEY (number)
);

create table device_batch (
  tenant_id uuid not null,
  partner_id uuid not null,
  batch_key text not null,
  name text not null,
  created_by text not null,
  created_at timestamp with time zone not null default business_now(),
  constraint device_batch_pkey PRIMARY KEY (tenant_id, partner_id, batch_key)
);

create table device_certificate (
  serial_number text not null,
  fingerprint bytea not null,
  tenant_id uuid not null,
  enrollment_id uuid not null,
  der bytea not null,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint device_certificate_pkey PRIMARY KEY (serial_number),
  constraint device_certificate_fingerprint_check CHECK ((length(fingerprint) = 32))
);
CREATE INDEX device_certificate_by_enrollment ON public.device_certificate USING btree (tenant_id, enrollment_id);
CREATE INDEX device_certificate_expiry ON public.device_certificate USING btree (expires_at);

create table device_contact (
  tenant_id uuid not null,
  device_id uuid not null,
  profile_id uuid not null,
  constraint device_contact_pkey PRIMARY KEY (tenant_id, device_id)
);

create table device_hash (
  tenant_id uuid not null,
  device_id uuid not null,
  hash_id uuid not null,
  changes text[],
  accepted_at timestamp with time zone not null default business_now(),
  constraint device_hash_pkey PRIMARY KEY (tenant_id, device_id, hash_id)
);

create table device_identity (
  tenant_id uuid not null,
  device_id uuid not null,
  record bytea not null,
  tokens uuid[] not null,
  constraint device_identity_pkey PRIMARY KEY (tenant_id, device_id)
);

create table device_job (
  tenant_id uuid not null,
  job_id uuid not null,
  kind text not null,
  label text not null,
  state text not null default 'ready'::text,
  request jsonb not null,
  made_by text not null,
  actor jsonb not null,
  tags text[],
  rows integer not null,
  created_at timestamp with time zone not null default business_now(),
  ended_at timestamp with time zone,
  undo_of uuid,
  undone_by uuid,
  counts jsonb,
  attempts integer not null default 0,
  careful integer not null default 0,
  given_up integer not null default 0,
  is_wide boolean not null default false,
  constraint device_job_pkey PRIMARY KEY (tenant_id, job_id),
  constraint device_job_check CHECK (((state = ANY (ARRAY['done'::text, 'cancelled'::text])) = (ended_at IS NOT NULL))),
  constraint device_job_kind_check CHECK ((kind = ANY (ARRAY['update-devices'::text, 'delete-devices'::text, 'restore-devices'::text, 'export-devices'::text]))),
  constraint device_job_state_check CHECK ((state = ANY (ARRAY['preview'::text, 'ready'::text, 'running'::text, 'done'::text, 'cancelled'::text])))
);
CREATE INDEX device_job_waiting ON public.device_job USING btree (created_at, job_id) WHERE (state = ANY (ARRAY['ready'::text, 'running'::text]));

create table device_job_row (
  tenant_id uuid not null,
  job_id uuid not null,
  row_number integer not null,
  device_id uuid not null,
  serial_number text not null default ''::text,
  state text not null default 'waiting'::text,
  reason text,
  before jsonb,
  after jsonb,
  constraint device_job_row_pkey PRIMARY KEY (tenant_id, job_id, row_number),
  constraint device_job_row_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'changed'::text, 'unchanged'::text, 'refused'::text, 'missing'::text])))
);
CREATE INDEX device_job_row_by_device ON public.device_job_row USING btree (tenant_id, device_id);
CREATE INDEX device_job_row_by_state ON public.device_job_row USING btree (tenant_id, job_id, state, row_number);

create table device_key (
  tenant_id uuid not null,
  device_id uuid not null,
  digest bytea not null,
  state text not null default 'waiting'::text,
  proposed_at timestamp with time zone not null default business_now(),
  decided_at timestamp with time zone,
  decided_by text,
  constraint device_key_pkey PRIMARY KEY (tenant_id, device_id, digest),
  constraint device_key_check CHECK (((state = 'waiting'::text) = (decided_at IS NULL))),
  constraint device_key_digest_check CHECK ((length(digest) = 32)),
  constraint device_key_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'bound'::text, 'rejected'::text])))
);

create table device_span (
  tenant_id uuid not null,
  level smallint not null,
  ids text collate "C" not null,
  span_id uuid not null default gen_random_uuid(),
  devices bigint not null,
  constraint device_span_pkey PRIMARY KEY (tenant_id, level, ids, span_id)
) with (fillfactor=70);

create table device_tally (
  tenant_id uuid not null,
  tally_id uuid not null default gen_random_uuid(),
  combination bigint not null,
  day date,
  group_tag text not null,
  manufacturer text not null,
  model text not null,
  enrollment_state text not null,
  devices bigint not null,
  constraint device_tally_pkey PRIMARY KEY (tenant_id, tally_id)
) with (fillfactor=70);
CREATE INDEX device_tally_by_combination ON public.device_tally USING btree (tenant_id, combination);
CREATE INDEX device_tally_by_day ON public.device_tally USING btree (tenant_id, day);

create table directory_group (
  tenant_id uuid not null,
  group_id uuid not null,
  display_name text not null,
  description text,
  mail_nickname text not null,
  dynamic_rule text,
  created_at timestamp with time zone not null default business_now(),
  rule_changed_at timestamp with time zone not null default business_now(),
  is_assignable_to_role boolean,
  constraint directory_group_pkey PRIMARY KEY (tenant_id, group_id)
);

create table directory_user (
  tenant_id uuid not null,
  user_id uuid not null,
  user_principal_name text not null,
  name_key text not null generated always as (lower(user_principal_name)) stored,
  display_name text not null,
  password_hash text,
  first_password_until timestamp with time zone,
  account_enabled boolean not null default true,
  sign_ins_valid_from timestamp with time zone,
  roles text[] not null default '{}'::text[],
  licensed boolean not null default false,
  created_at timestamp with time zone not null default now(),
  lock_generation integer not null default 0,
  constraint directory_user_pkey PRIMARY KEY (tenant_id, user_id)
);
CREATE UNIQUE INDEX directory_user_by_name ON public.directory_user USING btree (tenant_id, name_key);

create table disclosure_notice (
  tenant_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  day date not null,
  notified_at timestamp with time zone,
  constraint disclosure_notice_pkey PRIMARY KEY (tenant_id, kind, subject_id),
  constraint disclosure_notice_kind_check CHECK ((kind = ANY (ARRAY['submitted-elsewhere'::text, 'answers-spent'::text])))
);
CREATE INDEX disclosure_notice_pending ON public.disclosure_notice USING btree (tenant_id) WHERE (notified_at IS NULL);

create table dispute (
  tenant_id uuid not null,
  dispute_id uuid not null,
  device_id uuid not null,
  claimant_tenant_id uuid not null,
  serial_number text not null,
  key_digest bytea not null,
  hash bytea,
  state text not null default 'open'::text,
  opened_at timestamp with time zone not null default business_now(),
  due_at timestamp with time zone not null,
  reason text,
  decided_at timestamp with time zone,
  decided_by text,
  decision_reason text,
  constraint dispute_pkey PRIMARY KEY (tenant_id, dispute_id),
  constraint dispute_check CHECK (((state = ANY (ARRAY['open'::text, 'contested'::text])) = (decided_at IS NULL))),
  constraint dispute_check1 CHECK (((hash IS NULL) = (decided_at IS NOT NULL))),
  constraint dispute_key_digest_check CHECK ((length(key_digest) = 32)),
  constraint dispute_state_check CHECK ((state = ANY (ARRAY['open'::text, 'contested'::text, 'released'::text, 'displaced'::text, 'kept'::text])))
);
CREATE INDEX dispute_by_claimant ON public.dispute USING btree (claimant_tenant_id, dispute_id);
CREATE UNIQUE INDEX dispute_by_device ON public.dispute USING btree (tenant_id, device_id) WHERE (decided_at IS NULL);
CREATE INDEX dispute_by_due ON public.dispute USING btree (due_at) WHERE (state = 'open'::text);

create table enrollment (
  tenant_id uuid not null,
  enrollment_id uuid not null,
  device_id text not null,
  hardware_id text,
  device_name text,
  os_edition text,
  os_version text,
  device_type text,
  enrollment_type text not null,
  ownership text not null,
  user_id uuid,
  user_principal_name text,
  registration_id uuid,
  is_in_oobe boolean not null default false,
  means text not null,
  managed_device_id uuid,
  state text not null default 'active'::text,
  ended_by text,
  enrolled_at timestamp with time zone not null default business_now(),
  last_seen_at timestamp with time zone,
  ended_at timestamp with time zone,
  wipe text,
  sync_wanted boolean not null default false,
  shares_device_id boolean not null default false,
  constraint enrollment_pkey PRIMARY KEY (tenant_id, enrollment_id),
  constraint enrollment_check CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL))),
  constraint enrollment_check1 CHECK (((state = 'ended'::text) = (ended_by IS NOT NULL))),
  constraint enrollment_ended_by_check CHECK ((ended_by = ANY (ARRAY['device'::text, 'server'::text, 'administrator'::text, 'replaced'::text]))),
  constraint enrollment_enrollment_type_check CHECK ((enrollment_type = ANY (ARRAY['device'::text, 'full'::text]))),
  constraint enrollment_means_check CHECK ((means = ANY (ARRAY['deployment'::text, 'administrator'::text, 'sign-in'::text]))),
  constraint enrollment_ownership_check CHECK ((ownership = ANY (ARRAY['corporate'::text, 'personal'::text]))),
  constraint enrollment_state_check CHECK ((state = ANY (ARRAY['active'::text, 'leaving'::text, 'ended'::text]))),
  constraint enrollment_wipe_check CHECK ((wipe = ANY (ARRAY['full'::text, 'protected'::text, 'keep-enrollment'::text, 'keep-data'::text])))
);
CREATE INDEX enrollment_by_device_key ON public.enrollment USING btree (tenant_id, lower(translate(device_id, '{}-'::text, ''::text))) WHERE (state <> 'ended'::text);
CREATE INDEX enrollment_by_registration ON public.enrollment USING btree (tenant_id, registration_id);
CREATE INDEX enrollment_by_user ON public.enrollment USING btree (tenant_id, user_id) WHERE (state <> 'ended'::text);

create table enrollment_settings (
  tenant_id uuid not null,
  convert_all_targeted_devices boolean not null default false,
  is_paused boolean not null default false,
  constraint enrollment_settings_pkey PRIMARY KEY (tenant_id)
);

create table enrollment_token (
  tenant_id uuid not null,
  token_id uuid not null,
  token_digest bytea not null,
  means text not null,
  ownership text not null,
  user_id uuid,
  user_principal_name text,
  registration_id uuid,
  created_by text not null,
  created_at timestamp with time zone not null default business_now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  enrollment_id uuid,
  withdrawn_at timestamp with time zone,
  constraint enrollment_token_pkey PRIMARY KEY (tenant_id, token_id),
  constraint enrollment_token_check CHECK (((used_at IS NULL) = (enrollment_id IS NULL))),
  constraint enrollment_token_means_check CHECK ((means = ANY (ARRAY['deployment'::text, 'administrator'::text, 'sign-in'::text]))),
  constraint enrollment_token_ownership_check CHECK ((ownership = ANY (ARRAY['corporate'::text, 'personal'::text]))),
  constraint enrollment_token_token_digest_check CHECK ((length(token_digest) = 32))
);
CREATE UNIQUE INDEX enrollment_token_by_digest ON public.enrollment_token USING btree (tenant_id, token_digest);
CREATE INDEX enrollment_token_by_time ON public.enrollment_token USING btree (tenant_id, created_at, token_id) WHERE (means <> 'deployment'::text);
CREATE INDEX enrollment_token_expiry ON public.enrollment_token USING btree (expires_at);

create table factor_notice (
  tenant_id uuid not null,
  notice_id uuid not null,
  user_id uuid not null,
  name text not null,
  for_owner boolean not null,
  for_administrators boolean not null,
  at timestamp with time zone not null default business_now(),
  constraint factor_notice_pkey PRIMARY KEY (tenant_id, notice_id)
);
CREATE INDEX factor_notice_by_user ON public.factor_notice USING btree (tenant_id, user_id);

create table factor_notice_seen (
  tenant_id uuid not null,
  notice_id uuid not null,
  user_id uuid not null,
  constraint factor_notice_seen_pkey PRIMARY KEY (tenant_id, notice_id, user_id),
  constraint factor_notice_seen_tenant_id_notice_id_fkey FOREIGN KEY (tenant_id, notice_id) REFERENCES factor_notice(tenant_id, notice_id) ON DELETE CASCADE
);

create table factor_removal (
  tenant_id uuid not null,
  user_id uuid not null,
  factor_id text not null,
  kind text not null,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  constraint factor_removal_pkey PRIMARY KEY (tenant_id, user_id, factor_id),
  constraint factor_removal_kind_check CHECK ((kind = ANY (ARRAY['authenticator-app'::text, 'passkey'::text])))
);
CREATE INDEX factor_removal_by_due ON public.factor_removal USING btree (due_at);

create table factor_reset (
  tenant_id uuid not null,
  reset_id uuid not null,
  user_id uuid not null,
  state text not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  decided_by text,
  decided_at timestamp with time zone,
  constraint factor_reset_pkey PRIMARY KEY (tenant_id, reset_id),
  constraint factor_reset_check CHECK (((state = 'asked'::text) = (decided_at IS NULL))),
  constraint factor_reset_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'approved'::text, 'rejected'::text])))
);
CREATE INDEX factor_reset_by_user ON public.factor_reset USING btree (tenant_id, user_id);

create table group_member (
  tenant_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  added_at timestamp with time zone not null default business_now(),
  constraint group_member_pkey PRIMARY KEY (tenant_id, group_id, member_id)
);
CREATE INDEX group_member_by_member ON public.group_member USING btree (tenant_id, member_id);

create table group_owner (
  tenant_id uuid not null,
  group_id uuid not null,
  owner_id uuid not null,
  added_at timestamp with time zone not null default business_now(),
  constraint group_owner_pkey PRIMARY KEY (tenant_id, group_id, owner_id)
);

create table hardware_hash (
  tenant_id uuid not null,
  hash_id uuid not null,
  bytes bytea not null storage external,
  length integer not null,
  constraint hardware_hash_pkey PRIMARY KEY (tenant_id, hash_id)
);

create table identity_conflict (
  tenant_id uuid not null,
  conflict_id uuid not null,
  kind text not null,
  state text not null default 'open'::text,
  sentence text not null,
  candidates uuid[] not null,
  import_id uuid,
  row_number integer,
  submission jsonb,
  device_id uuid,
  created_at timestamp with time zone not null default business_now(),
  decided_at timestamp with time zone,
  decided_by text,
  constraint identity_conflict_pkey PRIMARY KEY (tenant_id, conflict_id),
  constraint identity_conflict_check CHECK (((state = 'open'::text) = (decided_at IS NULL))),
  constraint identity_conflict_state_check CHECK ((state = ANY (ARRAY['open'::text, 'same'::text, 'different'::text, 'rejected'::text])))
);
CREATE INDEX identity_conflict_by_row ON public.identity_conflict USING btree (tenant_id, import_id, row_number);
CREATE INDEX identity_conflict_open ON public.identity_conflict USING btree (tenant_id, state, conflict_id);
CREATE INDEX identity_conflict_row ON public.identity_conflict USING btree (tenant_id, import_id, row_number) WHERE (device_id IS NULL);

create table identity_provider (
  tenant_id uuid not null,
  provider_id uuid not null,
  display_name text not null,
  issuer text not null,
  client_id text not null,
  wrapped_client_secret bytea,
  link_claim text not null,
  required_tid text,
  private_network boolean not null default false,
  created_at timestamp with time zone not null default now(),
  constraint identity_provider_pkey PRIMARY KEY (tenant_id, provider_id)
);

create table identity_token (
  token uuid not null,
  holders uuid[] not null,
  crowded uuid[],
  constraint identity_token_pkey PRIMARY KEY (token)
);

create table import_label (
  tenant_id uuid not null,
  import_id uuid not null,
  label text not null,
  made_by text not null,
  rows integer not null,
  created_at timestamp with time zone not null default business_now(),
  hashes_until timestamp with time zone default (business_now() + '7 days'::interval),
  constraint import_label_pkey PRIMARY KEY (tenant_id, import_id)
);
CREATE INDEX import_label_keeping ON public.import_label USING btree (hashes_until) WHERE (hashes_until IS NOT NULL);

create table import_place (
  tenant_id uuid not null,
  import_id uuid not null,
  row_number integer not null,
  file text not null,
  line integer not null,
  constraint import_place_pkey PRIMARY KEY (tenant_id, import_id, row_number)
);

create table import_row (
  import_id uuid not null,
  row_number integer not null,
  tenant_id uuid not null,
  client_import_id text,
  serial_number text,
  product_key text,
  group_tag text,
  purchase_order_identifier text,
  assigned_user_principal_name text,
  has_hash boolean not null,
  status text not null default 'undecided'::text,
  refusal text,
  device_id uuid,
  decided_at timestamp with time zone,
  submitted_by text,
  manufacturer text,
  model text,
  constraint import_row_pkey PRIMARY KEY (import_id, row_number),
  constraint import_row_check CHECK (((status = 'undecided'::text) = (decided_at IS NULL))),
  constraint import_row_check1 CHECK (((status = 'error'::text) = (refusal IS NOT NULL))),
  constraint import_row_check2 CHECK (((status <> 'complete'::text) OR (device_id IS NOT NULL))),
  constraint import_row_status_check CHECK ((status = ANY (ARRAY['undecided'::text, 'complete'::text, 'error'::text])))
) with (fillfactor=40);
CREATE INDEX import_row_by_client_import_id ON public.import_row USING btree (tenant_id, client_import_id) WHERE (client_import_id IS NOT NULL);
CREATE INDEX import_row_by_group_tag ON public.import_row USING btree (tenant_id, lower(COALESCE(group_tag, ''::text)), import_id, row_number);
CREATE INDEX import_row_by_product_key ON public.import_row USING btree (tenant_id, lower(COALESCE(product_key, ''::text)), import_id, row_number) WHERE (product_key <> ''::text);
CREATE INDEX import_row_by_serial_number ON public.import_row USING btree (tenant_id, lower(COALESCE(serial_number, ''::text)), import_id, row_number) WHERE (serial_number <> ''::text);
CREATE INDEX import_row_by_submitter ON public.import_row USING btree (tenant_id, submitted_by, import_id, row_number) WHERE (submitted_by IS NOT NULL);
CREATE INDEX import_row_by_tenant ON public.import_row USING btree (tenant_id, import_id, row_number);
CREATE INDEX import_row_by_user ON public.import_row USING btree (tenant_id, lower(COALESCE(assigned_user_principal_name, ''::text)), import_id, row_number) WHERE (assigned_user_principal_name <> ''::text);

create table import_work (
  import_id uuid not null,
  tenant_id uuid not null,
  next_row integer not null default 1,
  last_row integer not null,
  attempts integer not null default 0,
  run_at timestamp with time zone not null default business_now(),
  turn_at timestamp with time zone not null default now(),
  careful_until integer not null default 0,
  consent_id uuid,
  constraint import_work_pkey PRIMARY KEY (import_id)
);
CREATE INDEX import_work_by_tenant ON public.import_work USING btree (tenant_id, import_id);
CREATE INDEX import_work_by_tenant_turn ON public.import_work USING btree (tenant_id, turn_at, import_id);
CREATE INDEX import_work_turn ON public.import_work USING btree (turn_at, import_id);

create table installation_secret (
  name text not null,
  wrapped bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint installation_secret_pkey PRIMARY KEY (name)
);

create table intake_code (
  tenant_id uuid not null,
  code_id uuid not null,
  code_digest bytea not null,
  kind text not null,
  label text not null,
  group_tag text,
  created_by text not null,
  created_at timestamp with time zone not null default business_now(),
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint intake_code_pkey PRIMARY KEY (tenant_id, code_id),
  constraint intake_code_code_digest_check CHECK ((length(code_digest) = 32)),
  constraint intake_code_kind_check CHECK ((kind = ANY (ARRAY['once'::text, 'key'::text])))
);
CREATE INDEX intake_code_by_digest ON public.intake_code USING btree (code_digest);

create table intake_submission (
  tenant_id uuid not null,
  submission_id uuid not null,
  code_id uuid not null,
  request_id text not null,
  kind text not null,
  serial_number text not null,
  manufacturer text not null,
  model text not null,
  note text not null,
  address text not null,
  payload bytea,
  state text not null default 'pending'::text,
  submitted_at timestamp with time zone not null default business_now(),
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  reason text,
  receipt_id uuid,
  association_id uuid,
  group_tag text,
  constraint intake_submission_pkey PRIMARY KEY (tenant_id, submission_id),
  constraint intake_submission_check CHECK (((state = 'pending'::text) = (decided_at IS NULL))),
  constraint intake_submission_kind_check CHECK ((kind = ANY (ARRAY['hash'::text, 'link'::text]))),
  constraint intake_submission_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text]))),
  constraint intake_submission_tenant_id_code_id_request_id_key UNIQUE (tenant_id, code_id, request_id)
);
CREATE INDEX intake_submission_by_turn ON public.intake_submission USING btree (tenant_id, ((state = 'pending'::text)), submitted_at, submission_id);

create table kept_answer (
  tenant_id uuid not null,
  key_digest bytea not null,
  answer bytea not null,
  expires_at timestamp with time zone not null,
  constraint kept_answer_pkey PRIMARY KEY (tenant_id, key_digest)
);
CREATE INDEX kept_answer_by_expiry ON public.kept_answer USING btree (expires_at);

create table known_device (
  known_id uuid not null,
  reported_by uuid not null,
  bytes bytea not null storage external,
  length integer not null,
  reported_at timestamp with time zone not null default business_now(),
  constraint known_device_pkey PRIMARY KEY (known_id)
);

create table known_token (
  token uuid not null,
  known_id uuid not null,
  constraint known_token_pkey PRIMARY KEY (token, known_id)
);

create table managed_enrollment (
  tenant_id uuid not null,
  enrollment_id uuid not null,
  state jsonb not null default '{}'::jsonb,
  session bytea,
  last_digest bytea,
  opening_digest bytea,
  opened_at timestamp with time zone,
  mismatch bytea,
  updated_at timestamp with time zone not null default business_now(),
  constraint managed_enrollment_pkey PRIMARY KEY (tenant_id, enrollment_id),
  constraint managed_enrollment_last_digest_check CHECK ((length(last_digest) = 32)),
  constraint managed_enrollment_opening_digest_check CHECK ((length(opening_digest) = 32))
);

create table oath_token (
  tenant_id uuid not null,
  token_id uuid not null,
  serial_number text,
  manufacturer text,
  model text,
  algorithm text not null,
  digits smallint not null,
  step_seconds smallint not null,
  wrapped_secret bytea not null,
  user_id uuid,
  activated_at timestamp with time zone,
  last_used_step bigint not null default 0,
  drift smallint not null default 0,
  created_at timestamp with time zone not null default now(),
  constraint oath_token_pkey PRIMARY KEY (tenant_id, token_id),
  constraint oath_token_algorithm_check CHECK ((algorithm = ANY (ARRAY['SHA-1'::text, 'SHA-256'::text, 'SHA-512'::text]))),
  constraint oath_token_check CHECK (((user_id IS NOT NULL) OR (serial_number IS NOT NULL))),
  constraint oath_token_check1 CHECK (((activated_at IS NULL) OR (user_id IS NOT NULL))),
  constraint oath_token_digits_check CHECK ((digits = ANY (ARRAY[6, 8]))),
  constraint oath_token_drift_check CHECK (((drift >= '-20'::integer) AND (drift <= 20))),
  constraint oath_token_step_seconds_check CHECK ((step_seconds = ANY (ARRAY[30, 60])))
);
CREATE INDEX oath_token_by_user ON public.oath_token USING btree (tenant_id, user_id) WHERE (user_id IS NOT NULL);

create table oath_token_hardware (
  hardware_digest bytea not null,
  tenant_id uuid not null,
  token_id uuid not null,
  constraint oath_token_hardware_pkey PRIMARY KEY (hardware_digest),
  constraint oath_token_hardware_hardware_digest_check CHECK ((length(hardware_digest) = 32))
);

create table oem_submission (
  tenant_id uuid not null,
  submission_id uuid not null,
  kind text not null,
  rows jsonb not null,
  created_at timestamp with time zone not null default business_now(),
  constraint oem_submission_pkey PRIMARY KEY (tenant_id, submission_id),
  constraint oem_submission_kind_check CHECK ((kind = ANY (ARRAY['devices'::text, 'inventory'::text])))
);

create table outbox_event (
  tenant_id uuid not null,
  event_id uuid not null,
  kind text not null,
  subjects uuid[] not null,
  created_at timestamp with time zone not null default business_now(),
  detail jsonb,
  constraint outbox_event_pkey PRIMARY KEY (tenant_id, event_id)
);

create table ownership_check (
  tenant_id uuid not null,
  key_digest bytea not null,
  checked_at timestamp with time zone not null default business_now(),
  verdict text not null,
  serial_number text,
  manufacturer text,
  model text,
  device_id uuid,
  constraint ownership_check_pkey PRIMARY KEY (tenant_id, key_digest),
  constraint ownership_check_key_digest_check CHECK ((length(key_digest) = 32)),
  constraint ownership_check_verdict_check CHECK ((verdict = ANY (ARRAY['free'::text, 'own'::text, 'locked'::text])))
);
CREATE INDEX ownership_check_by_time ON public.ownership_check USING btree (tenant_id, checked_at);

create table parked_device (
  tenant_id uuid not null,
  device_id uuid not null,
  case_id uuid not null,
  parked_at timestamp with time zone not null default business_now(),
  constraint parked_device_pkey PRIMARY KEY (tenant_id, device_id)
);

create table partner_policy (
  tenant_id uuid not null,
  policy_id uuid not null,
  partner_id uuid not null,
  settings text[] not null,
  constraint partner_policy_pkey PRIMARY KEY (tenant_id, policy_id),
  constraint partner_policy_tenant_id_policy_id_fkey FOREIGN KEY (tenant_id, policy_id) REFERENCES deployment_profile(tenant_id, profile_id) ON DELETE CASCADE
);

create table passkey (
  tenant_id uuid not null,
  user_id uuid not null,
  credential_id bytea not null,
  public_key bytea not null,
  sign_count bigint not null,
  aaguid uuid not null,
  transports text[] not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  display_name text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  blocked_at timestamp with time zone,
  constraint passkey_pkey PRIMARY KEY (tenant_id, user_id, credential_id)
);
CREATE UNIQUE INDEX passkey_by_credential ON public.passkey USING btree (tenant_id, credential_id);

create table passkey_credential (
  credential_digest bytea not null,
  tenant_id uuid not null,
  constraint passkey_credential_pkey PRIMARY KEY (credential_digest),
  constraint passkey_credential_credential_digest_check CHECK ((length(credential_digest) = 32))
);

create table policy_job (
  tenant_id uuid not null,
  job_id uuid not null,
  partner_id uuid not null,
  results jsonb not null,
  created_at timestamp with time zone not null default business_now(),
  constraint policy_job_pkey PRIMARY KEY (tenant_id, job_id)
);

create table profile_assignment (
  tenant_id uuid not null,
  profile_id uuid not null,
  target text not null,
  group_id uuid not null,
  created_at timestamp with time zone not null default business_now(),
  constraint profile_assignment_pkey PRIMARY KEY (tenant_id, profile_id, group_id),
  constraint profile_assignment_target_check CHECK ((target = ANY (ARRAY['group'::text, 'excludedGroup'::text, 'allDevices'::text])))
);

create table profile_device (
  tenant_id uuid not null,
  device_id uuid not null,
  profile_id uuid not null,
  created_at timestamp with time zone not null default business_now(),
  constraint profile_device_pkey PRIMARY KEY (tenant_id, device_id)
);
CREATE INDEX profile_device_by_profile ON public.profile_device USING btree (tenant_id, profile_id);

create table protocol_state (
  tenant_id uuid not null,
  kind text not null,
  id_digest bytea not null,
  payload bytea not null,
  grant_digest bytea,
  session_digest bytea,
  user_code_digest bytea,
  expires_at timestamp with time zone,
  consumed_at timestamp with time zone,
  application_id uuid,
  user_id uuid,
  constraint protocol_state_pkey PRIMARY KEY (tenant_id, kind, id_digest)
);
CREATE INDEX protocol_state_expiry ON public.protocol_state USING btree (expires_at) WHERE (expires_at IS NOT NULL);
CREATE INDEX protocol_state_grant ON public.protocol_state USING btree (tenant_id, grant_digest) WHERE (grant_digest IS NOT NULL);
CREATE INDEX protocol_state_session ON public.protocol_state USING btree (tenant_id, session_digest) WHERE (session_digest IS NOT NULL);
CREATE INDEX protocol_state_user_code ON public.protocol_state USING btree (tenant_id, user_code_digest) WHERE (user_code_digest IS NOT NULL);

create table record_claim (
  kind text not null,
  claim text not null,
  tenant_id uuid not null,
  record_id uuid not null,
  constraint record_claim_pkey PRIMARY KEY (kind, claim)
);
CREATE INDEX record_claim_of ON public.record_claim USING btree (tenant_id, record_id);

create table record_tally (
  tenant_id uuid not null,
  tally_id uuid not null default gen_random_uuid(),
  kind text not null,
  records bigint not null,
  constraint record_tally_pkey PRIMARY KEY (tenant_id, tally_id)
) with (fillfactor=70);
CREATE INDEX record_tally_by_kind ON public.record_tally USING btree (tenant_id, kind);

create table recovery_code_set (
  tenant_id uuid not null,
  user_id uuid not null,
  digests bytea[] not null,
  created_at timestamp with time zone not null default now(),
  constraint recovery_code_set_pkey PRIMARY KEY (tenant_id, user_id)
);

create table refused_row (
  import_id uuid not null,
  row_number integer not null,
  tenant_id uuid not null,
  refused_for text,
  constraint refused_row_pkey PRIMARY KEY (import_id, row_number)
);
CREATE INDEX refused_row_by_refusal ON public.refused_row USING btree (tenant_id, refused_for, import_id, row_number);
CREATE INDEX refused_row_by_tenant ON public.refused_row USING btree (tenant_id, import_id, row_number);

create table relationship_request (
  request_id uuid not null,
  partner_id uuid not null,
  tenant_id uuid,
  scopes text[] not null,
  delegated_admin boolean not null default false,
  message text,
  state text not null default 'pending'::text,
  consent_id uuid,
  created_at timestamp with time zone not null default business_now(),
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  constraint relationship_request_pkey PRIMARY KEY (request_id),
  constraint relationship_request_check CHECK (((state = 'pending'::text) = (decided_at IS NULL))),
  constraint relationship_request_check1 CHECK (((state = 'granted'::text) = (consent_id IS NOT NULL))),
  constraint relationship_request_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'granted'::text, 'declined'::text, 'withdrawn'::text])))
);
CREATE INDEX relationship_request_by_partner ON public.relationship_request USING btree (partner_id, request_id);
CREATE INDEX relationship_request_by_tenant ON public.relationship_request USING btree (tenant_id, request_id) WHERE (tenant_id IS NOT NULL);

create table release_certificate (
  chain bytea not null,
  sequence integer not null,
  certificate_id uuid not null,
  kind text not null,
  tenant_id uuid not null,
  device_id uuid not null,
  transfer_id uuid,
  to_tenant_id uuid,
  to_device_id uuid,
  jws text not null,
  issued_at timestamp with time zone not null default business_now(),
  constraint release_certificate_pkey PRIMARY KEY (chain, sequence),
  constraint release_certificate_chain_check CHECK ((length(chain) = 32)),
  constraint release_certificate_kind_check CHECK ((kind = ANY (ARRAY['release'::text, 'transfer'::text, 'repair'::text]))),
  constraint release_certificate_sequence_check CHECK ((sequence > 0))
);
CREATE INDEX release_certificate_by_device ON public.release_certificate USING btree (tenant_id, device_id);
CREATE INDEX release_certificate_by_id ON public.release_certificate USING btree (certificate_id);
CREATE INDEX release_certificate_by_new_device ON public.release_certificate USING btree (to_tenant_id, to_device_id) WHERE (to_device_id IS NOT NULL);
CREATE INDEX release_certificate_by_transfer ON public.release_certificate USING btree (transfer_id) WHERE (transfer_id IS NOT NULL);

create table removal_plan (
  tenant_id uuid not null,
  plan_id uuid not null,
  state text not null,
  version integer not null default 1,
  removal_order text not null,
  act text not null,
  prepare text not null,
  reason text,
  made_by text not null,
  actor jsonb,
  approval_id uuid,
  created_at timestamp with time zone not null default business_now(),
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  look_at timestamp with time zone not null default business_now(),
  attempts integer not null default 0,
  careful integer not null default 0,
  given_up integer not null default 0,
  constraint removal_plan_pkey PRIMARY KEY (tenant_id, plan_id),
  constraint removal_plan_act_check CHECK ((act = ANY (ARRAY['reserve'::text, 'release'::text]))),
  constraint removal_plan_prepare_check CHECK ((prepare = ANY (ARRAY['none'::text, 'retire'::text, 'wipe'::text]))),
  constraint removal_plan_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'ambiguous'::text, 'awaitingApproval'::text, 'running'::text, 'done'::text, 'partial'::text, 'cancelled'::text, 'undoing'::text, 'undone'::text])))
);
CREATE INDEX removal_plan_due ON public.removal_plan USING btree (look_at) WHERE (state = ANY (ARRAY['running'::text, 'undoing'::text]));

create table removal_plan_device (
  tenant_id uuid not null,
  plan_id uuid not null,
  device_number integer not null,
  device_id uuid,
  state text not null,
  undone boolean not null default false,
  settled_at timestamp with time zone,
  planned jsonb not null,
  archive jsonb,
  constraint removal_plan_device_pkey PRIMARY KEY (tenant_id, plan_id, device_number),
  constraint removal_plan_device_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'running'::text, 'done'::text, 'failed'::text, 'blocked'::text, 'skipped'::text])))
);

create table removed_device (
  tenant_id uuid not null,
  device_id uuid not null,
  device jsonb not null,
  removed_at timestamp with time zone not null default business_now(),
  constraint removed_device_pkey PRIMARY KEY (tenant_id, device_id)
);

create table repair_attachment (
  tenant_id uuid not null,
  case_id uuid not null,
  attachment_id uuid not null,
  name text not null,
  description text,
  bytes integer not null,
  content bytea not null storage external,
  added_at timestamp with time zone not null default business_now(),
  added_by text not null,
  constraint repair_attachment_pkey PRIMARY KEY (tenant_id, case_id, attachment_id)
);

create table repair_calendar (
  tenant_id uuid not null,
  work_days smallint[] not null,
  holidays text[] not null,
  constraint repair_calendar_pkey PRIMARY KEY (tenant_id),
  constraint repair_calendar_work_days_check CHECK (((cardinality(work_days) >= 1) AND (cardinality(work_days) <= 7)))
);

create table repair_case (
  tenant_id uuid not null,
  case_id uuid not null,
  device_id uuid not null,
  serial_number text not null,
  manufacturer text,
  model text,
  group_tag text,
  state text not null,
  details jsonb not null,
  archived bytea,
  returned bytea,
  new_device_id uuid,
  certificate_id uuid,
  opened_at timestamp with time zone not null default business_now(),
  opened_by text not null,
  respond_by timestamp with time zone not null,
  responded_at timestamp with time zone,
  overdue_at timestamp with time zone,
  reregistered_at timestamp with time zone,
  closed_at timestamp with time zone,
  number integer not null,
  constraint repair_case_pkey PRIMARY KEY (tenant_id, case_id),
  constraint repair_case_check CHECK (((state = ANY (ARRAY['closed'::text, 'cancelled'::text])) = (closed_at IS NOT NULL))),
  constraint repair_case_state_check CHECK ((state = ANY (ARRAY['open'::text, 'diagnosed'::text, 'submitted'::text, 'accepted'::text, 'denied'::text, 'void'::text, 'deviceParked'::text, 'inRepair'::text, 'compared'::text, 'blocked'::text, 'reregistered'::text, 'closed'::text, 'cancelled'::text])))
);
CREATE INDEX repair_case_by_device ON public.repair_case USING btree (tenant_id, device_id);
CREATE INDEX repair_case_by_new_device ON public.repair_case USING btree (tenant_id, new_device_id) WHERE (new_device_id IS NOT NULL);
CREATE INDEX repair_case_due ON public.repair_case USING btree (respond_by) WHERE ((responded_at IS NULL) AND (overdue_at IS NULL) AND (closed_at IS NULL));
CREATE UNIQUE INDEX repair_case_number ON public.repair_case USING btree (tenant_id, number);
CREATE UNIQUE INDEX repair_case_open ON public.repair_case USING btree (tenant_id, device_id) WHERE (closed_at IS NULL);
CREATE INDEX repair_case_to_verify ON public.repair_case USING btree (reregistered_at) WHERE (state = 'reregistered'::text);

create table repair_entry (
  tenant_id uuid not null,
  case_id uuid not null,
  entry_id uuid not null,
  at timestamp with time zone not null default business_now(),
  by text not null,
  what text not null,
  text text,
  constraint repair_entry_pkey PRIMARY KEY (tenant_id, case_id, entry_id)
);

create table request_budget (
  tenant_id uuid not null,
  budget text not null,
  window_start timestamp with time zone not null,
  used integer not null,
  constraint request_budget_pkey PRIMARY KEY (tenant_id, budget)
);

create table role_assignment (
  tenant_id uuid not null,
  assignment_id uuid not null,
  role_id uuid not null,
  principal_kind text not null,
  principal_id uuid not null,
  group_tags text[],
  created_at timestamp with time zone not null default now(),
  constraint role_assignment_pkey PRIMARY KEY (tenant_id, assignment_id),
  constraint role_assignment_principal_kind_check CHECK ((principal_kind = ANY (ARRAY['user'::text, 'group'::text, 'application'::text])))
);
CREATE INDEX role_assignment_by_principal ON public.role_assignment USING btree (tenant_id, principal_id);

create table role_definition (
  tenant_id uuid not null,
  role_id uuid not null,
  display_name text not null,
  description text not null,
  permissions text[] not null,
  created_at timestamp with time zone not null default now(),
  constraint role_definition_pkey PRIMARY KEY (tenant_id, role_id)
);
CREATE UNIQUE INDEX role_definition_by_name ON public.role_definition USING btree (tenant_id, lower(display_name));

create table saved_view (
  tenant_id uuid not null,
  view_id uuid not null,
  name text not null,
  path text not null,
  query text not null,
  is_shared boolean not null default false,
  made_by text not null,
  owner_id uuid not null,
  created_at timestamp with time zone not null default business_now(),
  constraint saved_view_pkey PRIMARY KEY (tenant_id, view_id)
);
CREATE INDEX saved_view_by_owner ON public.saved_view USING btree (tenant_id, owner_id);

create table seed_given (
  tenant_id uuid not null,
  kind text not null,
  subject text not null,
  given_at timestamp with time zone not null default now(),
  constraint seed_given_pkey PRIMARY KEY (tenant_id, kind, subject)
);

create table sign_in (
  tenant_id uuid not null,
  grant_digest bytea not null,
  session_digest bytea,
  user_id uuid not null,
  application_id uuid not null,
  begun_at timestamp with time zone not null default now(),
  used_at timestamp with time zone not null default now(),
  address text not null,
  user_agent text not null,
  constraint sign_in_pkey PRIMARY KEY (tenant_id, grant_digest)
);
CREATE INDEX sign_in_by_user ON public.sign_in USING btree (tenant_id, user_id);

create table signing_key (
  key_id text not null,
  state text not null,
  public_key jsonb not null,
  wrapped_private_key bytea not null,
  created_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  constraint signing_key_pkey PRIMARY KEY (key_id),
  constraint signing_key_state_check CHECK ((state = ANY (ARRAY['next'::text, 'active'::text, 'published'::text])))
);
CREATE UNIQUE INDEX signing_key_one_active ON public.signing_key USING btree (state) WHERE (state = 'active'::text);
CREATE UNIQUE INDEX signing_key_one_next ON public.signing_key USING btree (state) WHERE (state = 'next'::text);

create table spent_challenge (
  challenge_id bytea not null,
  expires_at timestamp with time zone not null,
  constraint spent_challenge_pkey PRIMARY KEY (challenge_id)
);
CREATE INDEX spent_challenge_expiry ON public.spent_challenge USING btree (expires_at);

create table tenant (
  tenant_id uuid not null,
  display_name text not null,
  import_seconds integer not null default 0,
  cross_tenant_disclosures_per_day integer not null default 50,
  created_at timestamp with time zone not null default now(),
  assigned_user_must_exist boolean not null default false,
  partner_kind text,
  verified boolean not null default false,
  status text not null default 'active'::text,
  provider_id uuid,
  on_delete text,
  unknown_tuples text not null default 'refuse'::text,
  constraint tenant_pkey PRIMARY KEY (tenant_id),
  constraint tenant_cross_tenant_disclosures_per_day_check CHECK ((cross_tenant_disclosures_per_day >= 0)),
  constraint tenant_import_seconds_check CHECK (((import_seconds >= 0) AND (import_seconds <= 86400))),
  constraint tenant_on_delete_check CHECK ((on_delete = ANY (ARRAY['reserve'::text, 'release'::text]))),
  constraint tenant_partner_kind_check CHECK ((partner_kind = ANY (ARRAY['cspDirect'::text, 'cspIndirectProvider'::text, 'cspIndirectReseller'::text, 'oem'::text, 'repairer'::text, 'refurbisher'::text]))),
  constraint tenant_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text]))),
  constraint tenant_unknown_tuples_check CHECK ((unknown_tuples = ANY (ARRAY['refuse'::text, 'declare'::text])))
);

create table tenant_domain (
  domain text not null,
  tenant_id uuid not null,
  position integer not null,
  constraint tenant_domain_pkey PRIMARY KEY (domain),
  constraint tenant_domain_domain_check CHECK ((domain = lower(domain))),
  constraint tenant_domain_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE
);

create table tenant_factor_policy (
  tenant_id uuid not null,
  factor_required boolean not null default false,
  strict_codes boolean not null default false,
  passkey_roles text[] not null default '{Owner,Approver,"Platform Operator"}'::text[],
  constraint tenant_factor_policy_pkey PRIMARY KEY (tenant_id),
  constraint tenant_factor_policy_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE
);

create table tenant_record (
  tenant_id uuid not null,
  kind text not null,
  record_id uuid not null,
  unique_key text,
  members jsonb not null,
  created_at timestamp with time zone not null default business_now(),
  constraint tenant_record_pkey PRIMARY KEY (tenant_id, kind, record_id)
);
CREATE INDEX managed_device_by_directory_device ON public.tenant_record USING btree (tenant_id, lower(COALESCE((members ->> 'directoryDeviceId'::text), ''::text)), record_id) WHERE (kind = 'managedDevice'::text);
CREATE INDEX managed_device_by_name ON public.tenant_record USING btree (tenant_id, lower(COALESCE((members ->> 'deviceName'::text), ''::text)), record_id) WHERE (kind = 'managedDevice'::text);
CREATE INDEX managed_device_by_serial_number ON public.tenant_record USING btree (tenant_id, lower(COALESCE((members ->> 'serialNumber'::text), ''::text)), record_id) WHERE (kind = 'managedDevice'::text);
CREATE INDEX managed_device_by_user ON public.tenant_record USING btree (tenant_id, lower(COALESCE((members ->> 'userPrincipalName'::text), ''::text)), record_id) WHERE (kind = 'managedDevice'::text);
CREATE UNIQUE INDEX tenant_record_by_key ON public.tenant_record USING btree (tenant_id, kind, unique_key);
CREATE INDEX tenant_record_by_time ON public.tenant_record USING btree (tenant_id, kind, created_at, record_id);
CREATE INDEX tenant_record_stale ON public.tenant_record USING btree (((members ->> 'staleAt'::text))) WHERE ((kind = 'associatedDevice'::text) AND ((members ->> 'state'::text) = 'stale'::text));

create table tenant_sign_in (
  tenant_id uuid not null,
  device_code boolean not null default false,
  constraint tenant_sign_in_pkey PRIMARY KEY (tenant_id),
  constraint tenant_sign_in_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenant(tenant_id) ON DELETE CASCADE
);

create table transfer (
  tenant_id uuid not null,
  transfer_id uuid not null,
  code_digest bytea not null,
  to_tenant_id uuid,
  state text not null default 'offered'::text,
  message text,
  anonymous boolean not null,
  created_by text not null,
  created_at timestamp with time zone not null default business_now(),
  expires_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  decided_by text,
  disputed_at timestamp with time zone,
  dispute_reason text,
  dispute_answer text,
  dispute_decided_at timestamp with time zone,
  dispute_decided_by text,
  dispute_decision_reason text,
  actor jsonb,
  constraint transfer_pkey PRIMARY KEY (tenant_id, transfer_id),
  constraint transfer_check CHECK (((state = 'offered'::text) = (decided_at IS NULL))),
  constraint transfer_code_digest_check CHECK ((length(code_digest) = 32)),
  constraint transfer_state_check CHECK ((state = ANY (ARRAY['offered'::text, 'completed'::text, 'declined'::text, 'withdrawn'::text, 'reversed'::text])))
);
CREATE INDEX transfer_by_code ON public.transfer USING btree (code_digest) WHERE (state = 'offered'::text);
CREATE INDEX transfer_by_dispute ON public.transfer USING btree (disputed_at) WHERE ((disputed_at IS NOT NULL) AND (dispute_decided_at IS NULL));
CREATE INDEX transfer_by_receiver ON public.transfer USING btree (to_tenant_id, transfer_id) WHERE (to_tenant_id IS NOT NULL);

create table transfer_device (
  tenant_id uuid not null,
  transfer_id uuid not null,
  device_id uuid not null,
  serial_number text not null,
  manufacturer text,
  model text,
  new_device_id uuid,
  constraint transfer_device_pkey PRIMARY KEY (tenant_id, transfer_id, device_id)
);

create table user_consent (
  tenant_id uuid not null,
  application_id uuid not null,
  user_id uuid not null,
  scopes text[] not null,
  created_at timestamp with time zone not null default now(),
  constraint user_consent_pkey PRIMARY KEY (tenant_id, application_id, user_id),
  constraint user_consent_tenant_id_application_id_fkey FOREIGN KEY (tenant_id, application_id) REFERENCES application(tenant_id, application_id) ON DELETE CASCADE
);

create table virtual_clock (
  one_row boolean not null default true,
  ahead_ms bigint not null,
  constraint virtual_clock_pkey PRIMARY KEY (one_row),
  constraint virtual_clock_one_row_check CHECK (one_row)
);

create table webhook (
  tenant_id uuid not null,
  webhook_id uuid not null,
  url text not null,
  event_types text[] not null,
  description text not null default ''::text,
  state text not null default 'unverified'::text,
  disabled_reason text,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  private_network boolean not null default false,
  created_by text not null,
  created_at timestamp with time zone not null default business_now(),
  verified_at timestamp with time zone,
  revision integer not null default 1,
  taken_at timestamp with time zone,
  tried_at timestamp with time zone,
  answered_by jsonb,
  granted text[],
  constraint webhook_pkey PRIMARY KEY (tenant_id, webhook_id),
  constraint webhook_check CHECK (((previous_secret IS NULL) = (previous_until IS NULL))),
  constraint webhook_check1 CHECK (((state = 'disabled'::text) = (disabled_reason IS NOT NULL))),
  constraint webhook_state_check CHECK ((state = ANY (ARRAY['unverified'::text, 'active'::text, 'disabled'::text])))
);

create table webhook_delivery (
  tenant_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  verifies boolean not null default false,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  due_at timestamp with time zone not null default to_timestamp((0)::double precision),
  held_until timestamp with time zone,
  last_at timestamp with time zone,
  last_status integer,
  last_error text,
  constraint webhook_delivery_pkey PRIMARY KEY (tenant_id, webhook_id, event_id),
  constraint webhook_delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'dead'::text])))
);
CREATE INDEX webhook_delivery_due ON public.webhook_delivery USING btree (tenant_id, webhook_id, due_at) WHERE (state = 'waiting'::text);
CREATE INDEX webhook_delivery_held ON public.webhook_delivery USING btree (tenant_id, webhook_id, held_until) WHERE ((state = 'waiting'::text) AND (held_until IS NOT NULL));

CREATE OR REPLACE FUNCTION public.append_audit(tenant uuid, entries text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  last audit_head;
  base bigint;
  body text;
  hashes bytea[] := '{}';
  moment timestamptz;
begin
  insert into audit_head values (tenant, 0, decode(repeat('00', 32), 'hex')) on conflict do nothing;
  select * into strict last from audit_head where tenant_id = tenant for update;
  moment := clock_timestamp() + (business_now() - now());
  base := last.seq;
  foreach body in array entries loop
    last.seq := last.seq + 1;
    last.hash := sha256(convert_to(
      '{"at":"' || to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      || '","entry":' || body || ',"prev":"' || encode(last.hash, 'hex')
      || '","seq":' || last.seq || ',"tenantId":"' || tenant || '"}', 'UTF8'));
    hashes := hashes || last.hash;
  end loop;
  insert into audit_entry (tenant_id, seq, at, entry, hash, activity, actor, result, category, operation, application, subjects)
    select tenant, base + ordinal, moment, document, hashes[ordinal], parsed ->> 'activity',
      coalesce(parsed #>> '{actor,userPrincipalName}', parsed #>> '{actor,applicationId}',
        parsed #>> '{actor,deviceId}', parsed #>> '{actor,proofId}', parsed #>> '{actor,kind}'),
      parsed ->> 'result', parsed ->> 'category', parsed ->> 'operation', coalesce(parsed #>> '{actor,applicationId}', ''),
      audit_subjects(parsed)
    from (select document, ordinal, document::jsonb as parsed
      from unnest(entries) with ordinality as added(document, ordinal) offset 0) as given;
  update audit_head set seq = last.seq, hash = last.hash where tenant_id = tenant;
end
$function$;

CREATE OR REPLACE FUNCTION public.audit_subjects(entry jsonb)
 RETURNS bytea[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select array(select substring(sha256(convert_to(translate(id, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), 'UTF8')) for 8)
    from (select entry ->> 'correlationId' as id, 0 as place
      union all select resource ->> 'id', place
      from jsonb_array_elements(coalesce(entry -> 'resources', '[]')) with ordinality as each(resource, place)) as about
    where id is not null order by place)
$function$;

CREATE OR REPLACE FUNCTION public.business_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
AS $function$select now() + make_interval(secs => coalesce((select ahead_ms from virtual_clock), 0) / 1000.0)$function$;

CREATE OR REPLACE FUNCTION public.forget_device_tally()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_table_name = 'device' then
    delete from device_tally;
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.forget_refused_rows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  delete from refused_row;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.keep_audit_entries()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'entries of the audit trail stay as they are';
end
$function$;

CREATE OR REPLACE FUNCTION public.note_device_attributes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' then
    -- The parts of a table that is spread over nodes have triggers, too; only the table itself is emptied of everything.
    if tg_table_name = 'device' then
      delete from device_attribute;
    end if;
    return null;
  end if;
  if tg_op <> 'INSERT' then
    delete from device_attribute where tenant_id = old.tenant_id and device_id = old.device_id
      and attribute = any(array(select hashtextextended(lower(key || E'\n' || value), 0) from jsonb_each_text(old.directory_attributes)));
  end if;
  if tg_op <> 'DELETE' then
    insert into device_attribute (tenant_id, attribute, device_id)
    select new.tenant_id, hashtextextended(lower(key || E'\n' || value), 0), new.device_id
    from jsonb_each_text(new.directory_attributes) where value is not null
    on conflict do nothing;
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.note_refused_rows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  import uuid;
  tenant uuid;
  numbers integer[];
  reasons text[];
begin
  if tg_op <> 'INSERT' then
    for import, numbers in
      select import_id, array_agg(row_number) from gone where status = 'error' group by import_id
    loop
      delete from refused_row where import_id = import and row_number = any(numbers);
    end loop;
  end if;
  if tg_op <> 'DELETE' then
    for import, tenant, numbers, reasons in
      select import_id, tenant_id, array_agg(row_number), array_agg(refusal) from added where status = 'error' group by import_id, tenant_id
    loop
      insert into refused_row (import_id, row_number, tenant_id, refused_for)
        select import, number, tenant, reason from unnest(numbers, reasons) as refused(number, reason);
    end loop;
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.span_device_statement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  tenant uuid;
  beginnings text[];
  counts bigint[];
begin
  if tg_op = 'TRUNCATE' then
    if tg_table_name = 'device' then
      delete from device_span;
    end if;
    return null;
  end if;
  if tg_op = 'INSERT' then
    for tenant, beginnings, counts in
      select tenant_id, array_agg(beginning), array_agg(devices) from (
        select tenant_id, left(device_id::text, 10) as beginning, count(*) as devices from added group by 1, 2
      ) as change group by tenant_id
    loop
      perform span_devices(tenant, beginnings, counts);
    end loop;
  else
    for tenant, beginnings, counts in
      select tenant_id, array_agg(beginning), array_agg(devices) from (
        select tenant_id, left(device_id::text, 10) as beginning, -count(*) as devices from gone group by 1, 2
      ) as change group by tenant_id
    loop
      perform span_devices(tenant, beginnings, counts);
    end loop;
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.span_devices(tenant uuid, beginnings text[], counts bigint[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  news device_span[];
  free device_span[];
begin
  select array_agg((tenant, level, ids, null, devices)::device_span) into news from (
    select level, left(beginning, level) as ids, sum(count)::bigint as devices
    from unnest(beginnings, counts) as given(beginning, count), unnest(array[5, 7, 10]) as level
    group by 1, 2
  ) as change;
  select array_agg((tenant, held.level, held.ids, held.span_id, held.change)::device_span) into free from (
    select span.*, change.devices as change
    from device_span as span join unnest(news) as change on span.level = change.level and span.ids = change.ids
    where span.tenant_id = tenant
    for update of span skip locked
  ) as held;
  if free is not null then
    select array_agg(chosen::device_span) into free from (
      select distinct on (level, ids) * from unnest(free)
    ) as chosen;
    update device_span as span set devices = span.devices + chosen.devices from unnest(free) as chosen
    where span.tenant_id = tenant and span.level = chosen.level and span.ids = chosen.ids and span.span_id = chosen.span_id;
  end if;
  insert into device_span (tenant_id, level, ids, span_id, devices)
  select tenant, level, ids, gen_random_uuid(), devices from unnest(news) as change
  where not exists (select from unnest(free) as chosen where chosen.level = change.level and chosen.ids = change.ids);
end
$function$;

CREATE OR REPLACE FUNCTION public.tally_device_statement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  changes device_tally[];
begin
  if tg_op = 'INSERT' then
    select array_agg((tenant_id, null, 0, day, tag, maker, model, state, devices)::device_tally) into changes from (
      select tenant_id, (registered_at at time zone 'UTC')::date as day, coalesce(group_tag, '') as tag,
        coalesce(manufacturer, '') as maker, coalesce(model, '') as model, enrollment_state as state, count(*) as devices
      from added group by 1, 2, 3, 4, 5, 6) as change;
  elsif tg_op = 'DELETE' then
    select array_agg((tenant_id, null, 0, day, tag, maker, model, state, devices)::device_tally) into changes from (
      select tenant_id, (registered_at at time zone 'UTC')::date as day, coalesce(group_tag, '') as tag,
        coalesce(manufacturer, '') as maker, coalesce(model, '') as model, enrollment_state as state, -count(*) as devices
      from gone group by 1, 2, 3, 4, 5, 6) as change;
  else
    select array_agg((tenant_id, null, 0, day, tag, maker, model, state, devices)::device_tally) into changes from (
      select tenant_id, (registered_at at time zone 'UTC')::date as day, coalesce(group_tag, '') as tag,
        coalesce(manufacturer, '') as maker, coalesce(model, '') as model, enrollment_state as state, sum(step) as devices
      from (select added.*, 1 as step from added union all select gone.*, -1 from gone) as changed
      group by 1, 2, 3, 4, 5, 6 having sum(step) <> 0) as change;
  end if;
  if changes is not null then
    perform tally_devices(changes);
  end if;
  return null;
end
$function$;

CREATE OR REPLACE FUNCTION public.tally_devices(changes device_tally[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  tenant uuid;
  news device_tally[];
  free device_tally[];
begin
  for tenant in select distinct tenant_id from unnest(changes) loop
    select array_agg((tenant, null, hashtextextended(case when day is null
        then group_tag || E'\n' || manufacturer || E'\n' || model || E'\n' || enrollment_state
        else (day - date '2000-01-01') || E'\n' || group_tag end, 0),
      day, group_tag, manufacturer, model, enrollment_state, devices)::device_tally) into news
    from (
      select day, group_tag, manufacturer, model, enrollment_state, sum(devices)::bigint as devices
      from (select null::date as day, group_tag, manufacturer, model, enrollment_state, devices
          from unnest(changes) where tenant_id = tenant
        union all select day, group_tag, '', '', '', devices from unnest(changes) where tenant_id = tenant) as each_way
      group by day, group_tag, manufacturer, model, enrollment_state having sum(devices) <> 0
    ) as change;
    continue when news is null;
    select array_agg((held.tenant_id, held.tally_id, held.combination, held.day, held.group_tag, held.manufacturer,
      held.model, held.enrollment_state, held.change)::device_tally) into free
    from (
      select tally.*, change.devices as change
      from device_tally as tally join unnest(news) as change on tally.combination = change.combination
        and tally.day is not distinct from change.day and tally.group_tag = change.group_tag
        and tally.manufacturer = change.manufacturer and tally.model = change.model
        and tally.enrollment_state = change.enrollment_state
      where tally.tenant_id = tenant
      for update of tally skip locked
    ) as held;
    if free is not null then
      select array_agg(chosen::device_tally) into free from (
        select distinct on (combination, day, group_tag, manufacturer, model, enrollment_state) * from unnest(free)
      ) as chosen;
      update device_tally as tally set devices = tally.devices + chosen.devices from unnest(free) as chosen
      where tally.tenant_id = tenant and tally.tally_id = chosen.tally_id;
      select array_agg(change::device_tally) into news from unnest(news) as change
      where not exists (select from unnest(free) as chosen where chosen.combination = change.combination
        and chosen.day is not distinct from change.day and chosen.group_tag = change.group_tag
        and chosen.manufacturer = change.manufacturer and chosen.model = change.model
        and chosen.enrollment_state = change.enrollment_state);
      continue when news is null;
    end if;
    insert into device_tally (tenant_id, tally_id, combination, day, group_tag, manufacturer, model, enrollment_state, devices)
    select tenant, gen_random_uuid(), combination, day, group_tag, manufacturer, model, enrollment_state, devices
    from unnest(news);
  end loop;
end
$function$;

CREATE OR REPLACE FUNCTION public.tally_records()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  tenant uuid;
  which text;
  free uuid;
  step integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  if tg_op = 'TRUNCATE' then
    if tg_table_name = 'tenant_record' then
      delete from record_tally;
    end if;
    return null;
  end if;
  tenant := coalesce(new.tenant_id, old.tenant_id);
  which := coalesce(new.kind, old.kind);
  select tally_id into free from record_tally where tenant_id = tenant and kind = which limit 1 for update skip locked;
  if free is null then
    insert into record_tally (tenant_id, tally_id, kind, records) values (tenant, gen_random_uuid(), which, step);
  else
    update record_tally set records = records + step where tenant_id = tenant and tally_id = free;
  end if;
  return null;
end
$function$;
