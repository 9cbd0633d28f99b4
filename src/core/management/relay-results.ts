/**
 * A hash that another management service has asked a device for, such as Fleet or Intune. It is registered as if the
 * device had been managed here, at the lowest level of a claim: the relaying service is believed no more than the device.
 */
import { DomainError } from '../errors.ts'
import { newImportId, type ReceiptId, receiptId, type TenantId } from '../ids.ts'
import type { ImportedDevices } from '../imports/imported-device.ts'
import { judgeHash } from './judge-hash.ts'
import type { Inventory } from './managed-state.ts'
import { nodes } from './nodes.ts'

export type RelayedResults = {
  readonly deviceId: string
  readonly results: readonly { readonly uri: string; readonly data: string }[]
}

export type Relayed = { readonly receiptId: ReceiptId; readonly serialNumber: string }

export async function relayResults(
  imports: Pick<ImportedDevices, 'add'>,
  tenantId: TenantId,
  { deviceId, results }: RelayedResults,
): Promise<Relayed> {
  const values = new Map(results.map(({ uri, data }) => [plainUri(uri), data.trim()] as const))
  const text = values.get(plainUri(nodes.hardwareData))
  if (text === undefined || text === '')
    throw new DomainError('request-invalid', `results: ${nodes.hardwareData} is missing or empty.`)
  const judged = judgeHash(text, inventoryIn(values))
  if (judged.kind === 'contradicts')
    throw new DomainError('conflict', `${judged.detail} It was not registered.`)
  if (judged.kind !== 'usable')
    throw new DomainError('request-invalid', `results: ${nodes.hardwareData}: ${judged.detail}`)
  const id = newImportId()
  const serialNumber = judged.hash.serialNumber?.trim() ?? ''
  const submission = {
    importId: deviceId,
    serialNumber: serialNumber || null,
    productKey: null,
    hardwareHash: judged.bytes,
    groupTag: null,
    purchaseOrderIdentifier: null,
    assignedUserPrincipalName: null,
  }
  const through = { channel: 'mdmAuto' } as const
  await imports.add({ id, tenantId, submissions: [submission], through })
  return { receiptId: receiptId(id, 1), serialNumber }
}

function inventoryIn(values: ReadonlyMap<string, string>): Inventory {
  const text = (node: string) => values.get(plainUri(node)) ?? ''
  return {
    serialNumber: text(nodes.serialNumber),
    manufacturer: text(nodes.manufacturer),
    model: text(nodes.model),
    softwareVersion: text(nodes.softwareVersion),
  }
}

/** Services write one node as `./DevDetail`, `./Device/DevDetail` and `/DevDetail`, in any case. */
function plainUri(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^\.?\/(device\/)?/, '')
}
