/**
 * Records whose payload is text.
 *
 * The tool ends some texts with a NUL and others not; which is which is part of the format. Parts
 * inside a text are separated by `|`.
 */
import {
  fromHex,
  joined,
  readUtf8,
  readUtf16,
  toHex,
  untilNul,
  writeUtf8,
  writeUtf16,
} from '../bytes.ts'
import type { DiskSerial, VideoAdapter } from './fields.ts'
import type { Codec } from './layout.ts'

const nul = new Uint8Array(1)
const processorModelSize = 48

const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

export const endedText: Codec<string> = {
  read: (payload) => readUtf8(untilNul(payload)),
  write: (text) => (storable(text) ? joined([writeUtf8(text), nul]) : null),
}

export const openText: Codec<string> = {
  read: (payload) => readUtf8(untilNul(payload)),
  write: (text) => (storable(text) ? writeUtf8(text) : null),
}

/** The processor's brand string, padded to the 48 bytes that the instruction set gives it. */
export const paddedText: Codec<string> = {
  read: endedText.read,
  write: (text) => {
    const bytes = writeUtf8(text)
    if (!storable(text) || bytes.length > processorModelSize) return null
    return joined([bytes, new Uint8Array(processorModelSize - bytes.length)])
  },
}

/** Bytes shown as lower-case hex. */
export const rawHex: Codec<string> = { read: toHex, write: fromHex }

/** 16 bytes as SMBIOS lays them out: the first three groups are little-endian. */
export const uuid: Codec<string> = {
  read: (payload) => {
    if (payload.length < 16) return null
    const hex = toHex(swapped(payload))
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  },
  write: (text) => {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return null
    const bytes = fromHex(text.replaceAll('-', ''))
    return bytes && swapped(bytes)
  },
}

const places = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

function swapped(bytes: Uint8Array): Uint8Array {
  const other = new Uint8Array(places.length)
  for (const [at, from] of places.entries()) other[at] = bytes[from] ?? 0
  return other
}

/** `serial|product|vendor`. */
export function diskSerial(text: Codec<string>): Codec<DiskSerial> {
  return {
    read: (payload) => {
      const [serialNumber = '', product = null, ...rest] = (text.read(payload) ?? '').split('|')
      return { serialNumber, product, vendor: rest.length > 0 ? rest.join('|') : null }
    },
    write: ({ serialNumber, product, vendor }) => {
      if (`${serialNumber}${product ?? ''}`.includes('|') || (product === null && vendor !== null))
        return null
      return text.write([serialNumber, product, vendor].filter((part) => part !== null).join('|'))
    },
  }
}

/** `maker|model` in UTF-16. */
export const videoAdapter: Codec<VideoAdapter> = {
  read: (payload) => {
    const [maker = '', ...rest] = readUtf16(payload).split('|')
    return { maker, model: rest.length > 0 ? rest.join('|') : null }
  },
  write: ({ maker, model }) => {
    const text = model === null ? maker : `${maker}|${model}`
    return maker.includes('|') || !text.isWellFormed() ? null : writeUtf16(text)
  },
}
