-- Who approved, with what right: an approval counts for as long as they have it. Null: approved before this was kept, by those
-- whom decided_by names.
alter table approval add column deciders jsonb;
