-- First passwords: made by somebody else than the person, to be changed at the first sign-in, and good for nothing
-- after this time. Null: the person's own, or the operator's choice in a seed.
alter table directory_user add column first_password_until timestamptz;
