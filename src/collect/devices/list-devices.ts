/**
 * Devices in lists of names and values, as in Format-List, YAML and mails. A value continues on the lines
 * indented below it, and a device ends where a name repeats or a blank line follows its hash.
 */
import { columnOfTitle, type DeviceRow, meansNothing, repairHash } from 'taxiway-device-csv'
import { isWholeHash } from './whole-hash.ts'

const pair = /^\s*(?:-\s+)?["']?([A-Za-z][\w .()-]{1,60}?)["']?\s*[:=]\s?(.*)$/
const maxHashLength = 40_000

export class ListReader {
  readonly rows: DeviceRow[] = []
  #fields = new Map<string, string>()
  #last: string | undefined
  #line = 0

  line(text: string, number: number): void {
    const [, name = '', value = ''] = pair.exec(text) ?? []
    const column = name === '' ? undefined : columnOfTitle(name)
    if (column !== undefined) this.#field(column, unquoted(value), number)
    else if (text.trim() === '') this.#blank()
    else if (name !== '' && !/^[A-Za-z0-9+/=]{20,}$/.test(text.trim())) this.#last = undefined
    else if (this.#last === 'hardwareHash') this.#append(text)
  }

  #field(column: string, value: string, line: number): void {
    if (this.#fields.has(column)) this.#finish()
    if (this.#fields.size === 0) this.#line = line
    this.#fields.set(column, meansNothing(value) ? '' : value)
    this.#last = column
  }

  #blank(): void {
    this.#last = undefined
    if (this.#fields.has('hardwareHash')) this.#finish()
  }

  end(): readonly DeviceRow[] {
    this.#finish()
    return this.rows
  }

  #append(text: string): void {
    const before = this.#fields.get('hardwareHash') ?? ''
    if (before.length < maxHashLength) this.#fields.set('hardwareHash', before + unquoted(text))
  }

  #finish(): void {
    const value = (column: string): string => this.#fields.get(column) ?? ''
    const text = value('hardwareHash').replaceAll(/\s+/g, '')
    const hardwareHash = isWholeHash(text) ? text : (repairHash(text)?.text ?? '')
    if (hardwareHash !== '') {
      this.rows.push({
        line: this.#line,
        serialNumber: value('serialNumber'),
        productKey: value('productKey'),
        hardwareHash,
        groupTag: value('groupTag'),
        assignedUser: value('assignedUser'),
      })
    }
    this.#fields = new Map()
    this.#last = undefined
  }
}

const unquoted = (text: string): string =>
  text
    .trim()
    .replaceAll(/^["'|>]+|["',]+$/g, '')
    .trim()
