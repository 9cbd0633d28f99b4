/** Enrollment configurations, configuration policies, assignment filters and scope tags. */
import {
  assignmentFilterType,
  configurationPolicyType,
  enrollmentConfigurationType,
  enrollmentLimitType,
  enrollmentStatusPageType,
  platformRestrictionsType,
  roleScopeTagType,
} from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import { setPriority } from '../../../core/inventory/configuration.ts'
import { findRecord } from '../../../core/inventory/records.ts'
import { type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { configurationRoutes } from './configuration-routes.ts'
import { type ConfigurationDeps, type ConfigurationSet, numbered } from './configuration-set.ts'

/** How ids of each type end. [observed: scripts match on `_Windows10EnrollmentCompletionPageConfiguration`] */
const suffixes: Readonly<Record<string, string>> = {
  windows10EnrollmentCompletionPageConfiguration: 'Windows10EnrollmentCompletionPageConfiguration',
  deviceEnrollmentLimitConfiguration: 'Limit',
  deviceEnrollmentPlatformRestrictionsConfiguration: 'PlatformRestrictions',
}

export const enrollmentConfigurationPath = 'deviceManagement/deviceEnrollmentConfigurations'
export const configurationPolicyPath = 'deviceManagement/configurationPolicies'
export const assignmentFilterPath = 'deviceManagement/assignmentFilters'
export const roleScopeTagPath = 'deviceManagement/roleScopeTags'

const enrollmentConfigurations: ConfigurationSet = {
  path: enrollmentConfigurationPath,
  type: enrollmentConfigurationType,
  derived: [enrollmentStatusPageType, enrollmentLimitType, platformRestrictionsType],
  records: (ports) => ports.enrollmentConfigurations,
  read: 'enrollment-configurations.read',
  write: 'enrollment-configurations.write',
  nameMember: 'displayName',
  assignments: 'enrollmentConfigurationAssignments',
  suffix: (type) => suffixes[type] ?? type,
  shown: ({ type }) => ({ deviceEnrollmentConfigurationType: kindOf(type) }),
}

/** [schema: deviceEnrollmentConfigurationType] */
function kindOf(type: string): string {
  if (type.endsWith('LimitConfiguration')) return 'limit'
  return type.endsWith('CompletionPageConfiguration')
    ? 'windows10EnrollmentCompletionPageConfiguration'
    : 'platformRestrictions'
}

/** Device preparation is a policy of the family `enrollmentConfiguration`. [observed] */
const configurationPolicies: ConfigurationSet = {
  path: configurationPolicyPath,
  type: configurationPolicyType,
  records: (ports) => ports.configurationPolicies,
  read: 'configurations.read',
  write: 'configurations.write',
  nameMember: 'name',
  assignments: 'assignments',
  shown: ({ settings, targets }) => ({
    settingCount: settings.length,
    isAssigned: targets.length > 0,
  }),
}

const assignmentFilters: ConfigurationSet = {
  path: assignmentFilterPath,
  type: assignmentFilterType,
  records: (ports) => ports.assignmentFilters,
  read: 'configurations.read',
  write: 'configurations.write',
  nameMember: 'displayName',
}

const roleScopeTags: ConfigurationSet = {
  path: roleScopeTagPath,
  type: roleScopeTagType,
  records: (ports) => ports.roleScopeTags,
  read: 'roles.read',
  write: 'roles.write',
  nameMember: 'displayName',
}

const priorityRequest = z.object({ priority: z.int().min(1).max(1_000) })
const route = routesWith<ConfigurationDeps>()

export function enrollmentConfigurationRoutes(
  graph: GraphVersion,
): readonly Route<ConfigurationDeps>[] {
  return [
    ...configurationRoutes(enrollmentConfigurations, graph),
    route({
      method: 'POST',
      path: `/${enrollmentConfigurationPath.toLowerCase()}/:id/setpriority`,
      permission: enrollmentConfigurations.write,
      audit: { category: 'Other', resource: 'DeviceConfiguration', action: 'setPriority' },
      body: priorityRequest,
      status: 204,
      handle: ({ ports, caller, body, parameter }) =>
        setPriority(
          {
            records: ports.enrollmentConfigurations,
            tenantId: caller.tenantId,
            now: ports.now(),
          },
          parameter('id', ids.configuration),
          body.priority,
        ),
    }),
  ]
}

/** Those that only beta has. */
export function betaConfigurationRoutes(graph: GraphVersion): readonly Route<ConfigurationDeps>[] {
  return [
    ...configurationRoutes(configurationPolicies, graph),
    route({
      method: 'GET',
      path: `/${configurationPolicyPath.toLowerCase()}/:id/settings`,
      permission: configurationPolicies.read,
      async handle({ ports, caller, parameter, request }) {
        const id = parameter('id', ids.configuration)
        const found = await findRecord(ports.configurationPolicies, caller.tenantId, id)
        const context = `${configurationPolicyPath}('${id}')/settings`
        return {
          '@odata.context': graph.links.context(request, context),
          value: numbered(found.members),
        }
      },
    }),
    ...configurationRoutes(assignmentFilters, graph),
    ...configurationRoutes(roleScopeTags, graph),
  ]
}
