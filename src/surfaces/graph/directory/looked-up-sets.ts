/** What tools look up and nobody writes here: licenses, roles, recovery keys, and Apple's tokens. */
import type { EntityType } from 'taxiway-autopilot/graph'
import {
  depOnboardingType,
  recoveryKeyType,
  roleDefinitionType,
  subscribedSkuType,
} from 'taxiway-autopilot/graph'
import { listRoles } from '../../../core/access/manage-roles.ts'
import type { Permission } from '../../../core/access/permissions.ts'
import type { Role, Roles } from '../../../core/access/roles.ts'
import type { DirectoryPeople } from '../../../core/directory/directory-person.ts'
import { DomainError } from '../../../core/errors.ts'
import { ids } from '../../../core/id-kinds.ts'
import type { TenantId } from '../../../core/ids.ts'
import { listInMemory } from '../../../core/query-list.ts'
import type { EntitySet } from '../entity-set.ts'
import { deviceManagementLicense } from './present-directory.ts'

export type LookedUpDeps = {
  readonly directoryPeople: DirectoryPeople
  readonly roles: Pick<Roles, 'list'>
}

const types = { id: 'text', displayName: 'text', deviceId: 'text' } as const
type Field = keyof typeof types

type Row = {
  readonly id: string
  readonly displayName: string
  readonly deviceId?: string
  readonly shown: object
}

type Description = {
  readonly path: string
  readonly type: EntityType
  readonly read: Permission
  readonly fields?: Readonly<Record<string, Field>>
  readonly all: (ports: LookedUpDeps, tenantId: TenantId) => Promise<readonly Row[]>
}

export function setOf({ all, ...rest }: Description): EntitySet<LookedUpDeps, Row, Field, string> {
  return {
    fields: { id: 'id', displayname: 'displayName' },
    ...rest,
    id: ids.anyKey,
    types,
    rows: (ports) => ({
      list: async (tenantId, query) =>
        listInMemory(
          await all(ports, tenantId),
          { types, valueOf: (row, field) => row[field] ?? null },
          query,
        ),
      async find(tenantId, id) {
        const found = (await all(ports, tenantId)).find((each) => each.id === id)
        if (found === undefined)
          throw new DomainError('not-found', `There is no object with the id '${id}'.`)
        return found
      },
      present: async (rows) => rows.map(({ shown }) => shown),
    }),
  }
}

export const roleDefinitionPath = 'deviceManagement/roleDefinitions'
export const depOnboardingPath = 'deviceManagement/depOnboardingSettings'
const recoveryKeyPath = 'informationProtection/bitlocker/recoveryKeys'

export const roleDefinitions: Description = {
  path: roleDefinitionPath,
  type: roleDefinitionType,
  read: 'roles.read',
  all: async (ports, tenantId) => (await listRoles(ports, tenantId)).map(roleRow),
}

function roleRow({ id, displayName, description, builtIn, permissions }: Role): Row {
  const resourceActions = [{ allowedResourceActions: permissions, notAllowedResourceActions: [] }]
  const rolePermissions = [{ resourceActions }]
  return {
    id,
    displayName,
    shown: { id, displayName, description, isBuiltIn: builtIn, rolePermissions },
  }
}

/** Nobody escrows keys here, and no Apple device enrolls. */
const none = async () => []
export const recoveryKeys: Description = {
  path: recoveryKeyPath,
  type: recoveryKeyType,
  read: 'recovery-keys.read',
  fields: { id: 'id', deviceid: 'deviceId' },
  all: none,
}
export const depOnboarding: Description = {
  path: depOnboardingPath,
  type: depOnboardingType,
  read: 'enrollment-tokens.read',
  all: none,
}

/** One license stands for all that cover device management; there are as many as people have. */
export const skus: Description = {
  path: 'subscribedSkus',
  type: subscribedSkuType,
  read: 'licenses.read',
  async all({ directoryPeople }, tenantId) {
    const filter = { kind: 'compare', field: 'licensed', op: 'eq', value: true } as const
    const query = { filter, page: { limit: 0 }, count: true }
    const { total = 0 } = await directoryPeople.list(tenantId, query)
    const { skuId, skuPartNumber, servicePlanId } = deviceManagementLicense
    const id = `${tenantId}_${skuId}`
    const plan = { servicePlanId, servicePlanName: skuPartNumber, provisioningStatus: 'Success' }
    const shown = {
      id,
      accountName: null,
      accountId: tenantId,
      appliesTo: 'User',
      capabilityStatus: 'Enabled',
      consumedUnits: total,
      prepaidUnits: { enabled: total, suspended: 0, warning: 0, lockedOut: 0 },
      servicePlans: [{ ...plan, appliesTo: 'User' }],
      skuId,
      skuPartNumber,
      subscriptionIds: [],
    }
    return [{ id, displayName: skuPartNumber, shown }]
  },
}
