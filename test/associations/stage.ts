/** One server for device association and intake. */
import { openManagement } from '../mdm/support.ts'
import type { Client } from '../support/registry.ts'

export let boot: Awaited<ReturnType<typeof openManagement>>
export let tenant: Client

export async function openStage(): Promise<void> {
  boot = await openManagement()
  tenant = await boot.newTenant()
}

type Named = {
  readonly serialNumber: string
  readonly manufacturer: string
  readonly model: string
}

/** As public consumers read it. */
export function linkOf(
  { serialNumber, manufacturer, model }: Named,
  linkId: string,
  exported = 1,
): string {
  const said = {
    DeviceInfo: {
      SerialNumber: serialNumber,
      Manufacturer: manufacturer,
      ModelName: model,
      SmbiosUuid: '4c4c4544-0042-3510-8052-b4c04f4d3332',
      LinkId: linkId,
    },
    DeviceLinkCreationTimeUtc: `2026-09-07T19:00:0${exported}Z`,
  }
  return Buffer.from(JSON.stringify(said)).toString('base64')
}

export const laptop = (serialNumber: string): Named => ({
  serialNumber,
  manufacturer: 'Contoso',
  model: 'Book 1',
})
