/** What happened between a device and the service, oldest first. */
import type { DeploymentTimeline } from 'taxiway-autopilot/admin'
import type { Graph } from 'taxiway-graph-client'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { Output } from '../terminal/output.ts'

/** All pages, the oldest event first. */
export type WholeTimeline = Omit<DeploymentTimeline, 'keys' | 'next'>

/** More than this, and the oldest are left out. */
const maxEvents = 2_000
const pageSize = 500

export async function readTimeline(graph: Graph, deviceId: string): Promise<WholeTimeline> {
  return await ofTaxiway(graph, async () => {
    const path = `/admin/v1/devices/${deviceId}/deployment?limit=${pageSize}`
    let page = await graph.get<DeploymentTimeline>(path)
    const { claimLevel, provisionalUntilDateTime, enrollmentState, lastContactedDateTime } = page
    const events = [...page.events]
    while (page.next !== null && events.length < maxEvents) {
      page = await graph.get<DeploymentTimeline>(`${path}&before=${page.next}`)
      events.push(...page.events)
    }
    events.reverse()
    return {
      claimLevel,
      provisionalUntilDateTime,
      enrollmentState,
      lastContactedDateTime,
      events,
    }
  })
}

export function showTimeline(output: Output, timeline: WholeTimeline): void {
  if (output.format === 'json') {
    output.json(timeline)
    return
  }
  output.rows(
    timeline.events.map(({ cause, ...event }) => ({ ...event, nextStep: cause?.nextStep ?? '' })),
    [
      { key: 'at', title: 'When' },
      { key: 'sentence', title: 'What happened' },
      { key: 'code', title: 'Code' },
      { key: 'nextStep', title: 'What to do' },
    ],
  )
}
