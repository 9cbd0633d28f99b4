/** Files that end early: what is left of a value is never sent as if it were the whole. */
import { fixDeviceCsv, readDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { collected, short } from './collected.ts'
import { imported } from './imported.ts'
import { a, b, titles } from './two-devices.ts'

const rowOf = ({ serialNumber, hash }: typeof a, rest: string) => `${serialNumber},,${hash},${rest}`
const first = `${titles}\r\n${rowOf(a, 'Sales,')}\r\n`

test.each(['Kio', ''])('a last row that ends in its tag, after %j', async (rest) => {
  const text = first + rowOf(b, rest)
  await expect(imported(text, 'x.csv')).rejects.toThrow(
    /x\.csv:3: .*4 of 5 values.*\[row-cut-off\]/,
  )
  const { bytes, leftOut } = fixDeviceCsv(text)
  expect(readDeviceCsv(bytes).rows.map(short)).toEqual([`${a.serialNumber}|Sales|`])
  expect(leftOut.map(({ line }) => line)).toEqual([3])
  const { found, said } = await collected(text, 'x.csv')
  expect(found).toEqual([`${a.serialNumber}|Sales|`])
  expect(said.join()).toContain('row-cut-off')
})

test.each([
  ['a line end', `${first}${rowOf(b, 'Kiosk')}\r\n`],
  ['all values', `${first}${rowOf(b, 'Kiosk,')}`],
  ['a row before it that is as short', `${first}${rowOf(b, 'Lab')}\r\n${rowOf(b, 'Lab')}`],
  ['no row before it', `${titles}\r\n${rowOf(b, 'Kiosk')}`],
])('a last row with %s is whole', async (_name, text) => {
  const { said } = await collected(text, 'x.csv')
  expect(said.join()).not.toContain('row-cut-off')
})
