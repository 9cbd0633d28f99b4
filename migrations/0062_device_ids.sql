-- Outside a transaction.
-- Enrollments by the id of their device, however it is spelled: case, braces and hyphens make no other device.
drop index concurrently if exists enrollment_by_device_key;
create index concurrently enrollment_by_device_key on enrollment
  (tenant_id, lower(translate(device_id, '{}-', ''))) where state <> 'ended';
drop index concurrently if exists enrollment_by_device;
