-- Associations that their devices have left, by when; they are dropped in their time. Of tenant_record.
create index tenant_record_stale on tenant_record ((members->>'staleAt'))
  where kind = 'associatedDevice' and members->>'state' = 'stale';

-- What a tenant had of a serial number before. Of deleted_device.
create index deleted_device_by_serial on deleted_device (tenant_id, serial_number);
