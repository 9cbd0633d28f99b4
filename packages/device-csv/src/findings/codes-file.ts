/** The findings about a file's form: kind, encoding, lines, quotes. Explained in docs/device-csv-findings.md. */
import type { CodeEntry } from './code-entry.ts'
import { expectedHeader } from './expected-header.ts'

/** What the written rules forbid but the service has been seen to accept, or plausibly accepts. */
const strictOnly = { intune: 'error', 'intune-lenient': 'info', 'partner-center': 'error' } as const

/** Scripts write the files of partners as UTF-16, and Partner Center takes them. [observed] */
const intuneOnly = { ...strictOnly, 'partner-center': 'info' } as const

const otherImports: Readonly<Record<string, string>> = {
  'corporate-identifiers':
    'a list of corporate device identifiers (manufacturer, model, serial number)',
  devicelink: 'a DeviceLink file of device association',
}

export const fileCodes = {
  'not-text': {
    severity: 'error',
    repairable: false,
    message: (what) => `This is ${what}, not a text file.`,
    fix: '`taxiway import` and `taxiway collect` read ZIP, CAB and gzip archives; unpack any other archive first.',
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
    message: () => 'This file has no column of a known Autopilot file.',
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
      `This is ${otherImports[kind] ?? kind}; it is checked by its own rules and imported on its own page, not as Autopilot devices.`,
    fix: 'Upload it there; a partner can register devices by manufacturer, model and serial number.',
  },
  'kind-partner-center': {
    severity: 'warning',
    repairable: true,
    message: () =>
      'This is a file for Partner Center; hashes in it can still be imported, without manufacturer and model.',
    fix: 'Check it by its own rules: `taxiway csv check --for partner-center`.',
  },
  'identifiers-swapped': {
    severity: 'error',
    repairable: true,
    message: () => 'Model and serial number are swapped.',
    fix: 'Use the order manufacturer, model, serial number.',
  },
  'encoding-unicode': {
    severity: intuneOnly,
    repairable: true,
    message: (name) => `The text is ${name}; the rules require ANSI text.`,
    fix: 'Save it as ANSI (Windows-1252) without a byte order mark.',
  },
  'encoding-mixed': {
    severity: 'error',
    repairable: true,
    message: () => 'The file mixes several encodings, as when files were concatenated.',
    fix: 'Save all lines as ANSI (Windows-1252).',
  },
  'encoding-damaged': {
    severity: 'error',
    repairable: false,
    message: (value) => `Characters were lost or changed before this file was saved: ${value}`,
    fix: 'Type the value again, or export it again.',
  },
  'character-not-ansi': {
    severity: { intune: 'error', 'intune-lenient': 'info', 'partner-center': 'error' },
    repairable: false,
    message: (value) => `A character is not in ANSI (Windows-1252): ${value}`,
    fix: 'Replace the character.',
  },
  'character-not-ascii': {
    severity: 'warning',
    repairable: false,
    message: (value) =>
      `What a character outside ASCII means depends on the reader's code page: ${value}`,
    fix: 'Use plain ASCII letters.',
  },
  'invisible-character': {
    severity: 'error',
    repairable: true,
    message: (value) => `The value contains a NUL, control or invisible character: ${value}`,
    fix: 'Remove the character.',
  },
  'preamble-line': {
    severity: 'error',
    repairable: true,
    message: (text) => `There is a line before the header: ${text}`,
    fix: 'Remove the line.',
  },
  'separator-not-comma': {
    severity: 'error',
    repairable: true,
    message: (name) => `The columns are separated by ${name} instead of commas.`,
    fix: 'Separate them with commas.',
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
    fix: 'Check the line: a line break is missing, or this is another kind of file.',
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
    message: () => 'There is a quotation mark inside a value.',
    fix: 'Remove the quotation mark.',
  },
  'hash-wrapped': {
    severity: 'error',
    repairable: true,
    message: () => 'The hardware hash is split over several lines or cells, or contains spaces.',
    fix: 'Put it into one cell, without spaces.',
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
    fix: 'Remove the extra value, or the comma inside a value.',
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
    message: (value) => `The value has no column title: ${value}`,
    fix: 'Give the column a title, such as Group Tag, or remove the value.',
  },
  'value-left-out': {
    severity: 'warning',
    repairable: false,
    message: (value) => `A hash or user name is in a column that is left out: ${value}`,
    fix: 'Name the column Hardware Hash or Assigned User if it is meant.',
  },
  'no-device': {
    severity: 'warning',
    repairable: false,
    message: (text) => `The line is not a device and is left out: ${text}`,
    fix: 'Remove the line.',
  },
  'line-end-lost': {
    severity: 'error',
    repairable: true,
    message: (rest) => `A line break is missing; the next line begins with: ${rest}`,
    fix: 'Start a new line there.',
  },
  'too-many-rows': {
    severity: 'error',
    repairable: false,
    message: (counts) => `The file has ${counts} rows.`,
    fix: 'Use `taxiway csv split`.',
  },
} as const satisfies Record<string, CodeEntry>
