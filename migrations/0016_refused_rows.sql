-- The submitter of a row that was refused for its group tag, who may read why although the tag is out of scope.
alter table import_row add column submitted_by text;
