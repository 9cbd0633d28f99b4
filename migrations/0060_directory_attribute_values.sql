-- Outside a transaction.
-- Devices by the value of a directory attribute, ignoring case. Few devices have any, and a registered one has none at first,
-- so that imports do not pay for it.
drop index concurrently if exists device_by_attribute_value;
create index concurrently device_by_attribute_value on device
  using gin ((lower(directory_attributes::text)::jsonb) jsonb_path_ops) where directory_attributes <> '{}';
drop index concurrently if exists device_with_attributes;
