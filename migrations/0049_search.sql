-- The index of searches has only what differs from device to device. Tags and models, of which there are few, are found by
-- the counts that are kept of them, and had four of five trigrams.
do $$
begin
  create index device_named_trigrams on device using gin ((
    serial_number || E'\n' || coalesce(display_name, '') || E'\n' || coalesce(user_principal_name, '')) gin_trgm_ops)
    with (fastupdate = on);
exception
  when undefined_object then
    raise notice 'pg_trgm is not available: searching the device list will be slower';
end
$$;
drop index if exists device_search_trigrams;
