-- Outside a transaction.
-- Indexes of expressions also have the columns of these, without which PostgreSQL looks up each row of the table that it
-- walks past: jumps into the middle of a list read an index alone (docs/decisions/0018).

drop index concurrently if exists device_by_group_tag_whole;
create index concurrently device_by_group_tag_whole on device (tenant_id, lower(coalesce(group_tag, '')), device_id) include (group_tag);
drop index concurrently if exists device_by_group_tag;
alter index device_by_group_tag_whole rename to device_by_group_tag;
drop index concurrently if exists device_by_manufacturer_whole;
create index concurrently device_by_manufacturer_whole on device (tenant_id, lower(coalesce(manufacturer, '')), device_id) include (manufacturer);
drop index concurrently if exists device_by_manufacturer;
alter index device_by_manufacturer_whole rename to device_by_manufacturer;
drop index concurrently if exists device_by_model_whole;
create index concurrently device_by_model_whole on device (tenant_id, lower(coalesce(model, '')), device_id) include (model);
drop index concurrently if exists device_by_model;
alter index device_by_model_whole rename to device_by_model;
drop index concurrently if exists device_by_enrollment_state_whole;
create index concurrently device_by_enrollment_state_whole on device (tenant_id, lower(enrollment_state), device_id) include (enrollment_state);
drop index concurrently if exists device_by_enrollment_state;
alter index device_by_enrollment_state_whole rename to device_by_enrollment_state;
drop index concurrently if exists device_by_serial_number_whole;
create index concurrently device_by_serial_number_whole on device (tenant_id, lower(serial_number), device_id) include (serial_number);
drop index concurrently if exists device_by_serial_number;
alter index device_by_serial_number_whole rename to device_by_serial_number;
drop index concurrently if exists device_by_name_whole;
create index concurrently device_by_name_whole on device (tenant_id, lower(coalesce(display_name, '')), device_id) include (display_name);
drop index concurrently if exists device_by_name;
alter index device_by_name_whole rename to device_by_name;
drop index concurrently if exists device_by_user_whole;
create index concurrently device_by_user_whole on device (tenant_id, lower(coalesce(user_principal_name, '')), device_id) include (user_principal_name);
drop index concurrently if exists device_by_user;
alter index device_by_user_whole rename to device_by_user;
drop index concurrently if exists device_by_purchase_order_whole;
create index concurrently device_by_purchase_order_whole on device (tenant_id, lower(coalesce(purchase_order_identifier, '')), device_id) include (purchase_order_identifier);
drop index concurrently if exists device_by_purchase_order;
alter index device_by_purchase_order_whole rename to device_by_purchase_order;
drop index concurrently if exists device_by_contact_whole;
create index concurrently device_by_contact_whole on device (tenant_id, coalesce(last_contacted_at, '-infinity'), device_id) include (last_contacted_at);
drop index concurrently if exists device_by_contact;
alter index device_by_contact_whole rename to device_by_contact;
