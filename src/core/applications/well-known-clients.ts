/**
 * Microsoft's public clients, which administrators' tools use by their published ids. A tenant has them only if it
 * is configured to, and consents to them as to any application. [documented: the ids in Microsoft's and the tools'
 * own docs; the scopes are what Autopilot tooling asks for]
 */
import { loginOrigin } from 'taxiway-autopilot'
import type { TenantId } from '../ids.ts'
import type { Applications } from './application.ts'
import { createPublicApplication } from './sign-in-settings.ts'

export type WellKnownClient = {
  readonly id: string
  readonly displayName: string
  readonly redirectUris: readonly string[]
}

const loopback = ['http://localhost', 'http://127.0.0.1']

export const wellKnownClients: readonly WellKnownClient[] = [
  {
    id: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
    displayName: 'Microsoft Graph PowerShell',
    redirectUris: [
      ...loopback,
      'ms-appx-web://microsoft.aad.brokerplugin/14d82eec-204b-4c2f-b7e8-296a70dab67e',
    ],
  },
  {
    id: 'd1ddf0e4-d672-4dae-b554-9d5bdfd93547',
    displayName: 'Microsoft Intune PowerShell',
    redirectUris: ['urn:ietf:wg:oauth:2.0:oob', ...loopback],
  },
  {
    id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    displayName: 'Microsoft Azure CLI',
    redirectUris: loopback,
  },
  {
    id: '31359c7f-bd7e-475c-86db-fdb8c937548e',
    displayName: 'PnP Management Shell',
    redirectUris: [...loopback, `${loginOrigin}/common/oauth2/nativeclient`],
  },
]

/** What `.default` stands for in them. */
const delegatedScopes = [
  'DeviceManagementServiceConfig.ReadWrite.All',
  'DeviceManagementManagedDevices.ReadWrite.All',
  'Device.ReadWrite.All',
  'Directory.Read.All',
  'Group.ReadWrite.All',
  'GroupMember.ReadWrite.All',
  'User.Read',
]

/** Adds those of the list that the tenant lacks; existing ones, and what was consented to, stay as they are. */
export async function ensureWellKnownClients(
  applications: Pick<Applications, 'find' | 'ensure' | 'setSignIn'>,
  tenantId: TenantId,
  wanted: readonly WellKnownClient[] = wellKnownClients,
): Promise<void> {
  for (const { id, displayName, redirectUris } of wanted) {
    if ((await applications.find(tenantId, id)) !== undefined) continue
    await createPublicApplication(applications, {
      tenantId,
      id,
      displayName,
      kind: 'native',
      redirectUris,
      delegatedScopes,
    })
  }
}

/** By id or by name, case-insensitively; undefined = it is not one of them. */
export function wellKnownClient(named: string): WellKnownClient | undefined {
  const name = named.toLowerCase()
  return wellKnownClients.find(
    ({ id, displayName }) => id === name || displayName.toLowerCase() === name,
  )
}
