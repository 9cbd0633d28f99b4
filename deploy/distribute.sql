-- How the tables are spread over the nodes of a distributed PostgreSQL, in the words of Citus: the comments of
-- `migrations/` say the same (docs/decisions/0003), and a test compares the two. Run once, after `taxiway migrate` or
-- `taxiway restore`, with `psql -v ON_ERROR_STOP=1 -f`, while no server runs: docs/guides/scale-out.md says what is known of it.

-- Three tables have triggers that write to tables spread alike, and one has a trigger that refuses changes.
set citus.enable_unsafe_triggers = on;

-- In one place stay what decides between tenants (who holds a token, a name, a number), imports with their queue and
-- receipts, and what people sign in with: rows of it are locked in one order, skipped where another has locked them, and
-- found across tenants.
-- On the coordinator alone: application, application_certificate, application_secret, attempt, channel_import,
--   code_lock, device_certificate, directory_user, factor_notice, factor_notice_seen, factor_removal, factor_reset,
--   identity_conflict, identity_provider, identity_token, import_label, import_place, import_row, import_work,
--   kept_answer, known_device, known_token, oath_token, oath_token_hardware, passkey, passkey_credential,
--   protocol_state, record_claim, recovery_code_set, refused_row, relationship_request, release_certificate,
--   request_budget, role_assignment, role_definition, saved_view, sign_in, spent_challenge, user_consent.

select create_reference_table('tenant');
select create_reference_table('challenge_key');
select create_reference_table('deny_proposal');
select create_reference_table('deny_value');
select create_reference_table('device_authority');
select create_reference_table('installation_secret');
select create_reference_table('signing_key');
select create_reference_table('tenant_domain');
select create_reference_table('tenant_factor_policy');
select create_reference_table('tenant_sign_in');
select create_reference_table('virtual_clock');

-- Devices that are there already are copied to the nodes, and are not to be counted again there.
alter table device disable trigger user;
select create_distributed_table('device', 'tenant_id', colocate_with => 'none');
select create_distributed_table('deployment_profile', 'tenant_id', colocate_with => 'device');
select create_distributed_table('approval', 'tenant_id', colocate_with => 'device');
select create_distributed_table('approval_policy', 'tenant_id', colocate_with => 'device');
select create_distributed_table('audit_checkpoint', 'tenant_id', colocate_with => 'device');
select create_distributed_table('audit_entry', 'tenant_id', colocate_with => 'device');
select create_distributed_table('audit_head', 'tenant_id', colocate_with => 'device');
select create_distributed_table('autopilot_sync', 'tenant_id', colocate_with => 'device');
select create_distributed_table('claim_token', 'tenant_id', colocate_with => 'device');
select create_distributed_table('consent', 'tenant_id', colocate_with => 'device');
select create_distributed_table('cross_tenant_disclosure', 'tenant_id', colocate_with => 'device');
select create_distributed_table('deleted_device', 'tenant_id', colocate_with => 'device');
select create_distributed_table('deployment_event', 'tenant_id', colocate_with => 'device');
select create_distributed_table('deployment_policy', 'tenant_id', colocate_with => 'device');
select create_distributed_table('deployment_session', 'tenant_id', colocate_with => 'device');
select create_distributed_table('destructive_act', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_attribute', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_batch', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_contact', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_hash', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_identity', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_job', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_job_row', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_key', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_span', 'tenant_id', colocate_with => 'device');
select create_distributed_table('device_tally', 'tenant_id', colocate_with => 'device');
select create_distributed_table('directory_group', 'tenant_id', colocate_with => 'device');
select create_distributed_table('disclosure_notice', 'tenant_id', colocate_with => 'device');
select create_distributed_table('dispute', 'tenant_id', colocate_with => 'device');
select create_distributed_table('enrollment', 'tenant_id', colocate_with => 'device');
select create_distributed_table('enrollment_settings', 'tenant_id', colocate_with => 'device');
select create_distributed_table('enrollment_token', 'tenant_id', colocate_with => 'device');
select create_distributed_table('group_member', 'tenant_id', colocate_with => 'device');
select create_distributed_table('group_owner', 'tenant_id', colocate_with => 'device');
select create_distributed_table('hardware_hash', 'tenant_id', colocate_with => 'device');
select create_distributed_table('intake_code', 'tenant_id', colocate_with => 'device');
select create_distributed_table('intake_submission', 'tenant_id', colocate_with => 'device');
select create_distributed_table('managed_enrollment', 'tenant_id', colocate_with => 'device');
select create_distributed_table('oem_submission', 'tenant_id', colocate_with => 'device');
select create_distributed_table('outbox_event', 'tenant_id', colocate_with => 'device');
select create_distributed_table('ownership_check', 'tenant_id', colocate_with => 'device');
select create_distributed_table('parked_device', 'tenant_id', colocate_with => 'device');
select create_distributed_table('partner_policy', 'tenant_id', colocate_with => 'device');
select create_distributed_table('policy_job', 'tenant_id', colocate_with => 'device');
select create_distributed_table('profile_assignment', 'tenant_id', colocate_with => 'device');
select create_distributed_table('profile_device', 'tenant_id', colocate_with => 'device');
select create_distributed_table('record_tally', 'tenant_id', colocate_with => 'device');
select create_distributed_table('removal_plan', 'tenant_id', colocate_with => 'device');
select create_distributed_table('removal_plan_device', 'tenant_id', colocate_with => 'device');
select create_distributed_table('removed_device', 'tenant_id', colocate_with => 'device');
select create_distributed_table('repair_attachment', 'tenant_id', colocate_with => 'device');
select create_distributed_table('repair_calendar', 'tenant_id', colocate_with => 'device');
select create_distributed_table('repair_case', 'tenant_id', colocate_with => 'device');
select create_distributed_table('repair_entry', 'tenant_id', colocate_with => 'device');
select create_distributed_table('seed_given', 'tenant_id', colocate_with => 'device');
alter table tenant_record disable trigger user;
select create_distributed_table('tenant_record', 'tenant_id', colocate_with => 'device');
select create_distributed_table('transfer', 'tenant_id', colocate_with => 'device');
select create_distributed_table('transfer_device', 'tenant_id', colocate_with => 'device');
select create_distributed_table('webhook', 'tenant_id', colocate_with => 'device');
select create_distributed_table('webhook_delivery', 'tenant_id', colocate_with => 'device');

alter table device enable trigger user;
alter table tenant_record enable trigger user;

-- What triggers call, on the nodes.
select create_distributed_function('span_devices(uuid, text[], bigint[])');
select create_distributed_function('tally_devices(device_tally[])');
