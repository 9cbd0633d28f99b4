/** `/deviceManagement/windowsAutopilotSettings` (beta): the manual sync and when it last ran. */

import { memberNames, settingsType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { type SyncDeps, syncState, triggerSync } from '../../../core/sync/autopilot-sync.ts'
import { type Input, type Route, routesWith } from '../../http/route.ts'
import { ofType } from '../bodies/known-members.ts'
import type { GraphVersion } from '../entity-set.ts'
import { entityOptions } from '../odata/list-request.ts'
import { queryOptions } from '../odata/query-options.ts'
import { parseShape, shaped } from '../odata/shape.ts'
import { presentSettings } from '../profiles/present-profile.ts'

const path = 'deviceManagement/windowsAutopilotSettings'
const base = `/${path.toLowerCase()}`

/** Only the service sets these values, so the request changes nothing. */
const settingsChange = z.object({})
ofType(settingsChange, {
  type: 'microsoft.graph.windowsAutopilotSettings',
  ignored: memberNames(settingsType, 'beta'),
})

const audit = { category: 'Enrollment', resource: 'WindowsAutopilotSettings' } as const
const permission = 'devices.sync'
const route = routesWith<SyncDeps>()

export function settingsRoutes({ links, version }: GraphVersion): readonly Route<SyncDeps>[] {
  async function answer({ ports, caller, request }: Input<SyncDeps>): Promise<object> {
    const options = queryOptions(request.options, entityOptions)
    const state = presentSettings(await syncState(ports, caller.tenantId))
    const shape = parseShape(options, { type: settingsType }, version)
    return { '@odata.context': links.context(request, `${path}/$entity`), ...shaped(state, shape) }
  }
  return [
    route({ method: 'GET', path: base, permission: 'devices.read', handle: answer }),
    route({
      method: 'PATCH',
      path: base,
      permission,
      audit,
      body: settingsChange,
      handle: answer,
    }),
    route({
      method: 'POST',
      path: `${base}/sync`,
      permission,
      audit: { ...audit, action: 'sync' },
      status: 204,
      handle: ({ ports, caller }) => triggerSync(ports, caller.tenantId),
    }),
  ]
}
