/** A deployment profile that a group with a rule on the tag `Site-03` is assigned, made over Graph. */
import type { Client } from './registry-clients.ts'

const profiles = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'

/** The profile's id. */
export async function assignedProfile(client: Client): Promise<string> {
  const post = async (path: string, body: object) => {
    const answer = await client.ask('POST', path, body)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${path}: ${text}`)
    return JSON.parse(text) as { readonly id: string }
  }
  const group = await post('/v1.0/groups', {
    displayName: 'Site 3',
    mailEnabled: false,
    mailNickname: 'site3',
    securityEnabled: true,
    groupTypes: ['DynamicMembership'],
    membershipRule: '(device.devicePhysicalIds -any (_ -eq "[OrderID]:Site-03"))',
    membershipRuleProcessingState: 'On',
  })
  const profile = await post(profiles, {
    '@odata.type': '#microsoft.graph.azureADWindowsAutopilotDeploymentProfile',
    displayName: 'Site 3',
  })
  await post(`${profiles}/${profile.id}/assignments`, {
    target: { '@odata.type': '#microsoft.graph.groupAssignmentTarget', groupId: group.id },
  })
  return profile.id
}
