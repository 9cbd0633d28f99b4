/**
 * Devices on which somebody has signed in before. A stranger who knows a name can hold the common lock on its
 * password shut; a browser that brings the word of an earlier success has a lane of its own.
 */
import { randomBytes } from 'node:crypto'
import type { TenantId } from '../../core/ids.ts'
import type { Seals } from './seals.ts'

/** Seconds. */
export const knownFor = 90 * 24 * 60 * 60

/** People who share a device. */
const maxPeople = 8

type Known = { readonly person: string; readonly device: string }

/** The device's name in the counters; undefined = it is not known as this person's. */
export function knownDevice(
  seals: Seals,
  { tenantId, personId }: { readonly tenantId: TenantId; readonly personId: string | undefined },
  word: string | undefined,
): string | undefined {
  return peopleOf(seals, tenantId, word).find(({ person }) => person === personId)?.device
}

/** The word that the device keeps from now on. */
export function rememberDevice(
  seals: Seals,
  { tenantId, personId }: { readonly tenantId: TenantId; readonly personId: string },
  word: string | undefined,
): string {
  const all = peopleOf(seals, tenantId, word)
  const device =
    all.find(({ person }) => person === personId)?.device ?? randomBytes(16).toString('base64url')
  const others = all.filter(({ person }) => person !== personId)
  const people = [{ person: personId, device }, ...others].slice(0, maxPeople)
  return seals.seal(placeOf(tenantId), people, knownFor)
}

function peopleOf(seals: Seals, tenantId: TenantId, word: string | undefined): readonly Known[] {
  const found = word === undefined ? undefined : seals.open(placeOf(tenantId), word)
  return Array.isArray(found) ? (found as readonly Known[]) : []
}

function placeOf(tenantId: TenantId): string {
  return `known-device:${tenantId}`
}
