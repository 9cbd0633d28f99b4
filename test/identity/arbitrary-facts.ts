/** Facts from so few values that agreements, contradictions and gaps meet in every combination. */
import fc from 'fast-check'
import type { IdentityFacts } from '../../src/core/identity/facts.ts'

const maybe = (...values: readonly string[]) => fc.constantFrom<(string | null)[]>(null, ...values)
const some = (...values: readonly string[]) => fc.subarray([...values])

export const arbitraryFacts: fc.Arbitrary<IdentityFacts> = fc.record({
  ekDigest: maybe('ek1', 'ek2'),
  uuid: maybe('u1', 'u2'),
  productKeyId: maybe('p1', 'p2'),
  manufacturer: maybe('HP', 'DELL'),
  serial: maybe('S1', 'S2'),
  offlineId: maybe('#3:1', '#3:2', 'UEFI_VARIABLE_TPM:1'),
  onboardMacs: some('30:24:A9:00:00:01', '30:24:A9:00:00:02'),
  virtualMacs: some('52:54:00:00:00:01', '52:54:00:00:00:02'),
  disks: some('D1', 'D2'),
  cardMacs: some('F4:4E:E3:00:00:01', 'F4:4E:E3:00:00:02'),
  usbMacs: some('00:E0:4C:00:00:01'),
  model: maybe('M1', 'M2'),
  board: maybe('B1'),
  sku: maybe('K1', 'K2'),
  cpu: maybe('C1', 'C2'),
  junk: fc.constant([]),
})
