/** A refusal names the rows, and the words with which a person gets on in one step. */
import { expect, test } from 'vitest'
import { imported } from './imported.ts'
import { a, b, lines, titles } from './two-devices.ts'

const row = ({ serialNumber, hash }: typeof a, tag: string, user = '') =>
  `${serialNumber},,${hash},${tag},${user}`

async function hintOf(text: string): Promise<string> {
  const error = await imported(text, 'x.csv').then(
    () => undefined,
    (reason: { readonly hint?: string }) => reason,
  )
  return error?.hint ?? ''
}

test('codes to accept, and the rows that are left out then', async () => {
  const hint = await hintOf(lines(titles, row(a, 'Sa"les'), row(b, 'Kiosk', 'Ben')))
  expect(hint).toMatch(
    /add --accept quote-stray,user-form\. These rows are then left out: \S*x\.csv:2\.$/,
  )
})

test('codes whose rows are sent as they are', async () => {
  const hint = await hintOf(lines(titles, row(a, 'Sales', 'Anna')))
  expect(hint).toMatch(/add --accept user-form\. Values are then sent as they were read\.$/)
})

test('of a file without any device nothing can be accepted', async () => {
  expect(await hintOf('milk\r\n')).not.toContain('--accept')
})
