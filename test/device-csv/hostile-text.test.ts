/** Text made to be slow or large: every file is read, checked and repaired with work that grows with its size only. */
import { expect, test } from 'vitest'
import { expectLinear, workCounter } from '../support/counted-work.ts'

const count = await workCounter()
const { checkDeviceCsv, DeviceCsvChecker, fixDeviceCsv } = await import('taxiway-device-csv')

const header = 'Device Serial Number,Windows Product ID,Hardware Hash,Group Tag,Assigned User\n'
const part = 'A'.repeat(50)

/** Each made as large as is asked for: `size` times what it repeats. */
const files: Readonly<Record<string, readonly [number, (size: number) => string]>> = {
  'empty lines': [50_000, (size) => '\n'.repeat(size)],
  'carriage returns': [50_000, (size) => '\r'.repeat(size)],
  'separators in one line': [500_000, (size) => header + ','.repeat(size)],
  'quotation marks in one line': [500_000, (size) => header + '"'.repeat(size)],
  'quoted fields in one line': [150_000, (size) => header + '"a",'.repeat(size)],
  'a line without end': [1_000_000, (size) => 'x'.repeat(size)],
  'an endless user name': [100_000, (size) => `${header}a,,b,c,a@${'a.'.repeat(size)}!\n`],
  'many blanks before something invisible': [
    200_000,
    (size) => header + `a${' '.repeat(size)}\u0001\n`.repeat(10),
  ],
  'a quoted hash that never ends': [
    100_000,
    (size) => `${header}a,,"${`${'A'.repeat(size)}\n`.repeat(30)}`,
  ],
  'hashes that always go on': [
    5_000,
    (size) => header + `a,,${part}${part}\n${part}\n`.repeat(size),
  ],
  'header after header': [3_000, (size) => header.repeat(size)],
  'directives without a header': [12_000, (size) => 'sep=;\n'.repeat(size)],
  zeros: [1_000_000, (size) => '\0'.repeat(size)],
}

test.each(Object.entries(files))('%s', async (_, [size, text]) => {
  const encoder = new TextEncoder()
  const make = (part: number) => encoder.encode(text(part))
  await expectLinear(count, { make, work: judge }, size)
})

test('what is known to be no text is not read any further', async () => {
  const found: string[] = []
  const checker = new DeviceCsvChecker(({ code }) => found.push(code))
  const bytes = new Uint8Array(1 << 20).fill(1)
  checker.push(bytes)
  const work = await count(() => {
    for (let n = 0; n < 500; n++) checker.push(bytes)
  })
  expect(work).toBeLessThan(bytes.length / 10)
  expect(checker.end().rows).toBe(0)
  expect(found).toEqual(['not-text'])
})

function judge(input: Uint8Array): void {
  const { findings } = checkDeviceCsv(input)
  const { changeList, untouched } = fixDeviceCsv(input)
  expect(findings.length).toBeLessThanOrEqual(10_000)
  expect(changeList.length).toBeLessThanOrEqual(10_000)
  expect(untouched.equal).toBe(true)
}
