-- Who submitted a row that was refused for its group tag, and so may read why though the tag is out of reach.
alter table import_row add column submitted_by text;
