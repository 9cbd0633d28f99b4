/** The findings about a file as a whole: its kind, its encoding, its characters. Explained in docs/device-csv-findings.md. */
import type { CodeEntry } from './code-entry.ts'
import { expectedHeader } from './expected-header.ts'
import { strictOnly } from './strict-only.ts'

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
    message: (value) => `Characters were lost or changed, or are of another code page: ${value}`,
    fix: 'Name its code page to the command, such as `--encoding windows-1250`, or save the file as UTF-8 where it came from, or type the value again.',
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
} as const satisfies Record<string, CodeEntry>
