/** Requests that only a Taxiway server answers: Microsoft's Graph has no `/admin/v1`. */

import { isMicrosoft } from 'taxiway-autopilot'
import { type Graph, GraphError } from 'taxiway-graph-client'
import { CliError } from '../exit.ts'

/** Runs `ask`, and says plainly when the server is not one that could answer. */
export async function ofTaxiway<Answer>(
  { origin }: Graph,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  if (isMicrosoft(origin)) throw notTaxiway(origin)
  try {
    return await ask()
  } catch (error) {
    // Taxiway's own 404s name the route or the thing; Graph's answer to an unknown address is a 400 or 404 of its own.
    const unknown = error instanceof GraphError && [400, 404].includes(error.status)
    if (unknown && !(await hasAdmin(origin))) throw notTaxiway(origin, error)
    throw error
  }
}

/** Whether the server has Taxiway’s own addresses; also said of one that does not answer. */
export async function hasAdmin(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/admin/v1/openapi.json`).catch(() => undefined)
  await answer?.body?.cancel()
  return answer === undefined || answer.ok
}

function notTaxiway(origin: string, cause?: unknown): CliError {
  return new CliError(
    `${origin} is not a Taxiway server, and only a Taxiway server can explain how it recognizes devices.`,
    { hint: 'Choose a sign-in to a Taxiway server: taxiway context use <name>', cause },
  )
}
