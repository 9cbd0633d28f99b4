/** Applications as the server's administration shows them, found by name or client id. */
import type { Application } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { CliError, exitCodes } from '../exit.ts'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { Column } from '../terminal/column.ts'

export const applicationsPath = '/admin/v1/applications'

export const applicationColumns: readonly Column<Application>[] = [
  { key: 'applicationId', title: 'Client id' },
  { key: 'displayName', title: 'Name' },
  { key: 'kind', title: 'Kind' },
  { key: 'enabled', title: 'Enabled' },
  { key: 'roles', title: 'Roles' },
]

export async function allApplications(graph: Graph): Promise<readonly Application[]> {
  const { value } = await ofTaxiway(graph, () =>
    graph.get<{ readonly value: readonly Application[] }>(applicationsPath),
  )
  return value
}

/** Throws where there is none of that name or client id, or several. */
export async function findApplication(graph: Graph, name: string): Promise<Application> {
  const wanted = name.toLowerCase()
  const found = (await allApplications(graph)).filter(
    ({ applicationId, displayName }) =>
      applicationId === wanted || displayName.toLowerCase() === wanted,
  )
  const [application, second] = found
  if (application === undefined)
    throw new CliError(`There is no application ${name}.`, {
      hint: 'See all of them: taxiway applications list',
    })
  if (second !== undefined)
    throw new CliError(
      `Several applications are called ${name}:\n${found.map((each) => `  ${each.applicationId}`).join('\n')}`,
      { exitCode: exitCodes.ambiguous, hint: 'Name the one you mean by its client id.' },
    )
  return application
}

export function pathOf({ applicationId }: Pick<Application, 'applicationId'>): string {
  return `${applicationsPath}/${applicationId}`
}
