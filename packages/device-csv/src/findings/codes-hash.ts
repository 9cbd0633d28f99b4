/** The findings about the hash in a row: where it stands, how it was damaged, what it lacks. Explained in docs/device-csv-findings.md. */
import type { CodeEntry } from './code-entry.ts'

export const hashCodes = {
  'hash-misplaced': {
    severity: 'error',
    repairable: false,
    message: (place) => `The hash is not in the hash column but in ${place}.`,
    fix: 'Put every value of the row under its own title: tag and user may be shifted, too.',
  },
  'hash-second': {
    severity: 'error',
    repairable: false,
    message: (place) => `The row holds the hash of a second device, in ${place}.`,
    fix: 'Give every device a row of its own.',
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
  'hash-hexadecimal': {
    severity: 'error',
    repairable: true,
    message: () => 'The hash is written in hexadecimal digits.',
    fix: 'Write its bytes in base64; the digest inside proves them.',
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
} as const satisfies Record<string, CodeEntry>
