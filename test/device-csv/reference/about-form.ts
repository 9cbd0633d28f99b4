/** What each finding about the form of a file means, with an example before and after. */
import type { About } from './about.ts'

export const aboutForm: Readonly<Record<string, About>> = {
  'not-text': {
    about:
      'The file is an archive, a workbook, a program, a picture or other data, recognized by its first bytes: a known signature, or control characters in more than one of twenty of the first 4,096 bytes. `taxiway import` and `taxiway collect` read spreadsheets and archives; anything else has to be unpacked or exported first.',
    before: '`PK…` (an `.xlsx` renamed to `.csv`)',
    after: 'the CSV file that is inside',
  },
  'no-rows': {
    about: 'There is no device row.',
    before: '`Device Serial Number,Windows Product ID,Hardware Hash` and nothing else',
    after: 'a row per device',
  },
  'kind-unknown': {
    about: 'No title is known, and the values do not look like any known file.',
    before: '`milk`',
    after: '`Device Serial Number,Windows Product ID,Hardware Hash`',
  },
  'kind-not-importable': {
    about: 'A device list from a portal: it has no hardware hashes.',
    before: '`Serial number,Model,Enrollment state`',
    after: 'capture the hashes on the devices',
  },
  'kind-other-import': {
    about:
      'Corporate identifiers or a DeviceLink file: checked by their own rules, imported on their own pages.',
    before: '`LENOVO,21R3001BUK,PE0VG8PF` given to the Autopilot import',
    after: 'the same file under *Corporate device identifiers*',
  },
  'encoding-unicode': {
    about:
      'The text is UTF-16 or UTF-8 where ANSI is required (*documented*; probably not enforced, *inferred*).',
    before: 'bytes `FF FE 44 00 65 00 …`',
    after: 'bytes `44 65 …`',
  },
  'encoding-mixed': {
    about:
      'Lines of UTF-16, UTF-8 and Windows-1252 in one file, as when files were concatenated or a script appended to one.',
    before: '`Zürich` as `C3 BC` in one line and `FC` in another',
    after: '`FC` in both',
  },
  'encoding-damaged': {
    about:
      'Characters were replaced by U+FFFD, or read by the wrong code page and saved again, before this file was made; or the file is in another code page, since its letters stand between others as in no western word. What is meant can only be guessed. Where its code page is named (`--encoding`), or where the program that has it right saves it as UTF-8, the file is read as it is.',
    before: '`Z�rich`, `ZÃ¼rich`, `K”ln`, `Pøíbram`',
    after: '`Zürich`, `Köln` and `Příbram`, in a file of UTF-8',
  },
  'character-not-ansi': {
    about:
      'Windows-1252 has no such character. The portal requires ANSI text; Microsoft Graph, and so `taxiway import`, accepts any character. A repair into ANSI leaves the row out.',
    before: '`東京`',
    after: '`Tokyo`',
  },
  'character-not-ascii': {
    about:
      'The character is in Windows-1252, but readers with another code page see a different one.',
    before: '`Zürich`',
    after: '`Zurich`',
  },
  'invisible-character': {
    about: 'NUL bytes, control characters, zero-width spaces, or Ctrl-Z at the end.',
    before: '`PE0VG8PF␀,,T0GX…`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'preamble-line': {
    about:
      "A line before the header: `sep=` of a spreadsheet, `#TYPE` of PowerShell, a report's title, the words of a mail.",
    before: '`sep=;`',
    after: '(removed)',
  },
  'separator-not-comma': {
    about:
      'Semicolons, tabs, pipes or runs of spaces separate the columns, in the whole file or in some rows.',
    before: '`PE0VG8PF;;T0GX…`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'line-ending-mixed': {
    about: 'CR LF, LF and CR in one file.',
    before: '`…⏎LF…⏎CR LF`',
    after: '`…⏎CR LF…⏎CR LF`',
  },
  'line-ending-cr': {
    about: 'Bare carriage returns, as old Macintosh programs write.',
    before: '`…⏎CR…`',
    after: '`…⏎CR LF…`',
  },
  'blank-line': {
    about: 'An empty line.',
    before: '` `',
    after: '(removed)',
  },
  'line-too-long': {
    about: 'More than 262,144 characters in one line. It is not read; no device row is that long.',
    before: 'a file without line ends',
    after: 'the file with its line ends',
  },
  'header-unknown': {
    about:
      "The first line is a header with other titles: none is spelled as the rules require, and at least one is unknown. Its columns are recognized by the hash below it, by Microsoft's order before the hash, and by every known title; other columns are left out. `taxiway import` does not accept such a file: repair it, then check the result.",
    before: '`Box,License,Fingerprint` above `PE0VG8PF,,T0GX…`',
    after: '`Device Serial Number,Windows Product ID,Hardware Hash`',
  },
  'header-undecided': {
    about:
      'The first line has three values, or a word such as *serial* or *device*, but it is not a known header, no row contains a hardware hash, and the line does not look like manufacturer, model and serial number. `a,b,c` could be anything.',
    before: '`a,b,c`',
    after: '`Device Serial Number,Windows Product ID,Hardware Hash`',
  },
  'header-missing': {
    about:
      "There is no header; the columns are recognized by the hash. An old page of Microsoft's advised deleting the header, the current one requires it.",
    before: '`PE0VG8PF,,T0GX…` as line 1',
    after: '`Device Serial Number,Windows Product ID,Hardware Hash` as line 1',
  },
  'header-spelling': {
    about: 'The title differs from that of the rules, which are case-sensitive (*documented*).',
    before: '`Device serial number`',
    after: '`Device Serial Number`',
  },
  'header-order': {
    about: 'The columns are in another order.',
    before: '`Hardware Hash,Device Serial Number,Windows Product ID`',
    after: '`Device Serial Number,Windows Product ID,Hardware Hash`',
  },
  'header-repeated': {
    about: 'The header occurs again among the rows, as when files were concatenated.',
    before: '`Device Serial Number,Windows Product ID,Hardware Hash` as line 7',
    after: '(removed)',
  },
  'header-changed': {
    about:
      'There is another header, with other columns or another separator, among the rows, and the line below fits it: files of different shape were concatenated. The rows after it are read by it. The repaired file has all their columns; only through a pipe, where the first header has fewer, a value without a column goes to the rejected rows, and `taxiway csv merge` on the same file keeps it. A line that only looks like a header is read as a row.',
    before:
      '`Device Serial Number,Windows Product ID,Hardware Hash`, rows, then `Hardware Hash;Group Tag;…`',
    after: 'all rows under one header',
  },
  'too-many-columns': {
    about:
      'More than twenty columns are not part of this kind of file. Reported before the `column-extra` of each.',
    before: 'three columns of the rules and 498 others',
    after: 'the three columns',
  },
  'column-extra': {
    about: 'A column that this kind of file does not have (*documented*: no other columns).',
    before: '`…,Hardware Hash,Purchase Order`',
    after: '`…,Hardware Hash`',
  },
  'column-missing': {
    about: 'The serial number or hash column is missing.',
    before: '`Windows Product ID,Hardware Hash`',
    after: '`Device Serial Number,Windows Product ID,Hardware Hash`',
  },
  'column-absent': {
    about: 'A column that may be empty is missing before one that is present.',
    before: '`Device Serial Number,Hardware Hash`',
    after: '`Device Serial Number,Windows Product ID,Hardware Hash`',
  },
  'column-repeated': {
    about:
      'Two columns have the same meaning. The first is used; a row in which the second has another value is left out.',
    before: '`…,Hardware Hash,Hardware Hash`',
    after: '`…,Hardware Hash`',
  },
  quotes: {
    about:
      'Quotation marks around values, which the rules forbid (*documented*). Reported once per file.',
    before: '`"PE0VG8PF","","T0GX…"`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'quote-open': {
    about:
      'A quotation mark is opened and never closed. The row is left out; the lines after it are not swallowed.',
    before: '`"PE0VG8PF,,T0GX…`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'quote-stray': {
    about: 'A quotation mark inside a value.',
    before: '`PE0VG8PF,,T0GX…,12" screen`',
    after: '`PE0VG8PF,,T0GX…,12 inch screen`',
  },
  'hash-wrapped': {
    about:
      'A mail program, an editor or a spreadsheet split the hash over several lines or cells, or inserted spaces. The pieces count as one hash if its digest is then valid.',
    before: '`PE0VG8PF,,T0GX`⏎`BAEA…`',
    after: '`PE0VG8PF,,T0GXBAEA…`',
  },
  'trailing-separator': {
    about: 'Empty columns after the last one, as spreadsheets write them.',
    before: '`PE0VG8PF,,T0GX…,,,`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'row-too-long': {
    about:
      'The row has more values than the header has titles: often a comma inside a value. It is left out.',
    before: '`PE0VG8PF,,T0GX…,Sales` under three titles',
    after: 'the tag under a `Group Tag` title',
  },
  'row-too-short': {
    about:
      'The row ends before its hash, or before its serial number where the file has no hashes. It is left out.',
    before: '`PE0VG8PF`',
    after: '`PE0VG8PF,,T0GX…`',
  },
  'row-cut-off': {
    about:
      'The file ends, without a line end, in a row that has fewer values than all rows before, as a download that broke off. What is left of a tag or user would be taken for the whole, so the row is left out.',
    before: '`PE0VG8PF,,T0GX…,Kio` below rows such as `0DN6741SS8,,T0GH…,Sales,`',
    after: '`PE0VG8PF,,T0GX…,Kiosk,`',
  },
  'too-many-rows': {
    about:
      'More rows than one import accepts: 500 for Intune, 1,000 for Partner Center, 5,000 corporate identifiers, one DeviceLink (*documented*).',
    before: '501 rows',
    after: '`taxiway csv split`: 500 and 1',
  },
  'not-csv': {
    about:
      'The text is JSON, XML, a web page, a registry export, a mail with its headers, a list or table such as `Format-List` and `Format-Table` print, a table with every cell on a line of its own, the text of a mail as it is sent (quoted-printable), or a list of events. No row is read from it here; `taxiway collect` and `taxiway import` find the devices in it.',
    before: '`{"serialNumber":"PE0VG8PF","hardwareIdentifier":"T0GX…"}`',
    after: '`taxiway collect devices.json --to devices.csv`',
  },
  'kind-partner-center': {
    about:
      'The file has the columns of Partner Center. Its hashes can be imported into Intune, where manufacturer and model have no column.',
    before: '`…,Hardware hash,Manufacturer name,Device model`',
    after: '`…,Hardware Hash`',
  },
  'identifiers-swapped': {
    about:
      'A list of corporate identifiers has the serial number second and the model third. A serial number has capitals and digits without spaces, and the model contains spaces.',
    before: '`HP,5CG1234ABC,HP EliteBook 840 G8`',
    after: '`HP,HP EliteBook 840 G8,5CG1234ABC`',
  },
  'column-doubtful': {
    about:
      'The column has no meaning in this kind of file, but its title mentions groups, tags, users or owners, or it is where tag and user stand below titles in unknown words. Leaving it out may lose what was meant, so an import stops.',
    before: '`…,Hardware Hash,Deployment group`',
    after: '`…,Hardware Hash,Group Tag`',
  },
  'value-without-title': {
    about:
      'A value is in a column without a title: its meaning is unknown, so the row is left out.',
    before: '`PE0VG8PF,,T0GX…,Sales` below `…,Hardware Hash,`',
    after: '`…,Hardware Hash,Group Tag` above it',
  },
  'value-left-out': {
    about: 'A hash or a user name is in a column that the repaired file does not have.',
    before: '`anna@contoso.test` under *Last logon*',
    after: 'the column called `Assigned User`, if that is meant',
  },
  'no-device': {
    about:
      'The line is a signature, a total, a ruler of a query tool, a row of a template such as `<serialNumber>,…`, or anything else with neither a hash nor a serial number. It does not count as a row and goes to the rejected rows.',
    before: '`(2 rows affected)`',
    after: '(removed)',
  },
  'hash-misplaced': {
    about:
      'The hash is under another title than the other hashes, so the row is shifted against its header, and which of its values is the tag is unknown. The row is neither written nor imported.',
    before:
      '`PE0VG8PF,T0GX…,Sales` below `Device Serial Number,Windows Product ID,Hardware Hash,…`',
    after: '`PE0VG8PF,,T0GX…,Sales`',
  },
  'hash-second': {
    about:
      'Two devices stand side by side in one row. A row is one device, so the second would be lost; the row is neither written nor imported.',
    before: '`PE0VG8PF,T0GX…,0DN6741SS8,T0GH…` below `Serial 1,Hash 1,Serial 2,Hash 2`',
    after: '`PE0VG8PF,,T0GX…` and `0DN6741SS8,,T0GH…`',
  },
  'line-end-lost': {
    about:
      'Two lines are joined: files were concatenated and the first did not end with a line end. The hash shows where the line ends, since its digest is valid; between a header and a row, the known title or the serial number in the hash does.',
    before: '`PE0VG8PF,,T0GX…AAAADevice Serial Number,Windows…`',
    after: 'two lines',
  },
}
