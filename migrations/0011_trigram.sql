-- `contains` on serial numbers by trigrams, where the engine has them (PostgreSQL's own extension pg_trgm,
-- which the owner of a database may create). Without it the same questions are answered more slowly.
do $$
begin
  create extension if not exists pg_trgm;
  create index device_serial_trigrams on device using gin (serial_number gin_trgm_ops) with (fastupdate = on);
exception
  when undefined_file or insufficient_privilege or feature_not_supported or undefined_object then
    raise notice 'pg_trgm is not available: searching by parts of a serial number will be slower';
end
$$;
