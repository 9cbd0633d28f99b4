-- Deleted devices are found by a part of what they were called, as devices are.
do $$
begin
  create index deleted_device_trigrams on deleted_device using gin ((
    serial_number || E'\n' || coalesce(device ->> 'display_name', '') || E'\n' || coalesce(device ->> 'user_principal_name', '')
      || E'\n' || coalesce(group_tag, '') || E'\n' || coalesce(device ->> 'model', '')) gin_trgm_ops)
    with (fastupdate = on);
exception
  when undefined_object then
    raise notice 'pg_trgm is not available: searching deleted devices will be slower';
end
$$;

-- Lists that are read page after page, in the order in which they are shown.
create index enrollment_token_by_time on enrollment_token (tenant_id, created_at, token_id) where means <> 'deployment';
create index intake_submission_by_turn on intake_submission (tenant_id, (state = 'pending'), submitted_at, submission_id);
