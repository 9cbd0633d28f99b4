/** The findings about what the rows say: identity, hash, user, tag, duplicates. Sources: docs/device-csv.md. */
import type { CodeEntry } from './finding.ts'

export const valueCodes = {
  'space-around-value': {
    severity: 'warning',
    repairable: true,
    message: (value) => `Blanks surround the value: ${value}`,
    fix: 'Remove the blanks.',
  },
  'comma-in-value': {
    severity: 'error',
    repairable: false,
    message: (value) => `The value contains a comma: ${value}`,
    fix: 'Write the value without comma.',
  },
} as const satisfies Record<string, CodeEntry>
