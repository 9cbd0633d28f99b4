/** Deployment profiles. */
import type { DeploymentProfile } from 'taxiway-autopilot'
import { graph } from './ask.ts'
import { useEntities } from './entities.ts'

export const profilesPath = `${graph}/deviceManagement/windowsAutopilotDeploymentProfiles`

export function useProfiles(enabled: boolean) {
  return useEntities<DeploymentProfile>(profilesPath, enabled)
}
