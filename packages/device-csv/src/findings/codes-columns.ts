/** The findings about a file's header and columns. Explained in docs/device-csv-findings.md. */
import type { CodeEntry } from './code-entry.ts'
import { expectedHeader } from './expected-header.ts'

export const columnCodes = {
  'header-unknown': {
    severity: 'error',
    repairable: true,
    message: (line) =>
      `The header is not ${expectedHeader}; the columns were recognized by similar titles and by content: ${line}`,
    fix: 'Use the expected header, or let `taxiway csv fix` write it and check the result.',
  },
  'header-undecided': {
    severity: 'error',
    repairable: false,
    message: () =>
      `The line is not the header ${expectedHeader}, and no row shows what the columns are.`,
    fix: `Add that header, with matching columns. Only corporate identifiers have none: manufacturer,model,serial number.`,
  },
  'header-missing': {
    severity: 'error',
    repairable: true,
    message: () => 'The file has no header line; the columns were recognized by their content.',
    fix: 'Add the header line.',
  },
  'header-spelling': {
    severity: 'error',
    repairable: true,
    message: (title) =>
      `The title is not spelled as the rules require (it is case-sensitive): ${title}`,
    fix: 'Use the exact title.',
  },
  'header-order': {
    severity: 'error',
    repairable: true,
    message: () => 'The columns are not in the required order.',
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
      'There is another header with other columns among the rows; the rows after it were read by it.',
    fix: 'Put all rows under one header.',
  },
  'too-many-columns': {
    severity: 'error',
    repairable: true,
    message: (counts) => `The file has too many columns: ${counts}`,
    fix: 'Remove the columns that are not part of this kind of file.',
  },
  'column-extra': {
    severity: 'error',
    repairable: true,
    message: (title) => `The column is not part of this kind of file: ${title}`,
    fix: 'Remove the column.',
  },
  'column-doubtful': {
    severity: 'error',
    repairable: true,
    message: (title) =>
      `The column is not part of this kind of file, but may hold group tags or users: ${title}`,
    fix: 'Name it Group Tag or Assigned User if it is that, or remove it.',
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
    message: (title) => `A column that may be empty but must be present is missing: ${title}`,
    fix: 'Add the column with empty values.',
  },
  'column-repeated': {
    severity: 'error',
    repairable: false,
    message: (title) => `Two columns have the same meaning; the first one is used: ${title}`,
    fix: 'Remove one of the two.',
  },
} as const satisfies Record<string, CodeEntry>
