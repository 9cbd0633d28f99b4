/** Routes of `/deviceManagement/windowsAutopilotDeploymentProfiles` (beta). */
import { findDevice } from '../../../core/devices/device.ts'
import { ids } from '../../../core/id-kinds.ts'
import {
  changeProfile,
  createProfile,
  removeProfile,
} from '../../../core/profiles/change-profile.ts'
import { findProfile, profileNotFound } from '../../../core/profiles/profile.ts'
import { type Route, routesWith } from '../../http/route.ts'
import { configurationFile } from '../configurations/configuration-file.ts'
import { entityBody, type GraphVersion, readRoutes } from '../entity-set.ts'
import { checkStrictProfile, requireConcrete } from '../fidelity/strict.ts'
import { assignmentRoutes, type ProfileIdOf } from './profile-assignments.ts'
import { withoutNulls } from './profile-nulls.ts'
import { newProfile, payloadRequest, profileChanges, profileRequest } from './profile-requests.ts'
import { type ProfileRouteDeps, profileSet, profileSetPath, profilesOf } from './profile-set.ts'

const base = `/${profileSetPath.toLowerCase()}`
const deviceBase = '/devicemanagement/windowsautopilotdeviceidentities'

const audit = { category: 'Enrollment', resource: 'WindowsAutopilotDeploymentProfile' } as const
const set = profileSet
const route = routesWith<ProfileRouteDeps>()

const named: ProfileIdOf = async ({ parameter }) => parameter('id', ids.profile)

/** Graph also exposes a device's profile under the device. [documented] */
function ofDevice(of: 'profileId' | 'intended'): ProfileIdOf {
  return async ({ ports, caller: { tenantId }, parameter }) => {
    const id = parameter('id', ids.device)
    const device = await findDevice(ports.devices, tenantId, id)
    const [profile] = await profilesOf(ports, { devices: [device], tenantId }, of)
    if (!profile) throw profileNotFound(`of the device ${id}`)
    return profile.id
  }
}

export function profileRoutes(graph: GraphVersion): readonly Route<ProfileRouteDeps>[] {
  return [
    payloadLinksRoute(graph),
    ...readRoutes(set, graph),
    ...changingRoutes(graph),
    ...profileOfDeviceRoutes(graph),
    configurationFileRoute,
    ...[
      { path: `${base}/:id`, profileIdOf: named },
      { path: `${deviceBase}/:id/deploymentprofile`, profileIdOf: ofDevice('profileId') },
      { path: `${deviceBase}/:id/intendeddeploymentprofile`, profileIdOf: ofDevice('intended') },
    ].flatMap((place) => assignmentRoutes(graph, place)),
  ]
}

function payloadLinksRoute({ links }: GraphVersion): Route<ProfileRouteDeps> {
  return route({
    method: 'POST',
    path: `${base}/haspayloadlinks`,
    permission: 'profiles.read',
    body: payloadRequest,
    async handle({ ports, caller, body: { payloadIds }, request }) {
      const known = payloadIds.flatMap((id) => ids.profile.parse(id) ?? [])
      const assignments = await ports.profiles.assignments(caller.tenantId, known)
      const linked = new Set<string>(assignments.map(({ profileId }) => profileId))
      const context = 'Collection(microsoft.graph.hasPayloadLinkResultItem)'
      return {
        '@odata.context': links.context(request, context),
        value: payloadIds.map((payloadId) => {
          const hasLink = linked.has(ids.profile.parse(payloadId) ?? '')
          return { payloadId, hasLink, error: null, sources: hasLink ? ['direct'] : [] }
        }),
      }
    },
  })
}

function changingRoutes(graph: GraphVersion): readonly Route<ProfileRouteDeps>[] {
  return [
    route({
      method: 'POST',
      path: base,
      permission: 'profiles.create',
      audit,
      body: profileRequest,
      status: 201,
      async handle(input) {
        const { ports, caller, body } = input
        const text = newProfile(body)
        if (ports.fidelity === 'strict') {
          requireConcrete(body['@odata.type'])
          checkStrictProfile(text)
        }
        const row = await createProfile(ports, caller.tenantId, text)
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      method: 'PATCH',
      path: `${base}/:id`,
      permission: 'profiles.update',
      audit,
      body: profileRequest,
      async handle(input) {
        const { ports, caller, body, parameter } = input
        const { tenantId } = caller
        const known = await findProfile(ports.profiles, tenantId, parameter('id', ids.profile))
        const changes = profileChanges(withoutNulls(body), known.experience)
        if (ports.fidelity === 'strict') checkStrictProfile({ ...known, ...changes })
        const row = await changeProfile(ports, { tenantId, id: known.id }, changes)
        return await entityBody(input, { set, graph, row })
      },
    }),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      permission: 'profiles.delete',
      audit,
      status: 204,
      handle: ({ ports, caller, parameter }) =>
        removeProfile(ports.profiles, caller.tenantId, parameter('id', ids.profile)),
    }),
  ]
}

function profileOfDeviceRoutes(graph: GraphVersion): readonly Route<ProfileRouteDeps>[] {
  return (['profileId', 'intended'] as const).map((of) =>
    route({
      method: 'GET',
      path: `${deviceBase}/:id/${of === 'intended' ? 'intendeddeploymentprofile' : 'deploymentprofile'}`,
      permission: 'profiles.read',
      async handle(input) {
        const id = await ofDevice(of)(input)
        const row = await findProfile(input.ports.profiles, input.caller.tenantId, id)
        return await entityBody(input, { set, graph, row })
      },
    }),
  )
}

/** Not in Graph, where scripts build the file themselves [observed]: the file for devices that are not registered. */
const configurationFileRoute = route({
  method: 'GET',
  path: `${base}/:id/autopilotconfigurationfile`,
  permission: 'profiles.read',
  async handle({ ports, caller: { tenantId }, parameter }) {
    const profile = await findProfile(ports.profiles, tenantId, parameter('id', ids.profile))
    return configurationFile(profile, await ports.tenants.find(tenantId))
  },
})
