/** docs/device-csv-findings.md is what the code says; `TAXIWAY_WRITE_DOCS=true` writes it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findingCodes } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { aboutForm } from './about-form.ts'
import { aboutValues } from './about-values.ts'
import { reference } from './make-reference.ts'

const path = join(import.meta.dirname, '../../../docs/device-csv-findings.md')

test('every code is explained, and nothing else', () => {
  const explained = [...Object.keys(aboutForm), ...Object.keys(aboutValues)]
  expect(explained.toSorted()).toEqual(Object.keys(findingCodes).toSorted())
})

test('the reference of findings is current', () => {
  const text = reference()
  if (process.env['TAXIWAY_WRITE_DOCS'] === 'true') writeFileSync(path, text)
  expect(readFileSync(path, 'utf8')).toBe(text)
})
