/**
 * Devices in JSON from Graph, scripts or inventory tools. Every object with a hash is a device, with its own members,
 * those of the objects inside it, and those of the objects around it that are about no other device.
 */
import { columnOfTitle } from 'taxiway-device-csv'
import { type Fields, tableIn, withRows } from './json-tables.ts'
import { NamedDevice, NamedDevices, wholeOf } from './named-devices.ts'
import { joinedPairs } from './pairs.ts'

/** Limits on the depth and number of nested objects. */
const maxDepth = 12
const maxObjects = 200_000

/** Throws a SyntaxError for anything but JSON; JSON Lines are read too. */
export function readJsonDevices(text: string): NamedDevices {
  return devicesIn(valuesIn(text), withRows)
}

/** Values out of another text, in which a name that comes again has made a list: nobody knows what belongs together. */
export function devicesInValues(values: readonly unknown[]): NamedDevices {
  return devicesIn(values, (fields) => fields)
}

function devicesIn(values: readonly unknown[], tabled: (fields: Fields) => Fields): NamedDevices {
  const walk = new Walk(tabled)
  for (const device of values.flatMap((value) => walk.visit(value, 0))) walk.found.add(device)
  return walk.found
}

function valuesIn(text: string): readonly unknown[] {
  for (const each of [text, withoutTypist(text)])
    try {
      return [insideText(JSON.parse(each))]
    } catch {
      // Perhaps there is an object on every line.
    }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => JSON.parse(line))
}

/** JSON that was written as a text of JSON once more. */
function insideText(value: unknown): unknown {
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? JSON.parse(value) : value
}

/** Without comments and last commas, which people write and JSON does not have. */
const withoutTypist = (text: string): string =>
  text.replaceAll(/^\s*(?:\/\/|#).*$/gm, '').replaceAll(/,(\s*[}\]])/g, '$1')

class Walk {
  readonly found = new NamedDevices()
  readonly #tabled: (fields: Fields) => Fields
  #left = maxObjects

  constructor(tabled: (fields: Fields) => Fields) {
    this.#tabled = tabled
  }

  /** The devices in the value, which an object around it may complete. */
  visit(value: unknown, depth: number): readonly NamedDevice[] {
    if (typeof value !== 'object' || value === null || depth > maxDepth || this.#left-- <= 0)
      return []
    if (Array.isArray(value)) return listed(value).flatMap((each) => this.visit(each, depth + 1))
    return this.#object(this.#tabled(value as Fields), depth)
  }

  #object(fields: Fields, depth: number): readonly NamedDevice[] {
    const members = Object.entries(fields).map(([name, value]) => [name, unfolded(value)] as const)
    const own = members.filter(([, value]) => isText(value))
    const inner = members
      .filter(([, value]) => !isText(value))
      .map(([name, value]) => ({ name, value, devices: this.visit(value, depth + 1) }))
    const devices = inner.flatMap((each) => each.devices)
    const device = deviceOf(own) ?? (devices.length === 1 ? devices[0] : undefined)
    if (device === undefined) {
      if (devices.length > 0) this.#leave(own)
      return devices
    }
    for (const [name, value] of own) if (!isHash(device, value)) device.take(name, String(value))
    for (const { name, value, devices: own } of inner)
      if (own.length === 0) adopt(device, value, { name, isAside: aside.test(name), depth: 0 })
    return devices.includes(device) ? devices : [device, ...devices]
  }

  /** A tag or user beside several devices is nobody's. */
  #leave(own: readonly (readonly [string, unknown])[]): void {
    for (const [name, value] of own) {
      const column = columnOfTitle(name)
      if ((column === 'groupTag' || column === 'assignedUser') && String(value).trim() !== '')
        this.found.leave(name)
    }
  }
}

/** What the entries of a list stand for. */
function listed(list: readonly unknown[]): readonly unknown[] {
  const pairs = joinedPairs(list)
  return pairs === undefined ? (tableIn(list) ?? list) : [pairs]
}

const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

const isHash = ({ hash }: NamedDevice, value: unknown): boolean =>
  typeof value === 'string' && value.length > 1000 && wholeOf(value) === hash

/** A text that is an object itself, as in requests that were logged. */
function unfolded(value: unknown): unknown {
  if (typeof value !== 'string' || value.length < 1000 || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** The device of an object that has a hash, or what is left of one under the title of hashes. */
function deviceOf(own: readonly (readonly [string, unknown])[]): NamedDevice | undefined {
  const device = new NamedDevice()
  for (const [name, value] of own) {
    const text = String(value)
    const whole = text.length > 1000 ? wholeOf(text.trim()) : undefined
    if (whole !== undefined && device.hash === '') device.hash = whole
    else if (columnOfTitle(name) === 'hardwareHash') device.damaged ||= text.trim()
  }
  const isNamed = own.some(([name]) => columnOfTitle(name) === 'serialNumber')
  return device.hash !== '' || (device.damaged !== '' && isNamed) ? device : undefined
}

/** Names of what was, is usual, or belongs to somebody else. */
const aside =
  /old|prev|hist|former|default|template|example|creat|modif|enroll?|logged|last|change/i

type Path = { readonly name: string; readonly isAside: boolean; readonly depth: number }

/** Takes what an object without a hash says about the device beside it. */
function adopt(device: NamedDevice, value: unknown, path: Path): void {
  if (path.depth > maxDepth) return
  if (isText(value)) adoptText(device, String(value).trim(), path)
  else if (Array.isArray(value)) adoptList(device, listed(value), path)
  else if (typeof value === 'object' && value !== null) adoptMembers(device, value, path)
}

function adoptText(device: NamedDevice, text: string, { name, isAside }: Path): void {
  if (isAside) device.leave(name, text, true)
  else device.take(name, text)
}

function adoptList(device: NamedDevice, list: readonly unknown[], path: Path): void {
  if (list.length === 1) adopt(device, list[0], { ...path, depth: path.depth + 1 })
  else if (list.length > 1) device.leave(path.name, 'several', path.isAside)
}

function adoptMembers(device: NamedDevice, value: object, { name, isAside, depth }: Path): void {
  const members = Object.entries(value)
  const [only, ...more] = members.filter(([, each]) => isText(each))
  // `"groupTag": { "value": "Sales" }`
  const isWrapped = only !== undefined && more.length === 0 && columnOfTitle(name) !== undefined
  for (const [key, each] of members) {
    const own = isWrapped && key === only[0] && columnOfTitle(key) === undefined ? name : key
    const path = isAside ? `${name}.${own}` : own
    adopt(device, each, { name: path, isAside: isAside || aside.test(own), depth: depth + 1 })
  }
}
