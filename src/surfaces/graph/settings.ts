/** `/deviceManagement/windowsAutopilotSettings` (beta): the manual sync and when it last ran. */

import type { Context } from 'hono'
import { settingsType } from 'taxiway-autopilot/graph'
import { z } from 'zod'
import { type SyncDeps, syncState, triggerSync } from '../../core/sync/autopilot-sync.ts'
import type { RequestEnv } from '../http/request-context.ts'
import { readBody } from './body.ts'
import type { GraphVersion } from './entity-set.ts'
import { entityOptions, queryOptions } from './odata/list-request.ts'
import { parseShape, shaped } from './odata/shape.ts'
import { presentSettings } from './present-profile.ts'
import type { Route } from './routes.ts'

const path = 'deviceManagement/windowsAutopilotSettings'
const base = `/${path.toLowerCase()}`

export function settingsRoutes(deps: SyncDeps, { links, version }: GraphVersion): readonly Route[] {
  async function answer(c: Context<RequestEnv>): Promise<Response> {
    const options = queryOptions(new URL(c.req.url), entityOptions)
    const state = presentSettings(await syncState(deps, c.get('caller').tenantId))
    const shape = parseShape(options, { type: settingsType }, version)
    return c.json({
      '@odata.context': links.context(c, `${path}/$entity`),
      ...shaped(state, shape),
    })
  }
  return [
    ['GET', base, 'devices.read', answer],
    [
      'PATCH',
      base,
      'devices.sync',
      async (c) => {
        // All of it is the service's own to say, so that the request changes nothing.
        await readBody(c, z.object({}))
        return await answer(c)
      },
    ],
    [
      'POST',
      `${base}/sync`,
      'devices.sync',
      async (c, { tenantId }) => {
        await triggerSync(deps, tenantId)
        return c.body(null, 204)
      },
    ],
  ]
}
