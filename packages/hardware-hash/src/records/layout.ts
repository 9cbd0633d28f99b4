/**
 * Fixed-size records as tables: which field lies where, in which primitive form.
 *
 * One table serves reading and writing, so the two cannot drift apart.
 */
import { u16, u32 } from '../bytes.ts'
import { type CodeNames, codeOf, digitizerBits, nameOf } from './code-names.ts'

/** How a record's payload becomes a value; `read` gives null when the payload cannot be that record. */
export type Codec<T> = {
  read(payload: Uint8Array): T | null
  /** Null when the value does not fit the form. */
  write(value: T): Uint8Array | null
}

/** A primitive form at some offset; `write` gives false when the value does not fit. */
export type Form<T> = {
  read(bytes: Uint8Array, at: number): T | undefined
  write(view: DataView, at: number, value: T): boolean
}

type Layout<T> = { readonly [K in keyof T]: readonly [offset: number, form: Form<T[K]>] }

/** A record of `size` payload bytes. A longer payload is read too: newer tools may append. */
export function fixed<T extends object>(size: number, layout: Layout<T>): Codec<T> {
  const fields = Object.entries(layout) as [string, readonly [number, Form<unknown>]][]
  return {
    read(payload) {
      if (payload.length < size) return null
      const value: Record<string, unknown> = {}
      for (const [name, [at, form]] of fields) {
        const part = form.read(payload, at)
        if (part === undefined) return null
        value[name] = part
      }
      return value as T
    },
    write(value) {
      const bytes = new Uint8Array(size)
      const view = new DataView(bytes.buffer)
      const given = value as Record<string, unknown>
      return fields.every(([name, [at, form]]) => form.write(view, at, given[name])) ? bytes : null
    },
  }
}

const fits = (value: number, below: number): boolean =>
  Number.isSafeInteger(value) && value >= 0 && value < below

export const byte: Form<number> = {
  read: (bytes, at) => bytes[at],
  write: (view, at, value) => fits(value, 0x100) && done(view.setUint8(at, value)),
}

export const word: Form<number> = {
  read: u16,
  write: (view, at, value) => fits(value, 0x10000) && done(view.setUint16(at, value, true)),
}

export const doubleWord: Form<number> = {
  read: u32,
  write: (view, at, value) => fits(value, 0x100000000) && done(view.setUint32(at, value, true)),
}

/** Eight bytes; a value past 2^53 cannot be a plain number and makes the record unreadable. */
export const quadWord: Form<number> = {
  read: (bytes, at) => {
    const value = u32(bytes, at) + u32(bytes, at + 4) * 0x100000000
    return Number.isSafeInteger(value) ? value : undefined
  },
  write: (view, at, value) =>
    fits(value, Number.MAX_SAFE_INTEGER + 1) && done(view.setBigUint64(at, BigInt(value), true)),
}

export const yesNo: Form<boolean> = {
  read: (bytes, at) => bytes[at] !== 0,
  write: (view, at, value) => typeof value === 'boolean' && done(view.setUint8(at, value ? 1 : 0)),
}

/** 0 no, 1 yes, anything else (the tool writes 255) unknown. */
export const yesNoUnknown: Form<boolean | null> = {
  read: (bytes, at) => (bytes[at] === 0 ? false : bytes[at] === 1 ? true : null),
  write: (view, at, value) =>
    value === null ? done(view.setUint8(at, 255)) : yesNo.write(view, at, value),
}

/** Two bytes where all ones mean that there is nothing to measure. */
export const wordOrNone: Form<number | null> = {
  read: (bytes, at) => {
    const value = u16(bytes, at)
    return value === 0xffff ? null : value
  },
  write: (view, at, value) =>
    value !== 0xffff && word.write(view, at, value === null ? 0xffff : value),
}

/** Eight bits by name, lowest first. */
export const digitizerFlags: Form<readonly string[]> = {
  read: (bytes, at) => digitizerBits.filter((_, bit) => ((bytes[at] ?? 0) >> bit) & 1),
  write: (view, at, value) => {
    const bits = value.map((name) => digitizerBits.indexOf(name))
    return (
      !bits.includes(-1) &&
      done(
        view.setUint8(
          at,
          bits.reduce((sum, bit) => sum | (1 << bit), 0),
        ),
      )
    )
  },
}

/** A number shown by its name. */
export function coded(form: Form<number>, names: CodeNames): Form<string> {
  return {
    read: (bytes, at) => {
      const code = form.read(bytes, at)
      return code === undefined ? undefined : nameOf(names, code)
    },
    write: (view, at, name) => {
      const code = codeOf(names, name)
      return code !== null && form.write(view, at, code)
    },
  }
}

/** A setter's nothing as success. */
const done = (_: unknown): boolean => true
