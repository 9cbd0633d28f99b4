/**
 * Every protected route as a request: taken from the surfaces' own tables, so that a new route is asked
 * without anybody thinking of it. Parameters are filled with things of the tenant that exist.
 */
import type { ProtectedRoute } from '../../src/surfaces/http/protected-routes.ts'
import { type Client, json, type openRegistry } from '../support/registry.ts'

export type Registry = Awaited<ReturnType<typeof openRegistry>>

export type RouteRequest = ProtectedRoute & {
  /** Such as `GET /v1.0/groups/:id`. */
  readonly title: string
  /** With its parameters filled. */
  readonly url: string
  readonly changes: boolean
}

/** Ids of one thing of each set, by the path's word. */
export type Ids = Readonly<Record<string, string>>

export function routeRequests({ app }: Registry, ids: Ids): readonly RouteRequest[] {
  return app.routes.flatMap(({ guarded, method, path, surface }) =>
    // Partners and OEMs have tokens and callers of their own: `test/partners` asks their routes.
    guarded === undefined || surface === 'partner-center' || surface === 'oem'
      ? []
      : [
          {
            ...guarded,
            title: `${method} ${path}`,
            url: filled(path, ids),
            // Reading a device's hashes leaves an entry too, but changes nothing.
            changes: guarded.audit !== undefined && method !== 'GET',
          },
        ],
  )
}

/** What stands before a parameter says what it names; `:owner` and the like name a device. */
function filled(path: string, ids: Ids): string {
  const parts = path.split('/')
  return parts
    .map((part, i) =>
      part.startsWith(':') ? (ids[parts[i - 1] ?? ''] ?? ids['device'] ?? '') : part,
    )
    .join('/')
}

/** One of everything, made over the API; devices have the tag. */
export async function populate(client: Client, groupTag: string, serialNumber: string) {
  const made = async (path: string, body: object) => json(client.ask('POST', path, body))
  const device = await made('/beta/deviceManagement/windowsAutopilotDeviceIdentities', {
    serialNumber,
    groupTag,
  })
  const receipt = await made('/beta/deviceManagement/importedWindowsAutopilotDeviceIdentities', {
    serialNumber: `${serialNumber}-R`,
    groupTag,
    hardwareIdentifier: 'T0E=',
  })
  const profile = await made('/beta/deviceManagement/windowsAutopilotDeploymentProfiles', {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: `Profile of ${serialNumber}`,
  })
  const group = await made('/beta/groups', {
    displayName: `Group of ${serialNumber}`,
    mailEnabled: false,
    mailNickname: 'group',
    securityEnabled: true,
  })
  const role = await made('/admin/v1/roles', {
    displayName: `Role of ${serialNumber}`,
    permissions: ['devices.read'],
  })
  const assignment = await made('/admin/v1/role-assignments', {
    roleId: role.id,
    principalKind: 'group',
    principalId: group.id,
  })
  const { applicationId } = await made('/admin/v1/applications', {
    displayName: `Application of ${serialNumber}`,
  })
  const [object] = (await json(client.ask('GET', '/v1.0/devices'))).value.filter(
    ({ displayName }: { displayName: string }) => displayName === serialNumber,
  )
  return {
    device: device.id,
    windowsautopilotdeviceidentities: device.id,
    assigneddevices: device.id,
    importedwindowsautopilotdeviceidentities: receipt.id,
    windowsautopilotdeploymentprofiles: profile.id,
    devices: object.id,
    groups: group.id,
    roles: role.id,
    'role-assignments': assignment.id,
    applications: applicationId,
  } satisfies Ids
}

/** What the database holds, but for the trail of refusals and the counters of requests: a line for each table. */
export async function contentOf({ store }: Registry): Promise<string> {
  const { rows: tables } = await store.pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and relname !~ '^(audit_|request_budget|protocol_state)' order by relname`,
  )
  // One statement: a test asks hundreds of times, and there are a hundred tables.
  const sums = tables.map(
    ({ name }) =>
      `select '${name}: ' || coalesce(string_agg(md5(kept::text), '' order by md5(kept::text)), '') as line from ${name} as kept`,
  )
  const { rows } = await store.pool.query<{ line: string }>(sums.join(' union all '))
  return rows
    .map(({ line }) => line)
    .toSorted()
    .join('\n')
}
