/** What happened between a device and the service, oldest first. */
import type { Graph } from 'taxiway-graph-client'
import { ofTaxiway } from '../graph/taxiway-only.ts'
import type { Output } from '../output.ts'

export type TimelineEntry = {
  readonly at: string
  readonly kind: string
  readonly sentence: string
  readonly code: string | null
  readonly cause: { readonly name: string; readonly nextStep: string } | null
}

export type DeviceTimeline = {
  readonly claimLevel: number
  readonly provisionalUntilDateTime: string | null
  readonly enrollmentState: string
  readonly lastContactedDateTime: string | null
  readonly events: readonly TimelineEntry[]
}

type Page = DeviceTimeline & { readonly next: string | null }

/** More than this, and the oldest are left out. */
const maxEvents = 2_000
const pageSize = 500

export async function readTimeline(graph: Graph, deviceId: string): Promise<DeviceTimeline> {
  return await ofTaxiway(graph, async () => {
    const path = `/admin/v1/devices/${deviceId}/deployment?limit=${pageSize}`
    let page = await graph.get<Page>(path)
    const { claimLevel, provisionalUntilDateTime, enrollmentState, lastContactedDateTime } = page
    const events = [...page.events]
    while (page.next !== null && events.length < maxEvents) {
      page = await graph.get<Page>(`${path}&before=${page.next}`)
      events.push(...page.events)
    }
    events.reverse()
    return {
      ...{ claimLevel, provisionalUntilDateTime, enrollmentState, lastContactedDateTime },
      events,
    }
  })
}

export function showTimeline(output: Output, timeline: DeviceTimeline): void {
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
