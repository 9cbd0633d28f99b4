/** Whether all that the store knows of devices hangs together. */
import { expect } from 'vitest'
import type { Store } from '../../../src/storage/sql/store.ts'
import { verifyStore } from '../../../src/storage/upkeep/verify-store.ts'

/** Devices, records, holders and stored hashes belong together, without exception. */
export async function expectNothingLoose({ pool }: Pick<Store, 'pool'>): Promise<void> {
  const findings = await verifyStore(pool)
  expect(findings.filter(({ count }) => count > 0)).toEqual([])
}
