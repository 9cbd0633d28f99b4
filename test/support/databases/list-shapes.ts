/** Lists as Graph, portal and command line ask for them, over a registry of `fill-registry.ts`. */

import { filledDeviceId } from './fill-registry.ts'

export type ListShape = {
  readonly name: string
  /** The request, with so many devices registered. */
  readonly path: (devices: number) => string
  /** What a client has asked just before. */
  readonly before?: (devices: number) => string
  /** Rows that are counted for each that is shown. */
  readonly counted?: number
}

const identities = '/v1.0/deviceManagement/windowsAutopilotDeviceIdentities'
const imported = '/v1.0/deviceManagement/importedWindowsAutopilotDeviceIdentities'
const managed = '/v1.0/deviceManagement/managedDevices'
const directory = '/v1.0/devices'
const admin = '/admin/v1/devices'

const query = (path: string, options: Readonly<Record<string, string>>) =>
  `${path}?${new URLSearchParams(options)}`

const listed =
  (path: string, top: string) =>
  (what: string, options: Readonly<Record<string, string>> = {}) => ({
    name: `${path.slice(path.lastIndexOf('/') + 1)}: ${what}`,
    path: () => query(path, { [top]: '50', ...options }),
  })
const identity = listed(identities, '$top')
const device = listed(directory, '$top')
const receipt = listed(imported, '$top')
const managedDevice = listed(managed, '$top')
const row = listed(admin, 'top')

const event = listed('/beta/deviceManagement/auditEvents', '$top')

const nobody = '00000000-0000-4000-8000-000000000001'

const identityFilters = [
  `groupTag eq 'Site-03'`,
  `groupTag eq 'nowhere'`,
  `groupTag ne 'Site-03'`,
  `contains(groupTag,'where')`,
  `manufacturer eq 'HP' and model eq 'HP Model 3'`,
  `manufacturer eq 'HP' and model eq 'LENOVO Model 3'`,
  `groupTag eq 'Site-03' and model eq 'nothing'`,
  `contains(model,'Model 7')`,
  `contains(model,'no such')`,
  `contains(manufacturer,'no such')`,
  `contains(serialNumber,'no such')`,
  `contains(displayName,'no such')`,
  `endswith(displayName,'no such')`,
  `startswith(displayName,'PC-000001')`,
  `startswith(serialNumber,'A')`,
  `displayName eq 'pc-00000100'`,
  `userPrincipalName eq 'nobody@contoso.test'`,
  `purchaseOrderIdentifier eq 'PO-1'`,
  `productKey eq 'nothing'`,
  `skuNumber eq 'SKU-7'`,
  `systemFamily eq 'nothing'`,
  `addressableUserName eq 'nobody'`,
  `resourceName eq 'nothing'`,
  `enrollmentState eq 'failed'`,
  `lastContactedDateTime gt 2099-01-01T00:00:00Z`,
  `lastContactedDateTime lt 2024-01-01T00:00:00Z`,
  `managedDeviceId eq '${nobody}'`,
  `azureActiveDirectoryDeviceId eq '${nobody}'`,
]

const identityOrders = [
  ...[
    'id',
    'serialNumber',
    'manufacturer',
    'model',
    'groupTag',
    'purchaseOrderIdentifier',
    'productKey',
  ],
  ...['displayName', 'userPrincipalName', 'skuNumber', 'systemFamily'],
  ...['enrollmentState', 'lastContactedDateTime', 'azureActiveDirectoryDeviceId'],
].map((name, i) => (i % 2 === 0 ? name : `${name} desc`))

/** Into the middle, by a reader who was not there before. */
const jumps: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['by id', {}],
  ['by id desc', { $orderby: 'id desc' }],
  ['by model', { $orderby: 'model' }],
  ['by groupTag desc', { $orderby: 'groupTag desc' }],
]

const audits: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['the newest', {}],
  ['of a person', { actor: 'admin7@contoso.test' }],
  ['of nobody', { actor: 'nobody@contoso.test' }],
  ['what failed', { result: 'Failure' }],
  ['of the first minutes', { from: '2025-01-01T00:00:00Z', to: '2025-01-01T00:02:00Z' }],
  ['of nothing', { resource: nobody }],
  ['of a category', { category: 'Role' }],
  ['of a day without any', { from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' }],
]

const auditFilters = [
  `activity eq 'Activity 7'`,
  `activity eq 'nothing'`,
  `actor/userPrincipalName eq 'nobody@contoso.test'`,
  `activityDateTime lt 2025-01-01T00:02:00Z`,
  `correlationId eq '${nobody}'`,
  `category eq 'Device'`,
  `category eq 'nothing'`,
  `activityOperationType eq 'Delete'`,
  `actor/applicationId eq '${nobody}'`,
]

const deviceFilters = [
  `displayName eq 'PC-00000100'`,
  `displayName eq 'nothing'`,
  `startswith(displayName,'nothing')`,
  `deviceId eq '${nobody}'`,
  `id eq '${nobody}'`,
  `physicalIds/any(p:p eq '[OrderID]:nowhere')`,
  `physicalIds/any(p:startswith(p,'[ZTDID]'))`,
  `accountEnabled eq false`,
  `extensionAttributes/extensionAttribute1 eq 'Green'`,
  `extensionAttributes/extensionAttribute1 eq 'ROOM 1'`,
  `extensionAttributes/extensionAttribute2 eq 'KIOSK'`,
  `extensionAttributes/extensionAttribute1 in ('Room 1','Room 2')`,
]

const rowOrders = [
  ...[
    'serialNumber',
    'manufacturer',
    'model',
    'groupTag',
    'purchaseOrderIdentifier',
    'userPrincipalName',
  ],
  ...[
    'displayName',
    'enrollmentState',
    'lastContactedDateTime',
    'registeredDateTime',
    'claimLevel',
    'provisionalUntilDateTime',
  ],
].map((name, i) => (i % 2 === 0 ? `-${name}` : name))

/** A profile that is assigned to a group with a rule on the tag. */
export const listShapes = (profileId: string): readonly ListShape[] => [
  identity('a page'),
  identity('a page and how many there are', { $count: 'true' }),
  { name: 'identities: how many there are', path: () => `${identities}/$count` },
  {
    name: 'identities: deep, by $skip',
    before: (devices) =>
      query(identities, { $top: '50', $skip: String(Math.round(devices * 0.9) - 50) }),
    path: (devices) => query(identities, { $top: '50', $skip: String(Math.round(devices * 0.9)) }),
  },
  {
    name: 'identities: deep in another order, by $skip',
    before: (devices) =>
      query(identities, {
        $top: '50',
        $orderby: 'model',
        $skip: String(Math.round(devices * 0.9) - 50),
      }),
    path: (devices) =>
      query(identities, {
        $top: '50',
        $orderby: 'model',
        $skip: String(Math.round(devices * 0.9)),
      }),
  },
  ...jumps.map(([what, options]) => ({
    name: `identities: a jump, ${what}`,
    path: (devices: number) =>
      query(identities, { $top: '50', $skip: String(Math.round(devices / 2)), ...options }),
  })),
  ...identityFilters.map(($filter) => identity($filter, { $filter })),
  ...identityOrders.map(($orderby) => identity(`by ${$orderby}`, { $orderby })),
  identity('how many of a tag', { $filter: `groupTag eq 'Site-03'`, $count: 'true' }),
  identity('how many of a model and a state', {
    $filter: `startswith(model,'HP') and enrollmentState eq 'enrolled'`,
    $count: 'true',
  }),
  {
    name: 'assignedDevices, and how many there are',
    path: () =>
      query(
        `/beta/deviceManagement/windowsAutopilotDeploymentProfiles/${profileId}/assignedDevices`,
        { $top: '50', $count: 'true' },
      ),
  },
  {
    name: 'identities: without a profile, and how many there are',
    path: () =>
      query('/beta/deviceManagement/windowsAutopilotDeviceIdentities', {
        $top: '50',
        $filter: `deploymentProfileAssignmentStatus eq 'notAssigned'`,
        $count: 'true',
      }),
  },
  device('a page'),
  ...deviceFilters.map(($filter) => device($filter, { $filter })),
  device('by displayName', { $orderby: 'displayName' }),
  device('searched', { $search: '"displayName:nothing"' }),
  receipt('a page'),
  ...['error', 'unknown'].map((state) =>
    receipt(`in state ${state}`, { $filter: `state/deviceImportStatus eq '${state}'` }),
  ),
  receipt('the newest', { $orderby: 'id desc' }),
  receipt('the newest by time', { $orderby: 'createdDateTime desc' }),
  ...[
    'state/deviceErrorCode eq 802',
    'state/deviceErrorCode eq 806',
    `state/deviceErrorName eq 'ZtdDeviceAlreadyAssigned'`,
    `state/deviceImportStatus eq 'error' and state/deviceErrorName eq 'InvalidZtdHardwareHash'`,
  ].map(($filter) => receipt($filter, { $filter })),
  receipt('of a serial number', { $filter: `serialNumber eq 'nothing'` }),
  receipt('of a serial number in a state', {
    $filter: `serialNumber eq 'nothing' and state/deviceImportStatus eq 'complete'`,
  }),
  ...['assignedUserPrincipalName', 'productKey', 'id', 'importId'].map((name) =>
    receipt(`of one ${name}`, { $filter: `${name} eq '${nobody}'` }),
  ),
  managedDevice('a page'),
  ...[
    `serialNumber eq 'nothing'`,
    `deviceName eq 'nothing'`,
    `azureADDeviceId eq '${nobody}'`,
    `userPrincipalName eq 'nobody@contoso.test'`,
  ].map(($filter) => managedDevice($filter, { $filter })),
  managedDevice('by deviceName', { $orderby: 'deviceName' }),
  managedDevice('the newest', { $orderby: 'enrolledDateTime desc' }),
  row('a page and how many there are', { count: 'true' }),
  ...rowOrders.map((sort) => row(`by ${sort}`, { sort })),
  row('searched', { q: 'nothing like it' }),
  row('searched by model', { q: 'model 7' }),
  row('searched by name', { q: 'pc-00000100' }),
  row('of a tag and a model', {
    filter: `groupTag eq 'Site-03' and model eq 'HP Model 3'`,
    count: 'true',
  }),
  row('with provisional claims', {
    filter: 'claimLevel eq 0 and provisionalUntilDateTime gt 2099-01-01T00:00:00Z',
  }),
  row('registered in a day', {
    filter: 'registeredDateTime gt 2099-01-01T00:00:00Z',
    count: 'true',
  }),
  {
    name: 'devices: counts per value',
    path: () => query(`${admin}/facets`, { by: 'groupTag,manufacturer,model,enrollmentState' }),
  },
  {
    name: 'devices: counts per value of one maker',
    path: () => query(`${admin}/facets`, { by: 'groupTag,model', filter: `manufacturer eq 'HP'` }),
  },
  ...audits.map(([what, options]) => ({
    name: `audit trail: ${what}`,
    path: () => query('/admin/v1/audit', { limit: '50', ...options }),
  })),
  {
    name: 'audit trail: of a device',
    path: (devices) => `/admin/v1/audit?resource=${filledDeviceId(devices / 2)}`,
  },
  {
    name: 'timeline of a device',
    path: (devices) => `${admin}/${filledDeviceId(devices / 2)}/timeline`,
  },
  ...auditFilters.map(($filter) => event($filter, { $filter })),
  event('the newest', { $orderby: 'activityDateTime desc' }),
  // An import is summed up from its rows, of which these have 500.
  { name: 'overview', path: () => '/admin/v1/overview?days=30', counted: 5 * 1_200 },
  { name: 'imports: the newest', path: () => '/admin/v1/imports?limit=5', counted: 1_200 },
  { name: 'deleted devices: a page', path: () => '/admin/v1/deleted-devices?limit=50' },
  {
    name: 'deleted devices: expired',
    path: () => '/admin/v1/deleted-devices?limit=50&state=expired',
  },
  ...['nothing like it', 'model 7', 'user1', 'site-03'].map((q) => ({
    name: `deleted devices: searched for ${q}`,
    path: () => query('/admin/v1/deleted-devices', { limit: '50', q }),
  })),
  {
    name: 'deleted devices: by serial number',
    path: () => '/admin/v1/deleted-devices?limit=50&serialNumber=nothing',
  },
]
