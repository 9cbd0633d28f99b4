/** The findings about what the rows say: identity, user, tag, duplicates. Explained in docs/device-csv-findings.md. */
import { maxDeviceNameLength, maxGroupTagLength } from 'taxiway-autopilot'
import type { CodeEntry } from './code-entry.ts'
import { hashCodes } from './codes-hash.ts'

/** Required by the written rules; rows without it have been accepted. */
const lenientWarning = {
  intune: 'error',
  'intune-lenient': 'warning',
  'partner-center': 'error',
} as const

export const valueCodes = {
  'space-around-value': {
    severity: 'warning',
    repairable: true,
    message: (value) => `The value is surrounded by spaces: ${value}`,
    fix: 'Remove the spaces.',
  },
  'value-guard': {
    severity: 'warning',
    repairable: true,
    message: (value) =>
      `Quotation marks, an apostrophe, a label or a mail's quote mark surround values: ${value}`,
    fix: 'Remove what is around the value.',
  },
  'value-escaped': {
    severity: 'warning',
    repairable: true,
    message: (value) => `Characters of the value are written as on a web page: ${value}`,
    fix: 'Write the characters themselves.',
  },
  'empty-word': {
    severity: 'warning',
    repairable: true,
    message: (word) => `A placeholder word is used for an empty value: ${word}`,
    fix: 'Leave the cell empty.',
  },
  'comma-in-value': {
    severity: { intune: 'error', 'intune-lenient': 'info', 'partner-center': 'error' },
    repairable: false,
    message: (value) => `The value contains a comma: ${value}`,
    fix: 'Write the value without the comma.',
  },
  'formula-start': {
    severity: 'error',
    repairable: false,
    message: (value) => `A spreadsheet would take this value for a formula: ${value}`,
    fix: 'Start the value with a letter or digit.',
  },
  'serial-missing': {
    severity: lenientWarning,
    repairable: false,
    message: (own) =>
      own === ''
        ? 'The serial number is missing.'
        : `The serial number is missing; the hash holds ${own}.`,
    fix: 'Enter the serial number that the firmware reports; `taxiway csv convert` takes it out of the hash.',
  },
  'serial-junk': {
    severity: 'warning',
    repairable: false,
    message: (serial) => `The serial number is a placeholder shared by many machines: ${serial}`,
    fix: 'Have the manufacturer or reseller set the serial number in the firmware.',
  },
  'serial-spreadsheet': {
    severity: 'error',
    repairable: false,
    message: (serial) =>
      `A spreadsheet has turned the serial number into a number or date: ${serial}`,
    fix: 'Use the serial number in the hash, or the original file as it was before a spreadsheet saved it.',
  },
  'serial-mismatch': {
    severity: 'error',
    repairable: false,
    message: (both) => `The serial number is not the one inside the hash: ${both}`,
    fix: 'Find out which device the hash belongs to: hashes may be in the wrong rows, or a board was replaced.',
  },
  'serial-not-in-hash': {
    severity: 'info',
    repairable: false,
    message: () => 'The hash itself has no serial number; the column cannot be checked.',
    fix: '',
  },
  'hash-missing': {
    severity: 'error',
    repairable: false,
    message: () => 'The hardware hash is missing.',
    fix: 'Capture the hardware hash on the device.',
  },
  'identity-incomplete': {
    severity: 'error',
    repairable: false,
    message: () =>
      'The row has no hash, no product id, and not all of serial number, manufacturer and model.',
    fix: 'Provide one of the three.',
  },
  ...hashCodes,
  'product-id-not-13-digits': {
    severity: 'error',
    repairable: false,
    message: (id) =>
      `Partner Center finds a device by the 13 digits on its box, not by this: ${id}`,
    fix: 'Enter the 13 digits, or leave the cell empty and give serial number, manufacturer and model.',
  },
  'product-id-form': {
    severity: 'warning',
    repairable: false,
    message: (id) => `The Windows Product ID is neither 13 digits nor a complete product id: ${id}`,
    fix: 'Leave it empty or enter the 13 digits.',
  },
  'product-id-mismatch': {
    severity: 'warning',
    repairable: false,
    message: (both) => `The Windows Product ID differs from the one inside the hash: ${both}`,
    fix: 'Leave it empty, or use the one in the hash.',
  },
  'group-tag-length': {
    severity: 'error',
    repairable: false,
    message: (length) =>
      `The group tag has ${length} characters; at most ${maxGroupTagLength} are allowed.`,
    fix: 'Choose a shorter tag.',
  },
  'group-tag-doubtful': {
    severity: 'warning',
    repairable: false,
    message: (tag) => `The group tag may not be what was meant, and is kept as it is: ${tag}`,
    fix: 'Leave the cell empty if no tag is meant, or write the tag that is.',
  },
  'user-form': {
    severity: 'error',
    repairable: false,
    message: (user) => `This is not a user principal name: ${user}`,
    fix: 'Write it as name@domain, or leave it empty.',
  },
  'user-unknown': {
    severity: 'error',
    repairable: false,
    message: (user) => `No such user exists: ${user}`,
    fix: 'Correct the name; the service checks only the domain, and a wrong user locks the device.',
  },
  'device-name-form': {
    severity: 'error',
    repairable: false,
    message: (name) =>
      `A device name has 1 to ${maxDeviceNameLength} letters, digits or hyphens, not digits alone: ${name}`,
    fix: 'Choose another name.',
  },
  'tuple-missing': {
    severity: 'error',
    repairable: false,
    message: (what) => `The ${what} of a three-part identifier is missing.`,
    fix: 'Complete manufacturer, model and serial number.',
  },
  'tuple-mismatch': {
    severity: 'warning',
    repairable: false,
    message: (both) => `The value differs from the one inside the hash: ${both}`,
    fix: 'Spell it exactly as the firmware does.',
  },
  'identifier-period': {
    severity: 'warning',
    repairable: false,
    message: (value) => `Corporate identifiers must not contain periods: ${value}`,
    fix: 'Remove the period.',
  },
  'devicelink-missing': {
    severity: 'error',
    repairable: false,
    message: () => 'The DeviceLink value is missing.',
    fix: 'Export the file on the device again.',
  },
  'duplicate-row': {
    severity: 'error',
    repairable: true,
    message: (where) => `The row is an exact repetition of ${where}.`,
    fix: 'Remove one of the two.',
  },
  'duplicate-device': {
    severity: 'error',
    repairable: false,
    message: (where) => `This is the same device as ${where}, captured or described differently.`,
    fix: 'Keep one of the two; `taxiway csv merge --newest` keeps the newer capture.',
  },
  'serial-shared': {
    severity: 'warning',
    repairable: false,
    message: (where) =>
      `The serial number is also that of ${where}, but the hashes show two devices.`,
    fix: 'Make sure that both are right: a replaced board, a cloned machine or a mistyped row.',
  },
} as const satisfies Record<string, CodeEntry>
