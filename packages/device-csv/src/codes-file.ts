/** The findings about a file's form: encoding, lines, header, columns, quotes. Explained in docs/device-csv-findings.md. */
import type { CodeEntry } from './code-entry.ts'

/** What the written rules forbid but the service has been seen to take, or plausibly takes. */
const strictOnly = { intune: 'error', 'intune-lenient': 'info', 'partner-center': 'error' } as const

const otherImports: Readonly<Record<string, string>> = {
  'corporate-identifiers':
    'a list of corporate device identifiers (manufacturer, model, serial number)',
  devicelink: 'a DeviceLink file of device association',
}

const expectedHeader = 'Device Serial Number,Windows Product ID,Hardware Hash'

export const fileCodes = {
  'not-text': {
    severity: 'error',
    repairable: false,
    message: (what) => `This is ${what}, not a text file.`,
    fix: 'ZIP, CAB and gzip archives are read by `taxiway import` and `taxiway collect`; unpack any other archive first.',
  },
  'not-csv': {
    severity: 'error',
    repairable: false,
    message: (what) => `This is ${what}, not a CSV file.`,
    fix: 'Give it to `taxiway collect` or `taxiway import`, which find the devices in it.',
  },
  'no-rows': {
    severity: 'error',
    repairable: false,
    message: () => 'The file has no device row.',
    fix: 'Export or capture the devices again.',
  },
  'kind-unknown': {
    severity: 'error',
    repairable: false,
    message: () => 'No column of this file is known from any Autopilot file.',
    fix: `Give the file a header line such as ${expectedHeader}.`,
  },
  'kind-not-importable': {
    severity: 'error',
    repairable: false,
    message: () =>
      'This is a device list exported from a portal, without hardware hashes; it cannot be imported as an Autopilot device file.',
    fix: 'Import it where it belongs, or capture the hardware hashes.',
  },
  'kind-other-import': {
    severity: 'warning',
    repairable: false,
    message: (kind) =>
      `This is ${otherImports[kind] ?? kind}; it is judged by its own rules and imported on its own page, not as Autopilot devices.`,
    fix: 'Upload it there; a partner can register devices by manufacturer, model and serial number.',
  },
  'kind-partner-center': {
    severity: 'warning',
    repairable: true,
    message: () =>
      'This is a file for Partner Center; hashes in it can be imported all the same, without manufacturer and model.',
    fix: 'Judge it by its own rules: `taxiway csv check --for partner-center`.',
  },
  'identifiers-swapped': {
    severity: 'error',
    repairable: true,
    message: () => "Model and serial number stand in each other's place.",
    fix: 'Write manufacturer, model, serial number, in this order.',
  },
  'encoding-unicode': {
    severity: strictOnly,
    repairable: true,
    message: (name) => `The text is ${name}; the rules ask for ANSI text.`,
    fix: 'Write it as ANSI (Windows-1252) without byte order mark.',
  },
  'encoding-mixed': {
    severity: 'error',
    repairable: true,
    message: () => 'The file has text of several encodings, as when files were glued together.',
    fix: 'Write all lines as ANSI (Windows-1252).',
  },
  'encoding-damaged': {
    severity: 'error',
    repairable: false,
    message: (value) => `Characters were lost before this file was saved: ${value}`,
    fix: 'Type the value again, or export it again.',
  },
  'character-not-ansi': {
    severity: { intune: 'error', 'intune-lenient': 'info', 'partner-center': 'error' },
    repairable: false,
    message: (value) => `A character does not exist in ANSI (Windows-1252): ${value}`,
    fix: 'Replace the character.',
  },
  'character-not-ascii': {
    severity: 'warning',
    repairable: false,
    message: (value) =>
      `The meaning of a letter outside ASCII depends on the reader's code page: ${value}`,
    fix: 'Use plain ASCII letters.',
  },
  'invisible-character': {
    severity: 'error',
    repairable: true,
    message: (value) => `A NUL, control or invisible character is inside: ${value}`,
    fix: 'Remove the character.',
  },
  'preamble-line': {
    severity: 'error',
    repairable: true,
    message: (text) => `A line stands before the header: ${text}`,
    fix: 'Remove the line.',
  },
  'separator-not-comma': {
    severity: 'error',
    repairable: true,
    message: (name) => `The columns are separated by ${name} instead of commas.`,
    fix: 'Separate them by commas.',
  },
  'line-ending-mixed': {
    severity: 'warning',
    repairable: true,
    message: () => 'The lines end in different ways.',
    fix: 'End every line with CR LF.',
  },
  'line-ending-cr': {
    severity: 'error',
    repairable: true,
    message: () => 'The lines end with a bare carriage return.',
    fix: 'End every line with CR LF.',
  },
  'blank-line': {
    severity: 'warning',
    repairable: true,
    message: () => 'The line is empty.',
    fix: 'Remove the line.',
  },
  'line-too-long': {
    severity: 'error',
    repairable: false,
    message: () => 'The line is longer than any device row; it was not read.',
    fix: 'Look at the line: a line end is missing, or this is another kind of file.',
  },
  'header-unknown': {
    severity: 'error',
    repairable: true,
    message: (line) =>
      `The header is not ${expectedHeader}; the columns were told by similar titles and by content: ${line}`,
    fix: 'Write the expected header, or let `taxiway csv fix` do it and look at the result.',
  },
  'header-undecided': {
    severity: 'error',
    repairable: false,
    message: () =>
      `The line is not the header ${expectedHeader}, and no row tells what the columns are.`,
    fix: `Write that header, with columns to fit. Only corporate identifiers have none: manufacturer,model,serial number.`,
  },
  'header-missing': {
    severity: 'error',
    repairable: true,
    message: () => 'The file has no header line; the columns were told by their content.',
    fix: 'Write the header line.',
  },
  'header-spelling': {
    severity: 'error',
    repairable: true,
    message: (title) =>
      `The title is not spelled as the rules ask (it is case-sensitive): ${title}`,
    fix: 'Write the exact title.',
  },
  'header-order': {
    severity: 'error',
    repairable: true,
    message: () => 'The columns are not in the order of the rules.',
    fix: 'Put the columns in order.',
  },
  'header-repeated': {
    severity: 'warning',
    repairable: true,
    message: () => 'The header line is repeated among the rows.',
    fix: 'Remove the line.',
  },
  'header-changed': {
    severity: 'error',
    repairable: true,
    message: () =>
      'Another header with other columns stands among the rows; what follows was read by it.',
    fix: 'Write all rows under one header.',
  },
  'too-many-columns': {
    severity: 'error',
    repairable: true,
    message: (counts) => `The file has too many columns: ${counts}`,
    fix: 'Leave the columns out that are not part of this kind of file.',
  },
  'column-extra': {
    severity: 'error',
    repairable: true,
    message: (title) => `The column is not part of this kind of file: ${title}`,
    fix: 'Leave the column out.',
  },
  'column-doubtful': {
    severity: 'error',
    repairable: true,
    message: (title) =>
      `The column is not part of this kind of file, but may hold group tags or users: ${title}`,
    fix: 'Call it Group Tag or Assigned User if it is that, or leave it out.',
  },
  'column-missing': {
    severity: 'error',
    repairable: false,
    message: (title) => `A required column is missing: ${title}`,
    fix: 'Export the file again with this column.',
  },
  'column-absent': {
    severity: 'error',
    repairable: true,
    message: (title) => `A column that may be empty but must be there is missing: ${title}`,
    fix: 'Add the column with empty values.',
  },
  'column-repeated': {
    severity: 'error',
    repairable: false,
    message: (title) => `Two columns have the same meaning; the first one counts: ${title}`,
    fix: 'Remove one of the two.',
  },
  quotes: {
    severity: strictOnly,
    repairable: true,
    message: () => 'Values are enclosed in quotation marks.',
    fix: 'Remove the quotation marks.',
  },
  'quote-open': {
    severity: 'error',
    repairable: false,
    message: () => 'A quotation mark is opened and never closed.',
    fix: 'Remove it, or add the missing one.',
  },
  'quote-stray': {
    severity: 'error',
    repairable: false,
    message: () => 'A quotation mark stands inside a value.',
    fix: 'Remove the quotation mark.',
  },
  'hash-wrapped': {
    severity: 'error',
    repairable: true,
    message: () => 'The hardware hash is broken over several lines or cells, or has blanks inside.',
    fix: 'Put it into one cell, without blanks.',
  },
  'trailing-separator': {
    severity: 'error',
    repairable: true,
    message: () => 'Empty columns follow the last one.',
    fix: 'Remove the separators at the end.',
  },
  'row-too-long': {
    severity: 'error',
    repairable: false,
    message: (value) => `The row has more values than the header has columns: ${value}`,
    fix: 'Remove the surplus value, or the comma inside a value.',
  },
  'row-too-short': {
    severity: 'error',
    repairable: false,
    message: (count) => `The row has only ${count} of the header's columns.`,
    fix: 'Complete the row.',
  },
  'value-without-title': {
    severity: 'error',
    repairable: false,
    message: (value) => `The value stands under no title: ${value}`,
    fix: 'Give the column a title, such as Group Tag, or remove the value.',
  },
  'value-left-out': {
    severity: 'warning',
    repairable: false,
    message: (value) => `A hash or user name stands in a column that is left out: ${value}`,
    fix: 'Call the column Hardware Hash or Assigned User if it is meant.',
  },
  'no-device': {
    severity: 'warning',
    repairable: false,
    message: (text) => `The line is no device and is left out: ${text}`,
    fix: 'Remove the line.',
  },
  'line-end-lost': {
    severity: 'error',
    repairable: true,
    message: (rest) => `A line end is missing; the next line begins with: ${rest}`,
    fix: 'Begin a new line there.',
  },
  'too-many-rows': {
    severity: 'error',
    repairable: false,
    message: (counts) => `The file has ${counts} rows.`,
    fix: 'Use `taxiway csv split`.',
  },
} as const satisfies Record<string, CodeEntry>
