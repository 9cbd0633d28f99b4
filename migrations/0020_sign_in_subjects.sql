-- Which program and which person a step of a sign-in is about: read together with it, in one statement. They are no
-- secret, as in sign_in.
alter table protocol_state add column application_id uuid, add column user_id uuid;
