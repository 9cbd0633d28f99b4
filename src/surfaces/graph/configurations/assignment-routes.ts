/** Which groups a stored policy is for, as Graph reads and replaces it. */
import { z } from 'zod'
import { ids } from '../../../core/id-kinds.ts'
import { type Configuration, updateConfiguration } from '../../../core/inventory/configuration.ts'
import { findRecord, type Members, type Stored } from '../../../core/inventory/records.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import type { GraphVersion } from '../entity-set.ts'
import { type ConfigurationDeps, type ConfigurationSet, idOf } from './configuration-set.ts'
import { assignmentId, checkedTarget, policyTarget } from './configuration-targets.ts'

const audit = { category: 'Other', resource: 'DeviceConfiguration' } as const
const route = routesWith<ConfigurationDeps>()

export function assignmentRoutes(
  of: ConfigurationSet,
  member: string,
  { links }: GraphVersion,
): readonly Route<ConfigurationDeps>[] {
  const base = `/${of.path.toLowerCase()}/:id`
  const assignRequest = z.object({ [member]: z.array(z.object({ target: policyTarget })).max(500) })
  const answer = (input: Input<ConfigurationDeps, unknown>, row: Stored<Configuration>) => ({
    '@odata.context': links.context(input.request, `${of.path}('${idOf(of, row)}')/assignments`),
    value: row.members.targets.map((each) => ({ id: assignmentId(row.id, each), target: each })),
  })
  return [
    route({
      method: 'GET',
      path: `${base}/assignments`,
      permission: of.read,
      async handle(input) {
        const id = input.parameter('id', ids.configuration)
        return answer(input, await findRecord(of.records(input.ports), input.caller.tenantId, id))
      },
    }),
    route({
      method: 'POST',
      path: `${base}/assign`,
      permission: of.write,
      audit: { ...audit, action: 'assign' },
      body: assignRequest,
      async handle(input) {
        const { ports, caller } = input
        const given = Object.values(input.body)[0] ?? []
        const targets: Members[] = []
        for (const each of given)
          targets.push(await checkedTarget(ports.groups, caller.tenantId, each.target))
        const place = { records: of.records(ports), tenantId: caller.tenantId, now: ports.now() }
        const id = input.parameter('id', ids.configuration)
        return answer(input, await updateConfiguration(place, id, { targets }))
      },
    }),
  ]
}
