/**
 * Devices in lists of names and values, as in Format-List, YAML and mails. A value continues on the lines
 * indented below it, and a device ends where a name repeats or a blank line follows its hash.
 *
 * In a list with blank lines between all of its lines, as mails and documents have them, those say nothing: there only
 * more of them end a device.
 */
import { columnOfTitle } from 'taxiway-device-csv'
import { type Entry, habitsOf, item, type ListHabits, named, unquoted } from './list-lines.ts'
import { NamedDevice, NamedDevices } from './named-devices.ts'

const base64 = /^[A-Za-z0-9+/=_\s"',-]+$/
const maxHashLength = 40_000
const maxItems = 1000
/** Lines that show how a list is written. */
const enough = 400

export class ListReader {
  readonly #found = new NamedDevices()
  /** The first lines, until they show how the list is written. */
  readonly #first: Entry[] = []
  #blank = 0
  #habits: ListHabits | undefined
  #fields = new Map<string, { readonly name: string; value: string }>()
  #others: { readonly name: string; readonly value: string }[] = []
  #last: { value: string } | undefined
  #below: { value: string } | undefined
  /** The latest field, if it had no value beside it: that may be the only item of a list below it. */
  #empty: { readonly name: string; value: string } | undefined
  #line = 0
  /** The column with which the first device begins, and so each. */
  #begins: string | undefined
  /** Names of the tags and users behind the hash of the device, and of those between the hashes of two devices. */
  #behind: string[] = []
  readonly #between = new Set<string>()

  line(text: string, number: number): void {
    if (text.trim() === '') {
      this.#blank++
      return
    }
    const entry = { text, number, gap: this.#blank }
    this.#blank = 0
    if (this.#habits !== undefined) {
      this.#entry(entry, this.#habits)
      return
    }
    this.#first.push(entry)
    if (this.#first.length === enough) this.#settle()
  }

  end(): NamedDevices {
    if (this.#habits === undefined) this.#settle()
    // Where nothing is behind the last hash, what is behind another one may belong to the next device.
    if (this.#fields.has('hardwareHash') && this.#behind.length === 0)
      for (const name of this.#between) this.#found.doubt(name)
    this.#finish()
    return this.#found
  }

  #settle(): void {
    const habits = habitsOf(this.#first)
    this.#habits = habits
    for (const entry of this.#first) this.#entry(entry, habits)
  }

  #entry({ text, number, gap }: Entry, habits: ListHabits): void {
    if (gap > habits.gap || (habits.isItemized && item.test(text))) this.#gap()
    this.#read(text, number)
  }

  #read(text: string, number: number): void {
    const [, name = '', value = ''] = named(text)
    const column = name === '' ? undefined : columnOfTitle(name)
    if (column !== undefined) this.#field(column, { name, value: this.#plain(value) }, number)
    else if (name !== '' && !/^[A-Za-z0-9+/=]{20,}$/.test(text.trim())) {
      this.#last = undefined
      this.#empty = undefined
      if (this.#fields.size > 0) this.#others.push({ name, value: unquoted(value) })
    } else if (this.#empty !== undefined && item.test(text))
      this.#item(this.#empty, unquoted(text.replace(item, '')))
    else if (this.#below?.value === '') this.#below.value = unquoted(text)
    else if (this.#last !== undefined && base64.test(text)) this.#append(this.#last, text)
    else this.#last = undefined
  }

  #plain(value: string): string {
    const plain = unquoted(value)
    return this.#habits?.isBraced ? plain.replace(/^\{([^{},]*)\}$/, '$1') : plain
  }

  #field(column: string, field: { name: string; value: string }, line: number): void {
    const before = this.#fields.get(column)
    // The same thing under a second name.
    if (before !== undefined && before.name !== field.name && before.value === field.value) return
    const isNext = column === this.#begins && this.#fields.has('hardwareHash')
    if (isNext || before !== undefined) {
      for (const name of this.#behind) this.#between.add(name)
      this.#finish()
    }
    if (this.#fields.size === 0) this.#line = line
    this.#begins ??= column
    if (this.#fields.has('hardwareHash') && assigned.has(column)) this.#behind.push(field.name)
    this.#fields.set(column, field)
    this.#expect(column, field)
  }

  /** Of several items nobody knows which is meant. */
  #item(field: { readonly name: string; value: string }, value: string): void {
    if (field.value === '') field.value = value
    else if (this.#others.length < maxItems) this.#others.push({ name: field.name, value })
  }

  /** What the next lines may bring to the field. */
  #expect(column: string, field: { readonly name: string; value: string }): void {
    const isHash = column === 'hardwareHash'
    this.#last = isHash ? field : undefined
    this.#below = this.#habits?.isBelow ? field : undefined
    this.#empty = isHash || field.value !== '' ? undefined : field
  }

  #gap(): void {
    this.#last = undefined
    this.#below = undefined
    if (this.#fields.has('hardwareHash')) this.#finish()
  }

  #append(last: { value: string }, text: string): void {
    if (last.value.length < maxHashLength) last.value += unquoted(text)
  }

  #finish(): void {
    const device = new NamedDevice()
    device.line = this.#line
    for (const { name, value } of this.#fields.values()) device.take(name, value)
    for (const { name, value } of this.#others) device.leave(name, value)
    this.#found.add(device)
    this.#fields = new Map()
    this.#others = []
    this.#behind = []
    this.#last = undefined
  }
}

/** What an administrator gives a device; the rest is the device's own. */
const assigned: ReadonlySet<string> = new Set(['groupTag', 'assignedUser'])
