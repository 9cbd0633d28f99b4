/** The findings about lines, quotes and rows of a file. Explained in docs/device-csv-findings.md. */
import type { CodeEntry } from './code-entry.ts'
import { strictOnly } from './strict-only.ts'

export const lineCodes = {
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
    fix: 'Remove the extra value or the comma inside a value, or give the column a title, such as Group Tag.',
  },
  'row-cut-off': {
    severity: 'error',
    repairable: false,
    message: (count) => `The file ends in the middle of this row: ${count}`,
    fix: 'Get the file again, or complete the row.',
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
