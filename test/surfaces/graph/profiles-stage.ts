/** A tenant, its devices and its groups. */
import { expect } from 'vitest'
import { type Client, type Json, openRegistry } from '../../support/registry.ts'
import { answer, beta, profileSet } from './registered.ts'

export let registry: Awaited<ReturnType<typeof openRegistry>>

export async function openStage() {
  registry = await openRegistry()
}

export const profiles = `${beta}/${profileSet}`

export const type = '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile'

export async function newProfile(tenant: Client, displayName: string, more = {}): Promise<Json> {
  const [status, profile] = await answer(
    tenant.ask('POST', profiles, { '@odata.type': type, displayName, ...more }),
  )
  expect(status).toBe(201)
  return profile
}

export async function newGroup(
  tenant: Client,
  displayName: string,
  rule?: string,
): Promise<string> {
  const body = {
    displayName,
    mailNickname: displayName,
    securityEnabled: true,
    mailEnabled: false,
    ...(rule && { groupTypes: ['DynamicMembership'], membershipRule: rule }),
  }
  const [status, group] = await answer(tenant.ask('POST', '/v1.0/groups', body))
  expect(status).toBe(201)
  return group.id
}

export const group = (groupId: string, exclude = false) => ({
  target: {
    '@odata.type': `#microsoft.graph.${exclude ? 'exclusionGroup' : 'group'}AssignmentTarget`,
    groupId,
  },
})

export const assign = (tenant: Client, profile: Json, target: object) =>
  tenant.ask('POST', `${profiles}/${profile.id}/assignments`, target)
