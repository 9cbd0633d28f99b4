/**
 * The examples of Graph's reference pages as facts: method, path, members of the body, status, members of
 * the answer. [documented: Graph reference, intune-enrollment-*autopilot*, 2021-07; both versions unless said]
 */
export type Fact = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the version; `{imported}` and `{identity}` stand for ids. */
  readonly path: string
  readonly status: number
  readonly body?: Readonly<Record<string, unknown>>
  /** Members of the entity, or of each entity in the list. */
  readonly members?: readonly string[]
  readonly betaOnly?: boolean
}

const imported = 'importedWindowsAutopilotDeviceIdentities'
const identities = 'windowsAutopilotDeviceIdentities'
const settings = 'windowsAutopilotSettings'

const importedBody = {
  '@odata.type': '#microsoft.graph.importedWindowsAutopilotDeviceIdentity',
  groupTag: 'Group Tag value',
  serialNumber: 'Serial Number value',
  productKey: 'Product Key value',
  importId: 'Import Id value',
  hardwareIdentifier: 'aGFyZHdhcmVJZGVudGlmaWVy',
  state: {
    '@odata.type': 'microsoft.graph.importedWindowsAutopilotDeviceIdentityState',
    deviceImportStatus: 'pending',
    deviceRegistrationId: 'Device Registration Id value',
    deviceErrorCode: 15,
    deviceErrorName: 'Device Error Name value',
  },
  assignedUserPrincipalName: 'Assigned User Principal Name value',
}
const importedMembers = [
  ...['id', 'groupTag', 'serialNumber', 'productKey', 'importId', 'hardwareIdentifier', 'state'],
  'assignedUserPrincipalName',
]

const identityBody = {
  '@odata.type': '#microsoft.graph.windowsAutopilotDeviceIdentity',
  groupTag: 'Group Tag value',
  purchaseOrderIdentifier: 'Purchase Order Identifier value',
  serialNumber: 'Serial Number value',
  productKey: 'Product Key value',
  manufacturer: 'Manufacturer value',
  model: 'Model value',
  enrollmentState: 'enrolled',
  lastContactedDateTime: '2016-12-31T23:58:44.2908994-08:00',
  addressableUserName: 'Addressable User Name value',
  userPrincipalName: 'User Principal Name value',
  resourceName: 'Resource Name value',
  skuNumber: 'Sku Number value',
  systemFamily: 'System Family value',
  azureActiveDirectoryDeviceId: 'Azure Active Directory Device Id value',
  managedDeviceId: 'Managed Device Id value',
  // The page says `Display Name value`, which is not a name for a computer (docs/differences.md).
  displayName: 'PC-1',
}
const identityMembers = ['id', ...Object.keys(identityBody).filter((name) => !name.startsWith('@'))]

const user = {
  userPrincipalName: 'User Principal Name value',
  addressableUserName: 'Addressable User Name value',
}
const settingsMembers = ['id', 'lastSyncDateTime', 'lastManualSyncTriggerDateTime', 'syncStatus']

export const facts: readonly Fact[] = [
  { method: 'POST', path: imported, status: 201, body: importedBody, members: importedMembers },
  { method: 'GET', path: imported, status: 200, members: importedMembers },
  { method: 'GET', path: `${imported}/{imported}`, status: 200, members: importedMembers },
  {
    method: 'POST',
    path: `${imported}/import`,
    status: 200,
    body: { [imported]: [{ ...importedBody, id: '985b4f49-4f49-985b-494f-5b98494f5b98' }] },
    members: importedMembers,
  },
  { method: 'DELETE', path: `${imported}/{imported}`, status: 204 },
  { method: 'POST', path: identities, status: 201, body: identityBody, members: identityMembers },
  { method: 'GET', path: identities, status: 200, members: identityMembers },
  { method: 'GET', path: `${identities}/{identity}`, status: 200, members: identityMembers },
  { method: 'POST', path: `${identities}/{identity}/assignUserToDevice`, status: 204, body: user },
  { method: 'POST', path: `${identities}/{identity}/unassignUserFromDevice`, status: 204 },
  {
    method: 'POST',
    path: `${identities}/{identity}/updateDeviceProperties`,
    status: 204,
    body: { ...user, groupTag: 'Group Tag value', displayName: 'PC-1' },
  },
  {
    method: 'POST',
    path: `${identities}/{identity}/assignResourceAccountToDevice`,
    status: 204,
    body: { ...user, resourceAccountName: 'Resource Account Name value' },
    betaOnly: true,
  },
  {
    method: 'POST',
    path: `${identities}/{identity}/unassignResourceAccountFromDevice`,
    status: 204,
    betaOnly: true,
  },
  {
    method: 'POST',
    path: `${identities}/{identity}/deploymentProfile/assignedDevices/{identity}/assignUserToDevice`,
    status: 204,
    body: user,
    betaOnly: true,
  },
  { method: 'DELETE', path: `${identities}/{identity}`, status: 204 },
  { method: 'GET', path: settings, status: 200, members: settingsMembers, betaOnly: true },
  {
    method: 'PATCH',
    path: settings,
    status: 200,
    body: {
      '@odata.type': '#microsoft.graph.windowsAutopilotSettings',
      lastSyncDateTime: '2017-01-01T00:02:49.3205976-08:00',
      syncStatus: 'inProgress',
    },
    members: settingsMembers,
    betaOnly: true,
  },
  { method: 'POST', path: `${settings}/sync`, status: 204, betaOnly: true },
]
