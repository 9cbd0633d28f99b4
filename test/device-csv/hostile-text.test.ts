/** Text made to be slow or large: every file is read, checked and mended in time that grows with its size only. */

import { checkDeviceCsv, fixDeviceCsv } from 'taxiway-device-csv'
import { expect, test } from 'vitest'
import { processorTime } from '../support/processor-time.ts'

const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User\n'
const part = 'A'.repeat(50)

const files: Readonly<Record<string, string>> = {
  'empty lines': '\n'.repeat(1_000_000),
  'carriage returns': '\r'.repeat(1_000_000),
  'separators in one line': header + ','.repeat(2_000_000),
  'quotation marks in one line': header + '"'.repeat(2_000_000),
  'quoted fields in one line': header + '"a",'.repeat(500_000),
  'a line without end': 'x'.repeat(4_000_000),
  'an endless user name': `${header}a,,b,c,a@${'a.'.repeat(100_000)}!\n`,
  'many blanks before something invisible': header + `a${' '.repeat(200_000)}\u0001\n`.repeat(10),
  'a quoted hash that never ends': `${header}a,,"${`${'A'.repeat(100_000)}\n`.repeat(30)}`,
  'hashes that always go on': header + `a,,${part}${part}\n${part}\n`.repeat(10_000),
  'header after header': header.repeat(20_000),
  'directives without a header': 'sep=;\n'.repeat(100_000),
  zeros: '\0'.repeat(4_000_000),
}

test.each(Object.entries(files))('%s', async (_, text) => {
  const input = new TextEncoder().encode(text)
  const took = await processorTime(() => {
    const { findings } = checkDeviceCsv(input)
    const { changeList, untouched } = fixDeviceCsv(input)
    expect(findings.length).toBeLessThanOrEqual(10_000)
    expect(changeList.length).toBeLessThanOrEqual(10_000)
    expect(untouched.equal).toBe(true)
  })
  expect(took).toBeLessThan(10_000)
})
