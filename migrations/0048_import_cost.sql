-- What an import writes twice, or for nothing.

-- Each receipt is written twice, undecided and decided. With room for both in one page, the second is not entered in the
-- indexes again.
alter table import_row set (fillfactor = 40);

-- Parts of serial numbers are found by `device_search_trigrams`, whose texts begin with them.
drop index if exists device_serial_trigrams;
