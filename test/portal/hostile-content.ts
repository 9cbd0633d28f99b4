/** An organization in which everything that firmware, partners or people write was written by somebody hostile. */
import { groupTagFault, isUserPrincipalName } from 'taxiway-autopilot'
import { encodeHardwareHash } from 'taxiway-hardware-hash'
import { base64, described, laptop, withOtherKey } from '../support/machines.ts'
import { type Json, json } from '../support/registry.ts'
import { hostileValues } from './hostile-values.ts'
import { sliceOf } from './looks.ts'
import type { Organization, PortalSite } from './portal-site.ts'

const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'
const identifiers = '/beta/deviceManagement/importedDeviceIdentities/importDeviceIdentityList'

/** All of them; in the suite some of each. */
const values = sliceOf(hostileValues, 16)

export async function fillWithHostile(
  { settled }: PortalSite,
  organization: Organization,
): Promise<void> {
  const { client } = organization
  const send = (path: string, body: unknown) => client.ask('POST', path, body)
  await client.ask('PATCH', '/admin/v1/settings', { displayName: hostileValues[0] })
  // What a group tag may not hold is refused with the whole import, so those rows have none.
  const rows = hostileValues.map((value, i) => rowOf(laptop(`hostile ${i}`), value, i))
  await sent(send('/admin/v1/imports', { label: hostileValues[1], rows: sliceOf(rows, 4) }))
  await settled()
  const doubtful = laptop('hostile and in doubt')
  const twice = [doubtful, withOtherKey(doubtful)]
  for (const [i, bytes] of twice.entries()) {
    const label = hostileValues[i + 2]
    await sent(
      send('/admin/v1/imports', { label, rows: [rowOf(bytes, hostileValues[2] ?? '', 300)] }),
    )
    await settled()
  }
  await Promise.all([
    offer(values, (value, i) =>
      send(profiles, {
        '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
        displayName: `${i} ${value}`,
        description: value,
      }),
    ),
    offer(values, (value, i) =>
      send('/v1.0/groups', {
        displayName: value,
        description: value,
        mailNickname: `hostile${i}`,
        securityEnabled: true,
        mailEnabled: false,
      }),
    ),
    offer(values, (value) => send('/admin/v1/applications', { displayName: value })),
    offer(values, (value, i) =>
      send('/admin/v1/roles', {
        displayName: `${i} ${value}`,
        description: value,
        permissions: ['devices.read'],
      }),
    ),
    offer(values, (value) =>
      send(identifiers, {
        importedDeviceIdentities: [
          {
            importedDeviceIdentifier: `Dell,XPS,${value.replaceAll(',', ' ')}`,
            importedDeviceIdentityType: 'manufacturerModelSerial',
            description: value,
          },
        ],
        overwriteImportedDeviceIdentities: true,
      }),
    ),
  ])
  for (const [i, value] of values.entries()) await organization.addPerson(`h${i}`, value, [])
}

/** Texts of a firmware end at a zero byte and are bytes of Latin letters; the file's own columns are Unicode. */
function rowOf(bytes: Uint8Array, value: string, i: number) {
  const firmware = value.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
  const serialNumber = `${i} ${firmware}`
  const upn = `${value.slice(0, 40)}@contoso.test`
  const texts = { manufacturer: firmware, model: firmware, serialNumber }
  return {
    file: `${value}.csv`.slice(0, 255),
    line: i + 2,
    serialNumber,
    hardwareIdentifier: base64(encodeHardwareHash({ ...described(bytes), ...texts }).bytes),
    groupTag: groupTagFault(value) === undefined ? value : '',
    assignedUserPrincipalName: isUserPrincipalName(upn) ? upn : '',
  }
}

async function sent(answer: Promise<Response>): Promise<Json> {
  const { ok, status } = await answer
  if (!ok) throw new Error(`${status} ${await (await answer).text()}`)
  return json(answer)
}

/** Some are refused for what they hold; most must get in, or nothing would be tried. */
async function offer(
  offered: readonly string[],
  make: (value: string, i: number) => Promise<Response>,
): Promise<void> {
  let accepted = 0
  for (const [i, value] of offered.entries()) if ((await make(value, i)).ok) accepted += 1
  if (accepted * 2 < offered.length)
    throw new Error(`${accepted} of ${offered.length} were accepted`)
}
