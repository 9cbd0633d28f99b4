/** The findings about what the rows say: identity, hash, user, tag, duplicates. Explained in docs/device-csv-findings.md. */
import { maxDeviceNameLength, maxGroupTagLength } from 'taxiway-autopilot'
import type { CodeEntry } from './code-entry.ts'

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
  'hash-misplaced': {
    severity: 'error',
    repairable: false,
    message: (place) => `The hash is not in the hash column but in ${place}.`,
    fix: 'Put every value of the row under its own title: tag and user may be shifted, too.',
  },
  'hash-padding': {
    severity: 'error',
    repairable: true,
    message: (what) =>
      `The hash has too few or too many letters A or equals signs at its end: ${what}`,
    fix: 'Use exactly 4,000 characters; the digest inside proves them.',
  },
  'hash-url-safe': {
    severity: 'error',
    repairable: true,
    message: () => 'The hash is written in URL-safe base64 (- and _).',
    fix: 'Write + and / instead.',
  },
  'hash-plus-as-blank': {
    severity: 'error',
    repairable: true,
    message: () => 'Every + of the hash has become a space, as in web forms.',
    fix: 'Write + instead; the digest inside proves it.',
  },
  'hash-escaped': {
    severity: 'error',
    repairable: true,
    message: () => 'Characters of the hash are escaped, as in %2B, \\u002B, &#43; or =2B.',
    fix: 'Write the characters themselves; the digest inside proves them.',
  },
  'hash-encoded-twice': {
    severity: 'error',
    repairable: true,
    message: () => 'The hash was base64-encoded twice.',
    fix: 'Decode it once; the digest inside proves it.',
  },
  'hash-not-base64': {
    severity: 'error',
    repairable: false,
    message: (what) => `The hash is not base64: ${what}`,
    fix: 'Capture the hash again; part of it may be redacted or mistyped.',
  },
  'hash-length': {
    severity: 'error',
    repairable: false,
    message: (what) => `The hash does not have the 4,000 characters of a complete one: ${what}`,
    fix: 'Capture the hash again; part of it was lost or added.',
  },
  'hash-undecodable': {
    severity: 'error',
    repairable: false,
    message: (what) => `The hash is not a hardware hash: ${what}`,
    fix: 'Capture the hash again.',
  },
  'hash-digest': {
    severity: 'error',
    repairable: false,
    message: () =>
      'The digest inside the hash does not match its content: the hash was damaged or edited.',
    fix: 'Capture the hash again.',
  },
  'hash-tail': {
    severity: 'warning',
    repairable: false,
    message: () => 'The digest inside the hash is followed by something other than zeros.',
    fix: 'Capture the hash again.',
  },
  'hash-incomplete': {
    severity: 'warning',
    repairable: false,
    message: (what) => `The hash lacks what the service needs to tell devices apart: ${what}`,
    fix: 'Have the manufacturer set it in the firmware; expect error 802.',
  },
  'hash-winpe': {
    severity: 'info',
    repairable: false,
    message: () => 'The hash was captured in Windows PE and has fewer identifiers.',
    fix: 'Capture it in full Windows where possible.',
  },
  'hash-no-tpm': {
    severity: 'info',
    repairable: false,
    message: () => 'The hash shows no TPM; self-deploying and pre-provisioning need one.',
    fix: '',
  },
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
