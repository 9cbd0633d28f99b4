/** Devices out of names and values, as in lists, JSON and XML; whatever is not used of them is reported by name. */
import { isUserPrincipalName } from 'taxiway-autopilot'
import {
  type Column,
  columnOfTitle,
  type DeviceRow,
  mayBeTagOrUser,
  meansNothing,
  repairHash,
} from 'taxiway-device-csv'
import { type CollectFault, faultOf, shown } from '../archive-fault.ts'
import { UnusedColumns } from './unused-columns.ts'
import { isWholeHash } from './whole-hash.ts'

/** What one device is registered with; other columns are of no use here. */
type Used = 'serialNumber' | 'productKey' | 'groupTag' | 'assignedUser'

const used: ReadonlySet<string> = new Set<Used>([
  'serialNumber',
  'productKey',
  'groupTag',
  'assignedUser',
])
const isAssigned = (column: Column | undefined): boolean =>
  column === 'groupTag' || column === 'assignedUser'
const maxLeft = 1000
const beginOfHash = /^[\s"']*(?:T0[EFGH]|VDB[FGHI])/

/** A device that is being read. */
export class NamedDevice {
  hash = ''
  /** A hash that is not complete. */
  damaged = ''
  line = 0
  readonly values = new Map<string, string>()
  /** Placeholders in place of a tag or user. */
  readonly emptied: string[] = []
  readonly #others: { readonly name: string; readonly value: string; readonly isAside: boolean }[] =
    []

  /** A value that another one contradicts, or that no column is for, is remembered by its name. */
  take(name: string, text: string): void {
    const column = columnOfTitle(name)
    const value = this.#meant(text, column)
    if (column === 'hardwareHash') this.#hash(name, value)
    else if (column === 'productKey') this.#productKey(name, value)
    else if (column === undefined || !used.has(column)) this.leave(name, value)
    else {
      const before = this.values.get(column) ?? ''
      if (before === '') this.values.set(column, value)
      else if (value !== before) this.leave(name, value)
    }
  }

  #meant(text: string, column: Column | undefined): string {
    if (!meansNothing(text, column)) return text.trim()
    if (isAssigned(column) && /\p{L}/u.test(text)) this.emptied.push(text.trim())
    return ''
  }

  /** A report has the id and, under the name that Graph has for it, the key that activates Windows. */
  #productKey(name: string, value: string): void {
    const isId = /id$/i.test(name.trim())
    if (value !== '' && (isId || !this.values.has('productKey')))
      this.values.set('productKey', value)
  }

  /** `isAside`: it is about something else than the device as it will be. */
  leave(name: string, value: string, isAside = false): void {
    if (value !== '' && !isBookkeeping.test(name)) this.#others.push({ name, value, isAside })
  }

  nameUnused(columns: UnusedColumns): void {
    const hasUser = (this.values.get('assignedUser') ?? '') !== ''
    for (const { name, value, isAside } of this.#others) {
      const isUser = !hasUser && isUserPrincipalName(value)
      const isKnown = used.has(columnOfTitle(name) ?? '')
      columns.name(name, { isDoubtful: !isAside && (isUser || isKnown || mayBeTagOrUser(name)) })
    }
  }

  #hash(name: string, value: string): void {
    if (value === '') return
    const whole = wholeOf(value.replaceAll(/\s+/g, '')) ?? wholeOf(value)
    if (whole === undefined) this.damaged ||= value
    else if (this.hash === '') this.hash = whole
    else if (this.hash !== whole) this.leave(name, value)
  }
}

/** What Graph adds to every object. */
const isBookkeeping = /^(?:@|(?:id|importId)$)|DateTime$|^device(?:Import|Registration|Error)/

export const wholeOf = (text: string): string | undefined =>
  isWholeHash(text) ? text : repairHash(text)?.text

/** All devices of one document. */
export class NamedDevices {
  readonly rows: DeviceRow[] = []
  readonly #unused = new UnusedColumns()
  readonly #left: string[] = []
  /** Names whose values may be those of the device above or of the one below. */
  readonly #between = new Set<string>()
  /** Placeholders for nothing, each once. */
  readonly #emptied = new Set<string>()

  add(device: NamedDevice): void {
    const value = (column: Used): string => device.values.get(column) ?? ''
    const serialNumber = value('serialNumber')
    if (device.hash === '') {
      const reason = reasonOf(device)
      if (reason !== undefined && this.#left.length < maxLeft)
        this.#left.push(
          `${serialNumber || 'A device without a serial number'} is left out: ${reason}.`,
        )
      return
    }
    device.nameUnused(this.#unused)
    for (const word of device.emptied) if (this.#emptied.size < maxLeft) this.#emptied.add(word)
    this.rows.push({
      line: device.line || this.rows.length + 1,
      serialNumber,
      productKey: value('productKey'),
      hardwareHash: device.hash,
      groupTag: value('groupTag'),
      assignedUser: value('assignedUser'),
    })
  }

  /** A value that stands beside several devices. */
  leave(name: string): void {
    this.#unused.name(name, { isDoubtful: true })
  }

  /** The list does not show whether a value between two devices belongs to the one above or below. */
  doubt(name: string): void {
    this.#between.add(name)
  }

  faults(source: string): readonly CollectFault[] {
    const left = this.#left.map((message) => faultOf('row-left-out', source, message))
    if (this.rows.length === 0) return left
    const between = [...this.#between].map((name) =>
      faultOf(
        'columns-doubtful',
        source,
        `${shown(name)} stands between two devices, and the last device has none: it was read as that of the device above it. Put a blank line between the devices.`,
      ),
    )
    const words = [...this.#emptied].map((word) =>
      faultOf('empty-word', source, `A placeholder is read as an empty value: ${shown(word)}.`),
    )
    return [...left, ...between, ...this.#unused.faults(source), ...words]
  }
}

/** Undefined: it was not a device at all. */
function reasonOf({ damaged, values }: NamedDevice): string | undefined {
  const isDevice = (values.get('serialNumber') ?? '') !== ''
  if (damaged !== '' && (isDevice || beginOfHash.test(damaged)))
    return `its hash is not complete (${damaged.length} letters)`
  const isMeant = (values.get('groupTag') ?? '') !== '' || (values.get('assignedUser') ?? '') !== ''
  return isDevice && isMeant ? 'it has no hash' : undefined
}
