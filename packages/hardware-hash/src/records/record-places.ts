/** Where the records of each kind stand among the bytes. */
import { u16 } from '../bytes.ts'
import { headSize } from '../envelope.ts'
import { lengthAt } from './hash-record.ts'
import { type RecordKey, recordKinds } from './record-table.ts'

const typeOfKey = Object.fromEntries(recordKinds.map(({ key, type }) => [key, type])) as Readonly<
  Record<RecordKey, number>
>
const knownTypes = Math.max(...recordKinds.map(({ type }) => type)) + 1

/** By type, one more than where its first record begins; 0: there is none. */
export function firstPlaces(bytes: Uint8Array): Uint16Array {
  const places = new Uint16Array(knownTypes)
  const total = u16(bytes, 2)
  for (let at = headSize; at < total; at += lengthAt(bytes, at)) {
    const type = u16(bytes, at)
    if (places[type] === 0) places[type] = at + 1
  }
  return places
}

/** -1: there is none. */
export function firstPlace(places: Uint16Array, key: RecordKey): number {
  return (places[typeOfKey[key]] as number) - 1
}

/** Where the next one begins after the record at `after`; -1: there is none. */
export function placeAfter(bytes: Uint8Array, after: number, key: RecordKey): number {
  const type = typeOfKey[key]
  const total = u16(bytes, 2)
  let at = after + lengthAt(bytes, after)
  while (at < total && u16(bytes, at) !== type) at += lengthAt(bytes, at)
  return at < total ? at : -1
}
