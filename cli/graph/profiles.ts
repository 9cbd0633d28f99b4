/** Deployment profiles as Graph shows them, and how one is found by its name. */
import type { Graph } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'

export const profilesPath = '/beta/deviceManagement/windowsAutopilotDeploymentProfiles'

export type Profile = { readonly id: string; readonly displayName: string }

/** The one profile with that id or name; throws if several have that name. */
export async function profileNamed(graph: Graph, name: string): Promise<Profile> {
  const found: Profile[] = []
  for await (const page of graph.pages<Profile>(profilesPath))
    found.push(...page.filter(({ id, displayName }) => id === name || displayName === name))
  const [profile, second] = found
  if (profile === undefined)
    throw new CliError(`There is no deployment profile ${name}.`, {
      hint: 'Names are case-sensitive.',
    })
  if (second !== undefined)
    throw new CliError(
      `Several deployment profiles are called ${name}:\n${found.map(({ id }) => `  ${id}`).join('\n')}`,
      { exitCode: exitCodes.ambiguous, hint: 'Name the one you mean by its id.' },
    )
  return profile
}
