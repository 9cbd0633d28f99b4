-- Directory attributes of a device besides its registration, such as extensionAttribute1; absent = the default.
alter table device add column directory_attributes jsonb not null default '{}';
