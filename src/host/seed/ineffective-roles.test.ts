import { expect, test } from 'vitest'
import { ineffectiveRoles } from './ineffective-roles.ts'

const empty = { domains: [], groups: [], profiles: [], devices: [], webhooks: [] }

test('roles that grant nothing are reported with their location, and the others are not', () => {
  const tenant = {
    ...empty,
    domain: 'contoso.test',
    displayName: 'Contoso',
    applications: [
      {
        displayName: 'Inventory',
        roles: ['Device.Read.All', 'DeviceManagementServiceConfig.Read'],
      },
    ],
    users: [
      {
        userPrincipalName: 'ann@contoso.test',
        displayName: 'Ann',
        roles: ['Intune Administrator', 'intune admin'],
        licensed: false,
      },
    ],
  }
  expect(ineffectiveRoles({ tenants: [tenant] })).toEqual([
    'contoso.test, application Inventory: DeviceManagementServiceConfig.Read',
    'contoso.test, ann@contoso.test: intune admin',
  ])
})
