/** Routes of `/deviceManagement/windowsAutopilotDeploymentProfiles` (beta). */
import { type Device, findDevice } from '../../core/devices/device.ts'
import type { DeviceField } from '../../core/devices/device-fields.ts'
import { parseUuid } from '../../core/ids.ts'
import { changeProfile, createProfile, removeProfile } from '../../core/profiles/change-profile.ts'
import { devicesOfProfile } from '../../core/profiles/choose.ts'
import { findProfile, profileNotFound } from '../../core/profiles/profile.ts'
import type { Tenants } from '../../core/tenants/tenant.ts'
import { readBody } from './body.ts'
import { configurationFile } from './configuration-file.ts'
import { deviceId } from './device-set.ts'
import type { DeviceDeps } from './devices.ts'
import {
  answerList,
  type EntitySet,
  entityBody,
  type GraphVersion,
  readRoutes,
} from './entity-set.ts'
import type { Fidelity } from './fidelity.ts'
import { assignmentRoutes, type ProfileIdOf } from './profile-assignments.ts'
import { newProfile, payloadRequest, profileChanges, profileRequest } from './profile-requests.ts'
import { type AssignmentDeps, profileSet, profileSetPath, profilesOf } from './profile-set.ts'
import { parameter, type Route } from './routes.ts'
import { checkStrictProfile } from './strict.ts'

export type ProfileRouteDeps = AssignmentDeps &
  DeviceDeps & { readonly fidelity: Fidelity; readonly tenants: Pick<Tenants, 'find'> }

const base = `/${profileSetPath.toLowerCase()}`
const deviceBase = '/devicemanagement/windowsautopilotdeviceidentities'

export function profileRoutes(
  deps: ProfileRouteDeps,
  deviceSet: EntitySet<Device, DeviceField>,
  graph: GraphVersion,
): readonly Route[] {
  const { profiles, plans } = deps
  const set = profileSet(profiles)
  const named: ProfileIdOf = async (c) => parameter(c, 'id')
  /** Graph reaches a device's profile through the device as well. [documented] */
  const ofDevice =
    (of: 'profileId' | 'intended'): ProfileIdOf =>
    async (c, { tenantId }) => {
      const id = deviceId(parameter(c, 'id'))
      const device = await findDevice(deps.devices, tenantId, id)
      const [profile] = await profilesOf(deps, { devices: [device], tenantId }, of)
      if (!profile) throw profileNotFound(`of the device ${id}`)
      return profile.id
    }

  return [
    [
      'POST',
      `${base}/haspayloadlinks`,
      'profiles.read',
      async (c, { tenantId }) => {
        const { payloadIds } = await readBody(c, payloadRequest)
        const ids = payloadIds.flatMap((id) => parseUuid(id) ?? [])
        const assignments = await profiles.assignments(tenantId, ids)
        const linked = new Set(assignments.map(({ profileId }) => profileId))
        return c.json({
          '@odata.context': graph.links.context(
            c,
            'Collection(microsoft.graph.hasPayloadLinkResultItem)',
          ),
          value: payloadIds.map((payloadId) => ({
            payloadId,
            hasLink: linked.has(payloadId.toLowerCase()),
            error: null,
            sources: linked.has(payloadId.toLowerCase()) ? ['direct'] : [],
          })),
        })
      },
    ],
    ...readRoutes(set, graph),
    [
      'POST',
      base,
      'profiles.create',
      async (c, { tenantId }) => {
        const text = newProfile(await readBody(c, profileRequest))
        if (deps.fidelity === 'strict') checkStrictProfile(text)
        const row = await createProfile(deps, tenantId, text)
        return c.json(await entityBody(c, { set, graph, row, tenantId }), 201)
      },
    ],
    [
      'PATCH',
      `${base}/:id`,
      'profiles.update',
      async (c, { tenantId }) => {
        const known = await findProfile(profiles, tenantId, parameter(c, 'id'))
        const changes = profileChanges(await readBody(c, profileRequest), known.experience)
        if (deps.fidelity === 'strict') checkStrictProfile({ ...known, ...changes })
        const row = await changeProfile(deps, { tenantId, id: known.id }, changes)
        return c.json(await entityBody(c, { set, graph, row, tenantId }))
      },
    ],
    // Not in Graph, which has scripts make the file [observed]: the file for devices that are not registered.
    [
      'GET',
      `${base}/:id/autopilotconfigurationfile`,
      'profiles.read',
      async (c, { tenantId }) => {
        const profile = await findProfile(profiles, tenantId, parameter(c, 'id'))
        return configurationFile(profile, await deps.tenants.find(tenantId))
      },
    ],
    [
      'DELETE',
      `${base}/:id`,
      'profiles.delete',
      async (c, { tenantId }) => {
        await removeProfile(profiles, tenantId, parameter(c, 'id'))
        return c.body(null, 204)
      },
    ],
    ...(['profileId', 'intended'] as const).map((of): Route => {
      const name = of === 'intended' ? 'intendeddeploymentprofile' : 'deploymentprofile'
      return [
        'GET',
        `${deviceBase}/:id/${name}`,
        'profiles.read',
        async (c, caller) => {
          const { tenantId } = caller
          const row = await findProfile(profiles, tenantId, await ofDevice(of)(c, caller))
          return c.json(await entityBody(c, { set, graph, row, tenantId }))
        },
      ]
    }),
    [
      'GET',
      `${base}/:id/assigneddevices`,
      'devices.read',
      async (c, caller) => {
        const { id } = await findProfile(profiles, caller.tenantId, parameter(c, 'id'))
        const chosen = devicesOfProfile(await plans.plan(caller.tenantId), id)
        const those: EntitySet<Device, DeviceField> = {
          ...deviceSet,
          path: `${profileSetPath}('${id}')/assignedDevices`,
          list: (tenantId, { filter, ...query }) =>
            deviceSet.list(tenantId, {
              ...query,
              filter: filter === undefined ? chosen : { kind: 'and', parts: [chosen, filter] },
            }),
        }
        return await answerList(c, { set: those, graph, caller })
      },
    ],
    ...[
      { path: `${base}/:id`, profileIdOf: named },
      { path: `${deviceBase}/:id/deploymentprofile`, profileIdOf: ofDevice('profileId') },
      { path: `${deviceBase}/:id/intendeddeploymentprofile`, profileIdOf: ofDevice('intended') },
    ].flatMap((place) => assignmentRoutes(profiles, graph, place)),
  ]
}
