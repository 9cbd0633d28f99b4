-- Servers of two versions work on one database while they are upgraded one after the other. The newest migration that a
-- server must know to go on after this one; null: any server may. It is for servers that do not know this one.
alter table schema_migration add column needs text;
