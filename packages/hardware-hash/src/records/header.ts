/**
 * Record 1, the header: versions and the clock.
 *
 * Seconds count from 2000-01-01 UTC (checked against the publication times of four real hashes);
 * a published decoder that adds an hour is wrong.
 */
import { u16, u32 } from '../bytes.ts'
import { architectures, osTypes } from './code-names.ts'
import type { Header } from './fields.ts'
import { byte, type Codec, coded, doubleWord, type Form, fixed } from './layout.ts'

const epoch = Date.UTC(2000, 0, 1)

/** Four words in the order minor, major, revision, build, shown as major.minor.build.revision. */
const version: Form<string> = {
  read: (bytes, at) =>
    `${u16(bytes, at + 2)}.${u16(bytes, at)}.${u16(bytes, at + 6)}.${u16(bytes, at + 4)}`,
  write: (view, at, value) => {
    if (!/^\d{1,5}(\.\d{1,5}){3}$/.test(value)) return false
    const [major = 0, minor = 0, build = 0, revision = 0] = value.split('.').map(Number)
    const words = [minor, major, revision, build]
    for (const [i, word] of words.entries()) view.setUint16(at + 2 * i, word, true)
    return words.every((word) => word < 0x10000)
  },
}

const seconds: Form<string> = {
  read: (bytes, at) => new Date(epoch + u32(bytes, at) * 1000).toISOString().replace('.000Z', 'Z'),
  write: (view, at, value) => {
    const ticks = (Date.parse(value) - epoch) / 1000
    return value.endsWith('Z') && doubleWord.write(view, at, ticks)
  },
}

/** Quarter hours in a signed byte. */
const quarterHours: Form<number> = {
  read: (bytes, at) => (((bytes[at] ?? 0) << 24) >> 24) * 15,
  write: (view, at, value) => {
    view.setInt8(at, value / 15)
    return view.getInt8(at) * 15 === value
  },
}

export const header: Codec<Header> = fixed<Header>(24, {
  toolBuild: [0, version],
  osBuild: [8, version],
  osSystemTime: [16, seconds],
  utcOffsetMinutes: [20, quarterHours],
  osType: [21, coded(byte, osTypes)],
  architecture: [22, coded(byte, architectures)],
  toolVersion: [23, byte],
})
