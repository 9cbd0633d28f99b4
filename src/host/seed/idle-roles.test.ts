import { expect, test } from 'vitest'
import { idleRoles } from './idle-roles.ts'

const empty = { domains: [], groups: [], profiles: [], devices: [] }

test('roles that give nothing are reported with their place, and the others are not', () => {
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
  expect(idleRoles({ tenants: [tenant] })).toEqual([
    'contoso.test, application Inventory: DeviceManagementServiceConfig.Read',
    'contoso.test, ann@contoso.test: intune admin',
  ])
})
