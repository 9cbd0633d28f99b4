/** A folder, and `taxiway hash` in it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashFixture } from '../support/hardware-hashes.ts'
import { taxiwayThatFits as taxiway } from '../support/json/fits.ts'
import { emptyFolder } from '../support/taxiway-command.ts'

export const good = hashFixture(3).hardwareHash

export const damaged = `${good.slice(0, 400)}${good[400] === 'A' ? 'B' : 'A'}${good.slice(401)}`

export let folder: string

export function openStage() {
  folder = emptyFolder()
  const header = 'Device Serial Number,Windows Product ID,Hardware Hash'
  const row = (number: number) =>
    `${hashFixture(number).serial},,${hashFixture(number).hardwareHash}`
  save('good.txt', `${good}\r\n`)
  save('damaged.txt', damaged)
  save('good.csv', `${header}\r\n${row(3)}\r\n${row(7)}\r\n`)
  save('mixed.csv', `${header}\r\n${row(3)}\r\nBROKEN,,${good.slice(0, 100)}\r\n${row(8)}\r\n`)
  save('report.xml', `<?xml version="1.0"?><Key><HardwareHash>${good}</HardwareHash></Key>`)
  writeFileSync(join(folder, 'powershell.txt'), `\ufeff${good}\r\n`, 'utf16le')
  writeFileSync(join(folder, 'raw.bin'), Buffer.from(good, 'base64'))
}

export function hash(...words: readonly string[]) {
  return taxiway(['hash', ...words], { cwd: folder })
}

export function save(name: string, content: string): void {
  writeFileSync(join(folder, name), content)
}
