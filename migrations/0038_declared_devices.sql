-- Devices that partners and makers declare: registered by manufacturer, model and serial number alone, before any hash of
-- them is known (docs/partners.md).

-- What becomes of a partner's row that names a device which nobody has reported or registered.
alter table tenant add column unknown_tuples text not null default 'refuse' check (unknown_tuples in ('refuse', 'declare'));

alter table device
  -- Null: it was registered with a hash.
  add column declared_at timestamptz,
  -- The names that the first hash must agree with; null once it has come. The second only where a product key id was named.
  add column tuple_token uuid,
  add column key_token uuid;
create unique index device_declared on device (tenant_id, tuple_token) where tuple_token is not null;
-- At a first boot, whose tenant nobody knows yet.
create index device_by_tuple on device (tuple_token) where tuple_token is not null;
create index deleted_device_declared on deleted_device (tenant_id, (device ->> 'tuple_token'))
  where state = 'reserved' and device ->> 'tuple_token' is not null;
